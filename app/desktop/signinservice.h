// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/profilesource.h"
#include "core/ports/browser.h"
#include "core/ports/signin.h"
#include "oci/auth/browsersignin.h"

#include <QThreadPool>

#include <memory>

namespace app {

//! Signs in with the browser and keeps what comes of it as a profile.
class SignInService final : public core::SignIn
{
    Q_OBJECT

public:
    //! Where things are kept; tests have folders of their own.
    struct Places {
        QString configFile;
        QString sessionsFolder; //!< `~/.oci/sessions`
        quint16 port = 8181;

        static Places usual(const ProfileSource &profiles);
    };

    //! All references outlive it.
    SignInService(ProfileSource &profiles, const Settings &settings, core::Browser &browser,
                  Places places, QObject *parent = nullptr);
    ~SignInService() override;

    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] QUrl page() const override { return m_page; }
    [[nodiscard]] bool isBrowserOpen() const override { return m_isBrowserOpen; }
    [[nodiscard]] core::Error failure() const override { return m_failure; }
    [[nodiscard]] core::SignInDetails suggestion() const override;
    [[nodiscard]] std::optional<core::SignInDetails>
    renewalOf(const QString &connectionId) const override;
    [[nodiscard]] Standing standing(const QString &profile) const override;
    [[nodiscard]] QStringList regions() const override;
    [[nodiscard]] QString configFile() const override { return m_places.configFile; }

    void start(const core::SignInDetails &details) override;
    void openPage() override;
    void cancel() override;

signals:
    //! The profile is there and its session is good.
    void signedIn(const QString &connectionId);
    //! Something about it that is worth a line.
    void noticed(const QString &notice);

private:
    [[nodiscard]] core::Result<oci::SignInSettings> settingsFor(const core::SignInDetails &details);
    void onFinished(const core::Result<oci::SessionPair> &session);
    [[nodiscard]] core::Result<void> keep(const oci::SessionPair &session);
    void addToConfig(const oci::Profile &profile);
    void fail(const core::Error &error);
    void setState(State state);

    ProfileSource &m_profiles;
    const Settings &m_settings;
    core::Browser &m_browser;
    Places m_places;
    QThreadPool m_pool;
    std::unique_ptr<oci::BrowserSignIn> m_signIn;
    core::SignInDetails m_details;
    QString m_region; //!< of them, as an identifier
    State m_state = State::Idle;
    QUrl m_page;
    bool m_isBrowserOpen = false;
    core::Error m_failure;
};

} // namespace app
