// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/acceptedkeys.h"
#include "app/common/commandline.h"
#include "app/common/gatewayhost.h"
#include "app/common/principallookup.h"

#include <QObject>

#include <functional>
#include <memory>

namespace app {

//! Reads settings, keys and connections again while the gateway runs, and takes over what is
//! different. What cannot be used is an error in the log, and everything stays as it was.
class Reloader final : public QObject
{
    Q_OBJECT

public:
    using Specs = QList<ConnectionSpec>;
    //! The connections that settings ask for.
    using Connections = std::function<core::Result<Specs>(const Settings &)>;

    //! All outlive it. `settings` and `specs` are those of the run and are kept up to date.
    Reloader(CommandLine commandLine, Settings &settings, Specs &specs, Connections connections,
             AcceptedKeys &keys, GatewayHost &host, const core::Clock &clock);

    void reload();

signals:
    //! What was read counts from now on.
    void applied();
    //! Also after a failure.
    void done();

private:
    void look();
    void apply(const Settings &next, const Specs &specs);
    void end();

    CommandLine m_commandLine;
    Settings &m_settings;
    Specs &m_specs;
    Connections m_connections;
    AcceptedKeys &m_keys;
    GatewayHost &m_host;
    const core::Clock &m_clock;
    std::unique_ptr<PrincipalLookup> m_lookup; //!< of the reload that is under way
    bool m_isBusy = false;
    bool m_again = false; //!< asked for meanwhile
};

//! Which settings differ, by their names in the settings file; empty: none that counts while the
//! gateway runs.
[[nodiscard]] QStringList differenceOfSettings(const Settings &before, const Settings &after);
//! Those of them that count from the next start on.
[[nodiscard]] QStringList settingsForRestart(const Settings &before, const Settings &after);
//! Which connections came, went or are built anew, in words.
[[nodiscard]] QStringList differenceOfConnections(const QList<ConnectionSpec> &before,
                                                  const QList<ConnectionSpec> &after);

} // namespace app
