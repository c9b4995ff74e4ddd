// SPDX-License-Identifier: MIT
#include "app/common/profilesource.h"

#include "app/common/principalspec.h"
#include "oci/auth/profilekey.h"
#include "oci/config/configlocation.h"
#include "oci/config/environmentprofile.h"
#include "oci/config/privatefile.h"
#include "oci/config/signincommand.h"

#include <QDir>

using namespace Qt::StringLiterals;
using core::ConnectionInfo;
using core::Result;

namespace app {

namespace {

QString nameOf(const QString &connectionId)
{
    return connectionId.sliced(profilePrefix.size());
}

} // namespace

ProfileSource::ProfileSource(const Settings &settings, const QProcessEnvironment &environment)
    : m_settings(settings)
    , m_environment(environment)
{
    reload();
}

void ProfileSource::reload()
{
    m_config = {};
    m_configFile.clear();
    m_chosen.clear();
    m_isNamed = false;
    m_isFromVariables = false;
    m_problem.reset();
    m_warnings.clear();
    if (!needsFile())
        return;
    const auto location = oci::configLocation(m_environment, QDir::homePath());
    if (!location) {
        m_problem = location.error();
        return;
    }
    m_configFile = location->file;
    if (location->file.isEmpty()) {
        const auto alone = oci::withEnvironment({}, m_environment, QDir::homePath());
        m_isFromVariables = m_settings.authType == AuthType::ApiKey ||
                            m_settings.authType == AuthType::SecurityToken || alone.hasKeyContent ||
                            !alone.keyFile.isEmpty() || !alone.securityTokenFile.isEmpty();
        m_chosen = m_isFromVariables ? u"environment"_s : QString();
        return;
    }
    auto config = readFile(location->file);
    if (!config) {
        m_problem = config.error();
        return;
    }
    m_chosen = location->profile;
    m_isNamed = !location->profileNamedBy.isEmpty();
    m_config = *std::move(config);
    m_warnings += m_config.warnings();
    if (!location->profileNamedBy.isEmpty() && !names().contains(m_chosen)) {
        m_warnings += u"%1 names the profile %2, which is not in %3."_s.arg(
                location->profileNamedBy, m_chosen, location->file);
    }
}

Result<oci::ConfigFile> ProfileSource::readFile(const QString &path)
{
    const auto file = oci::readPrivateFile(path, oci::ConfigFile::maxSize, m_environment);
    if (!file)
        return std::unexpected(file.error());
    if (!file->warning.isEmpty())
        m_warnings.append(file->warning);
    auto config = oci::ConfigFile::parse(file->bytes.reveal(), QDir::homePath());
    if (!config)
        config.error().message = u"%1: %2"_s.arg(path, config.error().message);
    return config;
}

bool ProfileSource::needsFile() const
{
    if (m_settings.authType == AuthType::DelegationToken)
        return m_environment.value(u"OCI_CLI_DELEGATION_TOKEN_FILE"_s).trimmed().isEmpty();
    return !isPrincipal(m_settings.authType);
}

QStringList ProfileSource::names() const
{
    QStringList names = m_isFromVariables ? QStringList{m_chosen} : m_config.profileNames();
    for (const QString &kept : m_kept.keys()) {
        if (!names.contains(kept))
            names += kept;
    }
    return names;
}

QList<ConnectionInfo> ProfileSource::connections() const
{
    if (isPrincipal(m_settings.authType))
        return {principalInfo(m_settings)};
    QList<ConnectionInfo> list;
    for (const QString &name : names()) {
        const auto found = profile(name);
        if (!found)
            continue;
        list.append({.id = profilePrefix + name,
                     .name = name,
                     .region = found->region,
                     .detail = found->tenancy,
                     .problem = problemOf(*found, m_settings)});
    }
    return list;
}

QString ProfileSource::chosen() const
{
    if (isPrincipal(m_settings.authType))
        return principalInfo(m_settings).id;
    return m_chosen.isEmpty() ? QString() : profilePrefix + m_chosen;
}

Result<oci::Profile> ProfileSource::profile(const QString &name) const
{
    if (const auto kept = m_kept.constFind(name); kept != m_kept.cend())
        return *kept;
    if (m_problem)
        return std::unexpected(*m_problem);
    auto found = m_isFromVariables ? Result<oci::Profile>(oci::Profile{.name = name})
                                   : m_config.profile(name);
    if (!found)
        return found;
    // Variables speak of the profile that they chose, not of every profile in the list.
    if (name == m_chosen)
        found = oci::withEnvironment(*std::move(found), m_environment, QDir::homePath());
    if (!m_settings.region.isEmpty())
        found->region = m_settings.region;
    return found;
}

Result<LoadedProfile> ProfileSource::load(const QString &connectionId,
                                          const core::Secret &passPhrase) const
{
    if (isPrincipal(m_settings.authType))
        return loadPrincipal();
    const auto found = profile(nameOf(connectionId));
    if (!found)
        return std::unexpected(found.error());
    if (const auto type = principalOf(*found, m_settings)) {
        return principalSpec(*type, m_settings, m_environment, *found);
    }
    if (const QString problem = problemOf(*found, m_settings); !problem.isEmpty()) {
        return std::unexpected(
                core::Error{.code = core::ErrorCode::Unauthorized,
                            .message = u"Profile %1: %2"_s.arg(found->name, problem)});
    }
    const bool isChosen = found->name == m_chosen && !m_kept.contains(found->name);
    const QProcessEnvironment ofKey = isChosen ? m_environment : QProcessEnvironment();
    auto key = oci::loadKey(*found, m_config, ofKey, passPhrase);
    if (!key) {
        core::Error error = key.error();
        if (error.reason.isEmpty() && usesSession(*found, m_settings)) {
            error.message += u". Sign in with '%1'."_s.arg(oci::signInCommand(found->name));
        }
        return std::unexpected(error);
    }
    auto loaded = specOf(*found, *std::move(key), m_settings, m_environment);
    if (loaded && usesSession(*found, m_settings)) {
        const auto given = std::make_shared<const core::Secret>(passPhrase.clone());
        const auto loadKey = [profile = *found, config = m_config, ofKey, given] {
            return oci::loadKey(profile, config, ofKey, *given)
                    .transform([](const oci::ProfileKey &read) { return read.key; });
        };
        addSession(*loaded, *found, loadKey, m_environment, QDateTime::currentDateTimeUtc());
    }
    return loaded;
}

Result<LoadedProfile> ProfileSource::loadPrincipal() const
{
    oci::Profile known;
    if (!m_chosen.isEmpty()) { // it may name the file of a delegation token
        const auto found = profile(m_chosen);
        if (!found)
            return std::unexpected(found.error());
        known = *found;
        known.name.clear();
    }
    return principalSpec(m_settings.authType, m_settings, m_environment, known);
}

oci::RegionTable ProfileSource::regionTable() const
{
    return oci::RegionTable::from(m_environment, QDir::homePath());
}

QStringList ProfileSource::regionsWithModels() const
{
    QStringList names;
    for (const oci::Region &region : regionTable().regions()) {
        if (region.offersGenerativeAi)
            names += region.identifier;
    }
    names.sort();
    return names;
}

QString ProfileSource::keyFileOf(const QString &connectionId) const
{
    const auto found = profile(nameOf(connectionId));
    return found && !found->hasKeyContent ? found->keyFile : QString();
}

} // namespace app
