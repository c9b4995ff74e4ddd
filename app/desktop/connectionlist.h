// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/demohost.h"
#include "app/common/ociconnection.h"
#include "app/common/principallookup.h"
#include "app/common/profilesource.h"
#include "app/desktop/bearerstore.h"
#include "core/ports/connections.h"
#include "core/ports/secretstore.h"

#include <QSet>
#include <QTimer>

#include <chrono>
#include <map>
#include <memory>

namespace app {

//! The connections of the window: finds them, gets the secrets that they need, makes the client.
//!
//! A secret is looked for in this order: what was given in this run, the configuration file, the
//! keychain, the person.
class ConnectionList final : public core::Connections
{
    Q_OBJECT

public:
    //! All references outlive the list.
    ConnectionList(ProfileSource &profiles, BearerStore &bearers, core::SecretStore &secrets,
                   const Settings &settings, const core::Clock &clock, QObject *parent = nullptr);
    ~ConnectionList() override;

    [[nodiscard]] QList<core::ConnectionInfo> connections() const override;
    [[nodiscard]] QString current() const override { return m_current; }
    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] core::Error failure() const override { return m_failure; }
    [[nodiscard]] QList<core::ModelInfo> models() const override;
    [[nodiscard]] bool hasKeychain() const override { return m_secrets.isPersistent(); }

    void select(const QString &connectionId) override;
    void refresh() override;
    void addBearerKey(core::BearerKeyDetails details) override;
    void removeBearerKey(const QString &connectionId) override;
    [[nodiscard]] std::shared_ptr<core::ApiKeys> apiKeys() const override;
    void provideSecret(const QString &connectionId, core::Secret secret, bool remember) override;
    void declineSecret(const QString &connectionId) override;

    //! Uses a connection whose profile or session has just been made.
    void selectAnew(const QString &connectionId);

    //! How long the keychain may take before the person is asked instead: long enough to unlock
    //! it, which its own window asks for.
    static constexpr std::chrono::seconds keychainPatience{30};
    void setKeychainPatience(std::chrono::milliseconds time) { m_patience.setInterval(time); }

    //! Asks over a conversation's connection; null: it was not used in this run.
    [[nodiscard]] std::unique_ptr<core::ChatStream>
    startChat(const QString &connectionId, const core::ChatRequest &request) const;

signals:
    //! The connection is ready to sign: other threads can make a client of their own from it.
    void activated(const app::ConnectionSpec &spec);
    //! The connection in use was removed: nobody is to go on with it.
    void released();

private:
    enum class Asked { No, Keychain }; //!< where the secret that is tried came from

    void onRefreshed(const core::Result<QList<core::ModelInfo>> &models);
    void connectProfile(const QString &id, const core::Secret &passPhrase, Asked asked);
    void connectBearer(const QString &id);
    void connectDemo();
    void lookInKeychain(const QString &id);
    void ask(const QString &id, const QString &previousProblem);
    void use(const ConnectionSpec &spec);
    void open(const ConnectionSpec &spec);
    void fail(const core::Error &error);
    void setState(State state);
    void keep(const QString &id);
    [[nodiscard]] QString passphrasePrompt(const QString &id) const;
    [[nodiscard]] QString entryOf(const QString &id) const;

    ProfileSource &m_profiles;
    BearerStore &m_bearers;
    core::SecretStore &m_secrets;
    const Settings &m_settings;
    const core::Clock &m_clock;

    std::unique_ptr<DemoHost> m_demo;
    ConnectionSpec m_demoSpec; //!< once the demo runs
    std::map<QString, std::shared_ptr<OciConnection>> m_used;
    std::map<QString, core::Secret> m_given; //!< secrets of this run, by connection
    QSet<QString> m_toKeep; //!< connections whose secret goes to the keychain if it proves right
    QTimer m_patience;      //!< with the keychain
    int m_reading = 0;      //!< the one of the keychain that counts
    QString m_current;
    State m_state = State::None;
    core::Error m_failure;
    std::unique_ptr<PrincipalLookup> m_lookup; //!< goes first: what it has under way looks at us
};

} // namespace app
