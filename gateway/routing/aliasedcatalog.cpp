// SPDX-License-Identifier: MIT
#include "gateway/routing/aliasedcatalog.h"

#include "core/models/namepattern.h"

#include <QHash>

using namespace Qt::StringLiterals;
using core::ModelInfo;

namespace gateway::routing {

namespace {

//! Nothing is known of it but that it can be asked.
ModelInfo named(const QString &name)
{
    return {.id = name, .capabilities = {u"CHAT"_s}};
}

//! "connection/region/NAME" is listed as NAME, unless a name has slashes in it.
const ModelInfo *find(const QHash<QString, const ModelInfo *> &models, QStringView target)
{
    for (int part = 0; part < 3; ++part) {
        if (const auto *found = models.value(target.toString()))
            return found;
        const qsizetype slash = target.indexOf(u'/');
        if (slash < 0)
            break;
        target = target.sliced(slash + 1);
    }
    return nullptr;
}

ModelInfo factsOf(const Alias &alias, const QHash<QString, const ModelInfo *> &models)
{
    for (const QString &target : alias.targets) {
        if (const ModelInfo *found = find(models, target)) {
            ModelInfo model = *found;
            model.id = alias.name;
            return model;
        }
    }
    return named(alias.name);
}

} // namespace

AliasedCatalog::AliasedCatalog(core::ModelCatalog &inner, Knows knows, QObject *parent)
    : ModelCatalog(parent)
    , m_inner(inner)
    , m_knows(std::move(knows))
{
    connect(&inner, &core::ModelCatalog::modelsChanged, this, &AliasedCatalog::collect);
    collect();
}

void AliasedCatalog::setSettings(const RoutingSettings &settings)
{
    m_settings = settings;
    collect();
}

core::Result<QStringList> AliasedCatalog::targetsOf(const QString &name) const
{
    // It makes a difference to patterns alone.
    const bool isListed = m_settings.aliases.hasPatterns() &&
                          (m_names.contains(name) || (m_knows && m_knows(name)));
    return targetsFor(m_settings, name, isListed);
}

void AliasedCatalog::collect()
{
    m_names.clear();
    for (const ModelInfo &model : m_inner.models()) {
        m_names.insert(model.id);
        if (!model.ocid.isEmpty())
            m_names.insert(model.ocid);
    }
    m_models = seenByClients();
    emit modelsChanged(m_models);
}

QList<ModelInfo> AliasedCatalog::seenByClients() const
{
    if (m_settings == RoutingSettings())
        return m_inner.models(); // shares its memory with what was written for it already
    const QList<ModelInfo> all = m_inner.models();
    QHash<QString, const ModelInfo *> known;
    for (const ModelInfo &model : all) {
        known.insert(model.id, &model);
        if (!model.ocid.isEmpty())
            known.insert(model.ocid, &model);
    }
    QList<ModelInfo> seen;
    QSet<QString> names;
    const auto add = [&](const ModelInfo &model) {
        if (names.contains(model.id))
            return;
        names.insert(model.id);
        seen.append(model);
    };
    for (const Alias &alias : m_settings.aliases.named())
        add(factsOf(alias, known));
    for (const ModelInfo &model : all) {
        if (!hides(m_settings, model.id) && allows(m_settings, model.id))
            add(model);
    }
    // An allowlist is whole as it stands; otherwise names stand in for a list that nobody has.
    if (m_settings.isAllowlist || all.isEmpty()) {
        for (const QString &name : m_settings.models) {
            const ModelInfo *found = find(known, name);
            ModelInfo model = found ? *found : named(name);
            model.id = name;
            if (!core::isPattern(name) && !hides(m_settings, name))
                add(model);
        }
    }
    return seen;
}

bool AliasedCatalog::isLoaded() const
{
    return m_inner.isLoaded() || (m_hasFailed && !m_models.isEmpty());
}

bool AliasedCatalog::isComplete() const
{
    return m_inner.isComplete() || (m_settings.isAllowlist && !m_settings.models.isEmpty());
}

QFuture<core::Result<QList<ModelInfo>>> AliasedCatalog::refresh()
{
    using Answer = core::Result<QList<ModelInfo>>;
    return m_inner.refresh().then(this, [this](const Answer &answer) {
        m_hasFailed = !answer;
        return answer;
    });
}

} // namespace gateway::routing
