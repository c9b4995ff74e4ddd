// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/clientkeystore.h"
#include "app/common/gatewayhost.h"
#include "app/common/settings.h"
#include "app/desktop/windowstate.h"
#include "core/ports/gatewaycontrol.h"
#include "core/ports/secretstore.h"

#include <QThread>
#include <QTimer>

namespace app {

//! The gateway as the window controls it: key from the keychain, keys of tools from the data
//! folder, state in words.
class GatewayController final : public core::GatewayControl
{
    Q_OBJECT

public:
    //! Name of the key's entry in the keychain.
    static constexpr auto keyEntry = "gateway-key";
    //! Of that key in the list of keys.
    static constexpr auto keyId = "window";

    //! All outlive the controller.
    GatewayController(GatewayHost &host, core::SecretStore &secrets, ClientKeyStore &keys,
                      const Settings &settings, const core::Clock &clock,
                      QObject *parent = nullptr);
    ~GatewayController() override;

    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] QUrl baseUrl() const override { return m_baseUrl; }
    [[nodiscard]] QString failure() const override { return m_failure; }
    [[nodiscard]] core::Secret key() const override;
    [[nodiscard]] int activeRequests() const override { return m_activeRequests; }

    void start() override;
    void stop() override;
    [[nodiscard]] quint16 freePort() const override { return m_freePort; }
    void startAt(quint16 port) override;

signals:
    //! Something that the person should know, e.g. that the key lasts for this run only.
    void noticed(const QString &notice);
    void listening();

private:
    void keepKey(const core::Result<core::SecretStore::Found> &found);
    void listen();
    [[nodiscard]] gateway::Settings wanted() const;
    void fail(const core::Error &error);
    void setState(State state);
    void keepBooks(const core::Clock &clock);
    //! Whether the person took back the key that the keychain has.
    [[nodiscard]] bool isRevoked(const core::Secret &key) const;
    [[nodiscard]] QList<core::ClientKey> acceptedKeys() const;

    GatewayHost &m_host;
    core::SecretStore &m_secrets;
    ClientKeyStore &m_keys;
    const Settings &m_settings;
    WindowState m_choices;
    State m_state = State::Stopped;
    QUrl m_baseUrl;
    QString m_failure;
    core::SecretStore::Found m_key; //!< null until it is known
    //! A keychain whose prompt nobody answers must not keep the gateway from starting.
    QTimer m_patience;
    int m_activeRequests = 0;
    quint16 m_freePort = 0;
    quint16 m_portOfThisRun = 0; //!< 0: the usual one
    QThread m_books; //!< writes what was spent, so that a slow disk never holds up the window
};

} // namespace app
