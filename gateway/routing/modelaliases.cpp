// SPDX-License-Identifier: MIT
#include "gateway/routing/modelaliases.h"

#include "core/models/namepattern.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;

namespace gateway::routing {

namespace {

constexpr qsizetype longestName = 512;

std::unexpected<core::Error> refused(const QString &alias, const QString &why)
{
    return std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest,
                                       .message = u"the alias '%1' %2"_s.arg(alias, why)});
}

//! Names go into headers and lines of the log.
bool isName(const QString &name)
{
    return !name.isEmpty() && name.size() <= longestName &&
           std::ranges::all_of(name, [](QChar c) { return c.isPrint() && c != u' '; });
}

Result<void> check(const Alias &alias)
{
    if (!isName(alias.name))
        return refused(alias.name.left(60), u"is no name of a model"_s);
    if (alias.targets.isEmpty())
        return refused(alias.name, u"has no target"_s);
    if (alias.targets.size() > ModelAliases::mostTargets)
        return refused(alias.name,
                       u"has more than %1 targets"_s.arg(int(ModelAliases::mostTargets)));
    for (const QString &target : alias.targets) {
        if (!isName(target))
            return refused(alias.name, u"has a target that is no name of a model"_s);
        if (core::isPattern(target))
            return refused(alias.name, u"leads to '%1': a target has no * in it"_s.arg(target));
    }
    return {};
}

using Table = QHash<QString, QStringList>;

//! Goes from an alias to the models at the end of all ways.
class Expansion
{
public:
    Expansion(const Alias &alias, const Table &table) : m_table(table), m_way{alias.name} { }

    Result<void> follow(const QStringList &targets)
    {
        for (const QString &target : targets) {
            if (const auto followed = step(target); !followed)
                return followed;
        }
        return {};
    }

    QStringList found;

private:
    Result<void> step(const QString &target)
    {
        const auto next = m_table.constFind(target);
        if (next == m_table.cend() || target == m_way.last()) {
            if (!found.contains(target))
                found.append(target);
            return {};
        }
        if (m_way.contains(target))
            return refused(m_way.first(), u"leads in a circle: %1"_s.arg(
                                                  (m_way + QStringList{target}).join(u" -> "_s)));
        if (m_done.contains(target))
            return {};
        m_way.append(target);
        auto followed = follow(*next);
        m_way.removeLast();
        m_done.insert(target);
        return followed;
    }

    const Table &m_table;
    QStringList m_way;    //!< the aliases that led here
    QSet<QString> m_done; //!< where the ways on are known already
};

Result<QStringList> targetsOf(const Alias &alias, const Table &table)
{
    Expansion expansion(alias, table);
    if (const auto followed = expansion.follow(alias.targets); !followed)
        return std::unexpected(followed.error());
    const QStringList &found = expansion.found;
    if (found.size() > ModelAliases::mostTargets)
        return refused(alias.name,
                       u"comes to more than %1 targets"_s.arg(int(ModelAliases::mostTargets)));
    if (found == QStringList{alias.name})
        return refused(alias.name, u"leads to itself"_s);
    return found;
}

} // namespace

Result<ModelAliases> ModelAliases::from(const QList<Alias> &aliases)
{
    if (aliases.size() > most) {
        return std::unexpected(
                core::Error{.code = core::ErrorCode::InvalidRequest,
                            .message = u"there are more than %1 aliases"_s.arg(int(most))});
    }
    Table written;
    ModelAliases result;
    for (const Alias &alias : aliases) {
        if (const auto fine = check(alias); !fine)
            return std::unexpected(fine.error());
        if (written.contains(alias.name))
            return refused(alias.name, u"is there twice"_s);
        written.insert(alias.name, alias.targets);
    }
    for (const Alias &alias : aliases) {
        auto targets = targetsOf(alias, written);
        if (!targets)
            return std::unexpected(targets.error());
        if (core::isPattern(alias.name)) {
            result.m_patterns.append({.name = alias.name, .targets = *std::move(targets)});
        } else {
            result.m_exact.insert(alias.name, *std::move(targets));
            result.m_order.append(alias.name);
        }
    }
    return result;
}

QStringList ModelAliases::byPattern(const QString &name) const
{
    if (m_patterns.isEmpty() || name.startsWith("ocid1."_L1))
        return {};
    const bool hasSlash = name.contains(u'/');
    const auto found = std::ranges::find_if(m_patterns, [&](const Alias &alias) {
        return (!hasSlash || alias.name.contains(u'/')) && core::fitsPattern(alias.name, name);
    });
    return found == m_patterns.cend() ? QStringList() : found->targets;
}

QList<Alias> ModelAliases::named() const
{
    QList<Alias> all;
    for (const QString &name : m_order)
        all.append({.name = name, .targets = m_exact.value(name)});
    return all;
}

} // namespace gateway::routing
