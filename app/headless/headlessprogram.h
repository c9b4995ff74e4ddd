// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/acceptedkeys.h"
#include "app/common/commandline.h"
#include "app/common/demohost.h"
#include "app/common/gatewayhost.h"
#include "app/common/routingcontrol.h"
#include "app/common/settings.h"
#include "app/common/usagestore.h"
#include "core/ports/clock.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace app {

//! gatehouse-gateway: the gateway without a window, for servers, containers and scripts.
class HeadlessProgram final : public QObject
{
    Q_OBJECT

public:
    //! Runs until it is asked to end and returns the exit code.
    int run(const QStringList &arguments);

private:
    core::Result<QList<ConnectionSpec>> connections(const Settings &settings);
    int serve(const CommandLine &commandLine, Settings settings);
    int check(const QList<ConnectionSpec> &specs) const;
    int changeKeys(const KeysCommand &command, const Settings &settings) const;
    void tellOfKeys(AcceptedKeys &keys) const;
    void follow(AcceptedKeys &keys);
    void tell(const GatewayHost::Running &running) const;
    void welcome(const QUrl &baseUrl, const QString &keyFile) const;

    core::SystemClock m_clock;
    std::unique_ptr<DemoHost> m_demo;
    std::unique_ptr<UsageStore> m_usage; //!< outlives the host
    std::unique_ptr<GatewayHost> m_host;
    std::unique_ptr<RoutingControl> m_routing; //!< after what it drives
};

} // namespace app
