// SPDX-License-Identifier: MIT
#include "app/desktop/signingkeyservice.h"

#include "oci/auth/keyfiles.h"
#include "oci/config/profilecheck.h"
#include "oci/config/profilewriter.h"

#include <QDir>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <memory>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::SigningKey;
using core::SigningKeyDetails;

namespace app {

namespace {

std::unexpected<Error> unfit(const QString &param, const QString &message)
{
    return std::unexpected(
            Error{.code = ErrorCode::InvalidRequest, .message = message, .param = param});
}

//! A folder that is not there yet: one for each key, so that none is ever replaced.
QString freeFolder(const QString &parent, const QString &name)
{
    QString folder = QDir(parent).filePath(name);
    for (int number = 2; QFileInfo::exists(folder); ++number)
        folder = QDir(parent).filePath(u"%1-%2"_s.arg(name).arg(number));
    return folder;
}

} // namespace

SigningKeyService::Places SigningKeyService::Places::usual(const ProfileSource &profiles)
{
    const QDir home(QDir::home().filePath(u".oci"_s));
    const QString config = profiles.configFile();
    return {.configFile = config.isEmpty() ? home.filePath(u"config"_s) : config,
            .keysFolder = home.filePath(u"keys"_s)};
}

SigningKeyService::SigningKeyService(ProfileSource &profiles, const Settings &settings,
                                     Places places, QObject *parent)
    : SigningKeys(parent)
    , m_profiles(profiles)
    , m_settings(settings)
    , m_places(std::move(places))
{
    m_pool.setMaxThreadCount(1);
}

SigningKeyService::~SigningKeyService() = default;

SigningKeyDetails SigningKeyService::suggestion() const
{
    SigningKeyDetails details{.profile = u"GATEHOUSE"_s,
                              .region = m_settings.region.isEmpty() ? u"us-chicago-1"_s
                                                                    : m_settings.region};
    if (m_profiles.configFile().isEmpty())
        details.profile = u"DEFAULT"_s; // what other OCI tools take without being told
    const auto chosen = m_profiles.profile(m_profiles.chosenName());
    if (!chosen)
        return details;
    details.user = chosen->user;
    details.tenancy = chosen->tenancy;
    if (!chosen->region.isEmpty())
        details.region = chosen->region;
    return details;
}

core::SigningKeys::Standing SigningKeyService::standing(const QString &profile) const
{
    if (!oci::isProfileName(profile))
        return Standing::Unfit;
    const auto known = m_profiles.profileInFile(profile);
    if (!known)
        return Standing::New;
    const bool isOther = !known->securityTokenFile.isEmpty() || known->hasKeyContent ||
                         !known->authenticationType.isEmpty();
    if (isOther)
        return Standing::Taken;
    return known->keyFile.isEmpty() ? Standing::New : Standing::Key;
}

QStringList SigningKeyService::regions() const
{
    return m_profiles.regionsWithModels();
}

Result<oci::Profile> SigningKeyService::check(const SigningKeyDetails &details) const
{
    switch (standing(details.profile)) {
    case Standing::New:
    case Standing::Key:
        break;
    case Standing::Unfit:
        return unfit(u"profile"_s, oci::notAProfileName(details.profile).message);
    case Standing::Taken:
        return unfit(u"profile"_s, tr("The profile %1 signs in in another way, which stays as it "
                                      "is. Choose another name.")
                                           .arg(details.profile));
    }
    if (!details.user.startsWith("ocid1.user."_L1) || !oci::isOcid(details.user)) {
        return unfit(u"user"_s, tr("The OCID of a user begins with ocid1.user. The Console shows "
                                   "it under My profile."));
    }
    if (!details.tenancy.startsWith("ocid1.tenancy."_L1) || !oci::isOcid(details.tenancy)) {
        return unfit(u"tenancy"_s, tr("The OCID of a tenancy begins with ocid1.tenancy. The "
                                      "Console shows it under Tenancy in the profile menu."));
    }
    const auto region = m_profiles.regionTable().resolve(details.region);
    if (!region)
        return unfit(u"region"_s, region.error().message);
    return oci::Profile{.name = details.profile,
                        .user = details.user,
                        .tenancy = details.tenancy,
                        .region = region->identifier};
}

QFuture<Result<SigningKey>> SigningKeyService::make(SigningKeyDetails details)
{
    auto profile = check(details);
    if (!profile)
        return QtFuture::makeReadyValueFuture(Result<SigningKey>(std::unexpected(profile.error())));
    const auto passPhrase = std::make_shared<const core::Secret>(std::move(details.passPhrase));
    struct Made {
        oci::KeyFiles files;
        QByteArray publicPem;
    };
    const auto work = [passPhrase, parent = m_places.keysFolder, name = profile->name] {
        return oci::PrivateKey::generate().and_then([&](const oci::PrivateKey &key) {
            return oci::writeKeyFiles(key, freeFolder(parent, name), oci::ExistingKey::Refuse,
                                      *passPhrase)
                    .transform([&key](const oci::KeyFiles &files) {
                        return Made{.files = files, .publicPem = key.publicKeyPem()};
                    });
        });
    };
    return QtConcurrent::run(&m_pool, work)
            .then(this,
                  [this, passPhrase, profile = *std::move(profile)](
                          const Result<Made> &made) mutable -> Result<SigningKey> {
                      if (!made)
                          return std::unexpected(made.error());
                      profile.keyFile = made->files.privateKey;
                      profile.fingerprint = QString::fromLatin1(made->files.fingerprint);
                      m_made = profile;
                      m_passPhrase = passPhrase->clone();
                      return SigningKey{.profile = profile.name,
                                        .keyFile = profile.keyFile,
                                        .publicKey = QString::fromLatin1(made->publicPem),
                                        .fingerprint = profile.fingerprint};
                  });
}

void SigningKeyService::use(bool addToConfig)
{
    if (!m_made)
        return;
    const oci::Profile profile = *std::exchange(m_made, {});
    const auto written = addToConfig ? write(profile) : Result<void>();
    if (addToConfig && written) {
        m_profiles.forget(profile.name);
    } else {
        m_profiles.keep(profile);
        if (!written) {
            emit noticed(tr("The key is there, but its profile lasts for this run only: %1")
                                 .arg(written.error().message));
        }
    }
    emit made(profilePrefix + profile.name);
}

Result<void> SigningKeyService::write(const oci::Profile &profile) const
{
    oci::ProfileEntries entries{{u"user"_s, profile.user},
                                {u"fingerprint"_s, profile.fingerprint},
                                {u"key_file"_s, profile.keyFile},
                                {u"tenancy"_s, profile.tenancy},
                                {u"region"_s, profile.region}};
    // Others inherit from DEFAULT: what is there may be theirs, and what is inherited from there
    // must not make this profile one of sessions.
    const bool isDefault = profile.name == "DEFAULT"_L1;
    const auto inherited = m_profiles.profileInFile(u"DEFAULT"_s);
    if (!isDefault)
        entries.append({u"pass_phrase"_s, std::nullopt}); // of the old key
    if (!isDefault && inherited && !inherited->securityTokenFile.isEmpty())
        entries.append({u"security_token_file"_s, QString()});
    return oci::writeProfile(m_places.configFile, profile.name, entries);
}

} // namespace app
