// SPDX-License-Identifier: MIT
#include "app/desktop/profilesource.h"

#include "oci/config/configlocation.h"
#include "oci/config/environmentprofile.h"
#include "oci/config/privatefile.h"

#include <QDir>

using namespace Qt::StringLiterals;
using core::ConnectionInfo;
using core::Result;

namespace app {

namespace {

constexpr auto idPrefix = "profile:"_L1;

} // namespace

ProfileSource::ProfileSource(const Settings &settings, QProcessEnvironment environment)
    : m_settings(settings)
    , m_environment(std::move(environment))
{
    reload();
}

void ProfileSource::reload()
{
    m_config.reset();
    m_problem.clear();
    m_warnings.clear();
    const auto location = oci::configLocation(m_environment, QDir::homePath());
    if (!location) {
        m_problem = location.error().message;
        return;
    }
    m_chosen = location->profile;
    if (location->file.isEmpty())
        return;
    const auto file = oci::readPrivateFile(location->file, oci::ConfigFile::maxSize, m_environment);
    if (!file) {
        m_problem = file.error().message;
        return;
    }
    if (!file->warning.isEmpty())
        m_warnings.append(file->warning);
    auto config = oci::ConfigFile::parse(file->bytes.reveal(), QDir::homePath());
    if (!config) {
        m_problem = u"%1: %2"_s.arg(location->file, config.error().message);
        return;
    }
    m_warnings += config->warnings();
    m_config = *std::move(config);
}

QList<ConnectionInfo> ProfileSource::connections() const
{
    QList<ConnectionInfo> list;
    if (!m_config)
        return list;
    for (const QString &name : m_config->profileNames()) {
        const auto found = profile(idPrefix + name);
        if (!found)
            continue;
        list.append({.id = idPrefix + name,
                     .name = name,
                     .region = m_settings.region.isEmpty() ? found->region : m_settings.region,
                     .detail = found->tenancy,
                     .problem = problemOf(*found, m_settings)});
    }
    return list;
}

QString ProfileSource::preferred() const
{
    const bool exists = m_config && m_config->profileNames().contains(m_chosen);
    return exists ? idPrefix + m_chosen : QString();
}

Result<oci::Profile> ProfileSource::profile(const QString &connectionId) const
{
    const QString name = connectionId.sliced(idPrefix.size());
    if (!m_config)
        return unusable(m_problem);
    // Variables speak of the profile that they chose, not of every profile in the list.
    return m_config->profile(name).transform([this, &name](const oci::Profile &found) {
        return name == m_chosen ? oci::withEnvironment(found, m_environment, QDir::homePath())
                                : found;
    });
}

Result<LoadedProfile> ProfileSource::load(const QString &connectionId,
                                          const core::Secret &passPhrase) const
{
    const auto found = profile(connectionId);
    if (!found)
        return std::unexpected(found.error());
    return loadProfile(*found, *m_config, passPhrase, found->name == m_chosen, m_settings,
                       m_environment);
}

QString ProfileSource::keyFileOf(const QString &connectionId) const
{
    const auto found = profile(connectionId);
    return found ? found->keyFile : QString();
}

} // namespace app
