// SPDX-License-Identifier: MIT
#include "app/common/routingcontrol.h"

#include "app/common/routingsettings.h"

namespace app {

RoutingControl::RoutingControl(const Settings &settings, const QProcessEnvironment &environment,
                               QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    if (!settings.modelsFile.isEmpty())
        m_watcher = std::make_unique<ModelFileWatcher>(settings.modelsFile, environment);
}

core::Result<void> RoutingControl::load()
{
    if (!m_watcher)
        return {};
    auto loaded = m_watcher->load();
    m_hasConnections = !m_watcher->current().connections.isEmpty();
    return loaded;
}

Settings RoutingControl::settings() const
{
    return m_watcher ? withConnections(m_settings, m_watcher->current()) : m_settings;
}

const ModelFile *RoutingControl::file() const
{
    return m_watcher ? &m_watcher->current() : nullptr;
}

void RoutingControl::drive(GatewayHost &host)
{
    m_host = &host;
    apply();
    if (!m_watcher)
        return;
    connect(m_watcher.get(), &ModelFileWatcher::changed, this, [this] {
        const bool hadConnections =
                std::exchange(m_hasConnections, !m_watcher->current().connections.isEmpty());
        apply();
        if (hadConnections || m_hasConnections)
            emit connectionsChanged();
    });
    m_watcher->watch();
}

void RoutingControl::reload()
{
    if (m_watcher)
        m_watcher->reload();
}

void RoutingControl::apply()
{
    const ModelFile *models = file();
    m_host->setNamedModels(models ? models->models : QList<core::ModelInfo>());
    m_host->setRouting(routingOf(settings(), models ? models->names() : QStringList()));
}

} // namespace app
