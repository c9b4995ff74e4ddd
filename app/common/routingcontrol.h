// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/gatewayhost.h"
#include "app/common/modelfile/modelfilewatcher.h"
#include "app/common/settings.h"

#include <QObject>

#include <memory>
#include <optional>

namespace app {

//! Tells the gateway what names of models mean: the settings, and the file of models as it changes.
class RoutingControl final : public QObject
{
    Q_OBJECT

public:
    RoutingControl(const Settings &settings, const QProcessEnvironment &environment,
                   QObject *parent = nullptr);

    //! Reads the file of models, if there is one.
    [[nodiscard]] core::Result<void> load();
    //! The settings with the connections of the file.
    [[nodiscard]] Settings settings() const;
    //! Null: there is no such file.
    [[nodiscard]] const ModelFile *file() const;
    //! From now on the host is told, at once and after each change. It outlives this.
    void drive(GatewayHost &host);
    //! What other settings come to, with their file of models read; counts from `adopt()` on.
    [[nodiscard]] core::Result<Settings> consider(const Settings &next);
    //! Takes over what was considered last.
    void adopt();

signals:
    //! `settings()` has other connections.
    void connectionsChanged();

private:
    using Watcher = std::unique_ptr<ModelFileWatcher>;

    [[nodiscard]] Watcher watcherFor(const Settings &settings) const;
    void follow();
    void apply();

    QProcessEnvironment m_environment;
    Settings m_settings;
    Watcher m_watcher; //!< null: there is no file
    std::optional<Settings> m_nextSettings;
    Watcher m_nextWatcher;
    GatewayHost *m_host = nullptr;
    bool m_hasConnections = false; //!< from the file
};

} // namespace app
