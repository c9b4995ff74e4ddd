// SPDX-License-Identifier: MIT
#include "app/desktop/application.h"

#include "app/desktop/keychainsecretstore.h"
#include "app/desktop/sessionsecretstore.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app {

namespace {

Q_LOGGING_CATEGORY(log, "app.desktop")

std::unique_ptr<core::SecretStore> makeSecretStore()
{
    if (KeychainSecretStore::isAvailable())
        return std::make_unique<KeychainSecretStore>(u"Gatehouse"_s);
    return std::make_unique<SessionSecretStore>();
}

Settings loadedBy(RoutingControl &routing)
{
    if (const auto loaded = routing.load(); !loaded)
        qCCritical(log).noquote() << loaded.error().message;
    return routing.settings();
}

} // namespace

Application::Application(Settings settings, const QProcessEnvironment &environment, QObject *parent)
    : QObject(parent)
    , m_routing(settings, environment)
    , m_settings(loadedBy(m_routing))
    , m_secrets(makeSecretStore())
    , m_state(m_settings.dataDir + u"/window.ini"_s)
    , m_bearers(m_settings.dataDir + u"/connections.json"_s)
    , m_profiles(m_settings, environment)
    , m_usage(m_settings.dataDir)
    , m_host(m_clock)
    , m_clientKeys(m_settings.dataDir, m_clock)
    , m_clientKeyService(m_clientKeys, *m_secrets, QString::fromLatin1(GatewayController::keyId),
                         QString::fromLatin1(GatewayController::keyEntry))
    , m_conversations(m_clock)
    , m_connections(m_profiles, m_bearers, *m_secrets, m_settings, m_clock)
    , m_chat(m_conversations,
             [this](const QString &connectionId, const core::ChatRequest &request) {
                 return m_connections.startChat(connectionId, request);
             })
    , m_gateway(m_host, *m_secrets, m_clientKeys, m_settings, m_clock)
    , m_signIn(m_profiles, m_settings, m_browser, SignInService::Places::usual(m_profiles))
    , m_signingKeys(m_profiles, m_settings, SigningKeyService::Places::usual(m_profiles))
    , m_window(m_connections, m_conversations, m_chat, m_gateway)
{
    m_host.setUsage(&m_usage);
    m_bearers.load();
    if (const auto loaded = m_clientKeys.load(); !loaded)
        m_clientKeyService.setProblem(loaded.error().message);
    m_clientKeys.watch();
    wire();
}

Application::~Application()
{
    m_state.save(m_window);
}

void Application::wire()
{
    connect(&m_connections, &ConnectionList::activated, this, [this](const ConnectionSpec &spec) {
        m_host.setConnections({spec});
        if (!m_settings.demo)
            m_state.setLastConnection(spec.id);
    });
    m_window.offerSignIn(m_signIn);
    connect(&m_signIn, &SignInService::signedIn, &m_connections, &ConnectionList::selectAnew);
    connect(&m_signIn, &SignInService::noticed, &m_connections, &core::Connections::noticed);
    m_window.offerSigningKeys(m_signingKeys);
    m_window.offerClientKeys(m_clientKeyService);
    connect(&m_clientKeyService, &ClientKeyService::noticed, &m_connections,
            &core::Connections::noticed);
    connect(&m_signingKeys, &SigningKeyService::made, this, [this](const QString &connectionId) {
        core::Secret passPhrase = m_signingKeys.takePassPhrase();
        if (!passPhrase.isEmpty())
            m_connections.provideSecret(connectionId, std::move(passPhrase), false);
        m_connections.selectAnew(connectionId);
    });
    connect(&m_signingKeys, &SigningKeyService::noticed, &m_connections,
            &core::Connections::noticed);
    connect(&m_connections, &ConnectionList::released, this, [this] { m_host.setConnections({}); });
    connect(&m_gateway, &GatewayController::noticed, &m_connections, &core::Connections::noticed);
    connect(&m_routing, &RoutingControl::connectionsChanged, this, [this] {
        emit m_connections.noticed(tr("The file of models has changed. Its connections will be "
                                      "there after the next start."));
    });
    m_routing.drive(m_host);
}

void Application::start()
{
    m_state.restore(m_window);
    m_window.show();
    m_gateway.start();
    for (const QString &notice : m_profiles.warnings())
        emit m_connections.noticed(notice);
    if (m_profiles.problem())
        emit m_connections.noticed(m_profiles.problem()->message);
    if (!m_clientKeyService.problem().isEmpty())
        emit m_connections.noticed(m_clientKeyService.problem());
    for (const QString &warning : std::as_const(m_settings.warnings))
        emit m_connections.noticed(warning);
    if (!m_bearers.problem().isEmpty())
        emit m_connections.noticed(m_bearers.problem());
    m_connections.select(firstConnection());
}

void Application::raise()
{
    m_window.setWindowState(m_window.windowState() & ~Qt::WindowMinimized);
    m_window.raise();
    m_window.activateWindow();
}

// The demo is chosen only where it was asked for.
QString Application::firstConnection() const
{
    if (m_settings.demo)
        return u"demo"_s;
    // What somebody names for this start counts more than what was used last, and nothing stands
    // in for it: another profile is another account.
    if (m_profiles.isNamed() || isPrincipal(m_settings.authType))
        return m_profiles.chosen();
    const QList<core::ConnectionInfo> all = m_connections.connections();
    if (m_settings.authType == AuthType::GenAiApiKey && !m_settings.bearerConnections.isEmpty())
        return bearerPrefix + m_settings.bearerConnections.first().name;
    for (const QString &id : {m_state.lastConnection(), m_profiles.chosen()}) {
        const auto found = std::ranges::find(all, id, &core::ConnectionInfo::id);
        if (found != all.end() && found->kind != core::ConnectionInfo::Kind::Demo)
            return id;
    }
    const core::ConnectionInfo &first = all.first();
    return first.kind == core::ConnectionInfo::Kind::Demo ? QString() : first.id;
}

} // namespace app
