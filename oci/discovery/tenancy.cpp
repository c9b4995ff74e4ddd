// SPDX-License-Identifier: MIT
#include "oci/discovery/tenancy.h"

#include "core/json/json.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::json::textAt;

namespace oci {

namespace {

//! Lays the tree out without recursion: its depth comes over the wire.
class TreeLayout
{
public:
    TreeLayout(const QString &tenancyId, const QList<Compartment> &found) : m_root(tenancyId)
    {
        for (const Compartment &compartment : found) {
            if (compartment.isActive && compartment.id != tenancyId)
                m_byId.insert(compartment.id, compartment);
        }
        for (const Compartment &compartment : std::as_const(m_byId)) {
            const bool hasParent = m_byId.contains(compartment.parentId);
            m_children[hasParent ? compartment.parentId : m_root].append(compartment.id);
        }
        m_tree.append({.id = m_root, .name = u"root"_s});
    }

    QList<Compartment> tree()
    {
        add(m_children.value(m_root));
        // What is left has parents that lead in a circle: it is cut at the first by name.
        QStringList left;
        for (auto it = m_byId.cbegin(); it != m_byId.cend(); ++it)
            left.append(it.key());
        sort(left);
        for (const QString &id : std::as_const(left))
            add({id});
        return m_tree;
    }

private:
    struct Step {
        QString id;
        QString path;
        int depth;
    };

    void sort(QStringList &ids) const
    {
        std::ranges::sort(ids, {}, [this](const QString &id) {
            return std::pair(m_byId.value(id).name, id);
        });
    }

    void push(QList<Step> &steps, QStringList ids, const QString &path, int depth) const
    {
        sort(ids);
        for (auto id = ids.crbegin(); id != ids.crend(); ++id)
            steps.append({*id, path, depth});
    }

    void add(const QStringList &ids)
    {
        QList<Step> steps;
        push(steps, ids, {}, 1);
        while (!steps.isEmpty()) {
            const Step step = steps.takeLast();
            if (m_seen.contains(step.id))
                continue;
            m_seen.insert(step.id);
            Compartment compartment = m_byId.value(step.id);
            compartment.depth = step.depth;
            compartment.path = step.path + compartment.name;
            push(steps, m_children.value(step.id), compartment.path + u'/', step.depth + 1);
            m_tree.append(std::move(compartment));
        }
    }

    QString m_root;
    QHash<QString, Compartment> m_byId;
    QHash<QString, QStringList> m_children;
    QSet<QString> m_seen;
    QList<Compartment> m_tree;
};

} // namespace

std::optional<Compartment> readCompartment(const object &json)
{
    Compartment compartment{.id = textAt(json, "id"),
                            .parentId = textAt(json, "compartmentId"),
                            .name = textAt(json, "name"),
                            .isAccessible =
                                    core::json::boolAt(json, "isAccessible").value_or(true)};
    if (compartment.id.isEmpty())
        return {};
    const QString state = textAt(json, "lifecycleState");
    compartment.isActive = state.isEmpty() || state == "ACTIVE"_L1;
    if (compartment.name.isEmpty())
        compartment.name = compartment.id;
    return compartment;
}

std::optional<RegionSubscription> readSubscription(const object &json)
{
    RegionSubscription region{.key = textAt(json, "regionKey"),
                              .name = textAt(json, "regionName").toLower(),
                              .isReady = textAt(json, "status") == "READY"_L1,
                              .isHome = core::json::boolAt(json, "isHomeRegion").value_or(false)};
    if (region.name.isEmpty())
        return {};
    return region;
}

QList<Compartment> compartmentTree(const QString &tenancyId, const QList<Compartment> &found)
{
    return TreeLayout(tenancyId, found).tree();
}

} // namespace oci
