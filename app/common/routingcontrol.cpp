// SPDX-License-Identifier: MIT
#include "app/common/routingcontrol.h"

#include "app/common/routingsettings.h"

namespace app {

RoutingControl::RoutingControl(const Settings &settings, const QProcessEnvironment &environment,
                               QObject *parent)
    : QObject(parent)
    , m_environment(environment)
    , m_settings(settings)
    , m_watcher(watcherFor(settings))
{
}

RoutingControl::Watcher RoutingControl::watcherFor(const Settings &settings) const
{
    return settings.modelsFile.isEmpty()
                   ? nullptr
                   : std::make_unique<ModelFileWatcher>(settings.modelsFile, m_environment);
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
    follow();
}

void RoutingControl::follow()
{
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

core::Result<Settings> RoutingControl::consider(const Settings &next)
{
    Watcher watcher = watcherFor(next);
    if (watcher) {
        if (const auto loaded = watcher->load(); !loaded)
            return std::unexpected(loaded.error());
    }
    m_nextSettings = next;
    m_nextWatcher = std::move(watcher);
    return m_nextWatcher ? withConnections(next, m_nextWatcher->current()) : next;
}

void RoutingControl::adopt()
{
    if (!m_nextSettings)
        return;
    m_settings = *std::exchange(m_nextSettings, std::nullopt);
    m_watcher = std::move(m_nextWatcher);
    m_hasConnections = m_watcher && !m_watcher->current().connections.isEmpty();
    if (!m_host)
        return;
    apply();
    follow();
}

void RoutingControl::apply()
{
    const ModelFile *models = file();
    m_host->setNamedModels(models ? models->models : QList<core::ModelInfo>());
    m_host->setRouting(routingOf(settings(), models ? models->names() : QStringList()));
}

} // namespace app
