// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/gatewayhost.h"
#include "app/common/settings.h"
#include "core/ports/gatewaycontrol.h"
#include "core/ports/secretstore.h"

#include <QTimer>

namespace app {

//! The gateway as the window controls it: key from the keychain, state in words.
class GatewayController final : public core::GatewayControl
{
    Q_OBJECT

public:
    //! Name of the key's entry in the keychain.
    static constexpr auto keyEntry = "gateway-key";

    //! Host and store outlive the controller.
    GatewayController(GatewayHost &host, core::SecretStore &secrets, const Settings &settings,
                      QObject *parent = nullptr);

    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] QUrl baseUrl() const override { return m_baseUrl; }
    [[nodiscard]] QString failure() const override { return m_failure; }
    [[nodiscard]] core::Secret key() const override;
    [[nodiscard]] int activeRequests() const override { return m_activeRequests; }

    void start() override;
    void stop() override;

signals:
    //! Something that the person should know, e.g. that the key lasts for this run only.
    void noticed(const QString &notice);

private:
    void keepKey(const core::Result<core::SecretStore::Found> &found);
    void listen();
    void setState(State state);

    GatewayHost &m_host;
    core::SecretStore &m_secrets;
    const Settings &m_settings;
    State m_state = State::Stopped;
    QUrl m_baseUrl;
    QString m_failure;
    core::SecretStore::Found m_key; //!< null until it is known
    //! A keychain whose prompt nobody answers must not keep the gateway from starting.
    QTimer m_patience;
    int m_activeRequests = 0;
};

} // namespace app
