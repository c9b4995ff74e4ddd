// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/clientkeystore.h"
#include "app/common/gatewayhost.h"
#include "app/common/profilesource.h"
#include "app/common/routingcontrol.h"
#include "app/common/settings.h"
#include "app/common/usagestore.h"
#include "app/desktop/bearerstore.h"
#include "app/desktop/chatservice.h"
#include "app/desktop/clientkeyservice.h"
#include "app/desktop/connectionlist.h"
#include "app/desktop/desktopbrowser.h"
#include "app/desktop/gatewaycontroller.h"
#include "app/desktop/memoryconversationstore.h"
#include "app/desktop/signingkeyservice.h"
#include "app/desktop/signinservice.h"
#include "app/desktop/windowstate.h"
#include "core/ports/clock.h"
#include "core/ports/secretstore.h"
#include "ui/mainwindow.h"

#include <QObject>
#include <QProcessEnvironment>

#include <memory>

namespace app {

//! The object graph of the window program: makes everything, wires it, takes it down in order.
class Application final : public QObject
{
    Q_OBJECT

public:
    //! The data folder of the settings exists.
    Application(Settings settings, const QProcessEnvironment &environment,
                QObject *parent = nullptr);
    ~Application() override;

    //! Shows the window, chooses a connection and starts the gateway.
    void start();
    void raise();

    [[nodiscard]] ui::MainWindow &window() { return m_window; }
    [[nodiscard]] core::Connections &connections() { return m_connections; }
    [[nodiscard]] core::ConversationStore &conversations() { return m_conversations; }
    [[nodiscard]] core::GatewayControl &gateway() { return m_gateway; }

private:
    void wire();
    [[nodiscard]] QString firstConnection() const;

    RoutingControl m_routing;
    Settings m_settings;
    core::SystemClock m_clock;
    std::unique_ptr<core::SecretStore> m_secrets;
    WindowState m_state;
    BearerStore m_bearers;
    ProfileSource m_profiles;
    UsageStore m_usage;
    GatewayHost m_host;
    ClientKeyStore m_clientKeys;
    ClientKeyService m_clientKeyService;
    MemoryConversationStore m_conversations;
    ConnectionList m_connections;
    ChatService m_chat;
    GatewayController m_gateway;
    DesktopBrowser m_browser;
    SignInService m_signIn;
    SigningKeyService m_signingKeys;
    ui::MainWindow m_window;
};

} // namespace app
