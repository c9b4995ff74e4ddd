// SPDX-License-Identifier: MIT
#include "app/desktop/signinservice.h"

#include "app/common/profilespec.h"
#include "oci/auth/keptsession.h"
#include "oci/config/endpoints.h"

#include <QDir>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace app {

SignInService::Places SignInService::Places::usual(const ProfileSource &profiles)
{
    const QDir home(QDir::home().filePath(u".oci"_s));
    const QString config = profiles.configFile();
    return {.configFile = config.isEmpty() ? home.filePath(u"config"_s) : config,
            .sessionsFolder = home.filePath(u"sessions"_s)};
}

SignInService::SignInService(ProfileSource &profiles, const Settings &settings,
                             core::Browser &browser, Places places, QObject *parent)
    : SignIn(parent)
    , m_profiles(profiles)
    , m_settings(settings)
    , m_browser(browser)
    , m_places(std::move(places))
{
    m_pool.setMaxThreadCount(1);
}

SignInService::~SignInService() = default;

core::SignInDetails SignInService::suggestion() const
{
    core::SignInDetails details{.profile = u"GATEHOUSE"_s,
                                .region = m_settings.region.isEmpty() ? u"us-chicago-1"_s
                                                                      : m_settings.region};
    const auto chosen = m_profiles.profile(m_profiles.chosenName());
    if (!chosen)
        return details;
    if (!chosen->region.isEmpty())
        details.region = chosen->region;
    if (!chosen->securityTokenFile.isEmpty())
        details.profile = chosen->name;
    return details;
}

std::optional<core::SignInDetails> SignInService::renewalOf(const QString &connectionId) const
{
    if (!connectionId.startsWith(profilePrefix) || isPrincipal(m_settings.authType))
        return {};
    const QString name = connectionId.sliced(profilePrefix.size());
    const auto profile = m_profiles.profile(name);
    const bool isInFile = m_profiles.profileInFile(name).has_value();
    if (!profile || !usesSession(*profile, m_settings) || !oci::isProfileName(name) ||
        !(isInFile || m_profiles.isKept(name)))
        return {};
    return core::SignInDetails{.profile = name,
                               .region = profile->region.isEmpty() ? suggestion().region
                                                                   : profile->region,
                               .addToConfig = isInFile};
}

core::SignIn::Standing SignInService::standing(const QString &profile) const
{
    if (!oci::isProfileName(profile))
        return Standing::Unfit;
    const auto known = m_profiles.profileInFile(profile);
    if (!known)
        return Standing::New;
    if (!known->securityTokenFile.isEmpty())
        return Standing::Session;
    const bool isUsed = !known->keyFile.isEmpty() || known->hasKeyContent ||
                        !known->authenticationType.isEmpty();
    return isUsed ? Standing::Taken : Standing::New;
}

QStringList SignInService::regions() const
{
    return m_profiles.regionsWithModels();
}

Result<oci::SignInSettings> SignInService::settingsFor(const core::SignInDetails &details)
{
    switch (standing(details.profile)) {
    case Standing::New:
    case Standing::Session:
        break;
    case Standing::Unfit:
        return std::unexpected(oci::notAProfileName(details.profile));
    case Standing::Taken:
        return std::unexpected(
                Error{.code = ErrorCode::InvalidRequest,
                      .message = tr("The profile %1 signs in in another way, which stays as it is. "
                                    "Choose another name.")
                                         .arg(details.profile)});
    }
    auto regions = m_profiles.regionTable();
    const auto region = regions.resolve(details.region);
    if (!region)
        return std::unexpected(region.error());
    m_region = region->identifier;
    const oci::Endpoints endpoints(std::move(regions), m_settings.endpointTemplate);
    return endpoints.base(oci::Service::Login, m_region).transform([&](const QUrl &base) {
        return oci::SignInSettings{
                .loginBase = base, .tenancy = details.tenancy.trimmed(), .port = m_places.port};
    });
}

void SignInService::start(const core::SignInDetails &details)
{
    m_signIn.reset();
    m_details = details;
    const auto settings = settingsFor(details);
    if (!settings) {
        fail(settings.error());
        return;
    }
    m_signIn = std::make_unique<oci::BrowserSignIn>(*settings, m_browser, m_pool);
    connect(m_signIn.get(), &oci::BrowserSignIn::waiting, this,
            [this](const QUrl &page, bool opened) {
                m_page = page;
                m_isBrowserOpen = opened;
                setState(State::Waiting);
            });
    connect(m_signIn.get(), &oci::BrowserSignIn::finished, this, &SignInService::onFinished);
    setState(State::Preparing);
    m_signIn->start();
}

void SignInService::openPage()
{
    if (m_state != State::Waiting)
        return;
    m_isBrowserOpen = m_browser.open(m_page);
    emit stateChanged();
}

void SignInService::cancel()
{
    m_signIn.reset();
    setState(State::Idle);
}

void SignInService::onFinished(const Result<oci::SessionPair> &session)
{
    m_signIn.release()->deleteLater(); // it is the one who calls
    const auto kept = session.and_then([this](const oci::SessionPair &pair) { return keep(pair); });
    if (!kept) {
        fail(kept.error());
        return;
    }
    setState(State::Done);
    emit signedIn(profilePrefix + m_details.profile);
}

Result<void> SignInService::keep(const oci::SessionPair &session)
{
    const auto profile =
            oci::keepSession(session, m_details.profile, m_region, m_places.sessionsFolder);
    if (!profile)
        return std::unexpected(profile.error());
    if (m_details.addToConfig)
        addToConfig(*profile);
    else
        m_profiles.keep(*profile);
    return {};
}

void SignInService::addToConfig(const oci::Profile &profile)
{
    const auto written =
            oci::writeProfile(m_places.configFile, profile.name, oci::entriesOf(profile));
    if (written) {
        m_profiles.forget(profile.name);
        return;
    }
    // The session is good all the same.
    m_profiles.keep(profile);
    emit noticed(tr("You are signed in, but the profile lasts for this run only: %1")
                         .arg(written.error().message));
}

void SignInService::fail(const Error &error)
{
    m_failure = error;
    setState(State::Failed);
}

void SignInService::setState(State state)
{
    m_state = state;
    emit stateChanged();
}

} // namespace app
