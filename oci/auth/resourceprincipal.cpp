// SPDX-License-Identifier: MIT
#include "oci/auth/resourceprincipal.h"

#include "oci/config/privatefile.h"

#include <QDateTime>
#include <QFileInfo>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;

namespace oci {

namespace {

constexpr auto tokenName = "OCI_RESOURCE_PRINCIPAL_RPST"_L1;
constexpr auto keyName = "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"_L1;
constexpr auto passphraseName = "OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM_PASSPHRASE"_L1;
constexpr auto regionName = "OCI_RESOURCE_PRINCIPAL_REGION"_L1;
constexpr auto versionName = "OCI_RESOURCE_PRINCIPAL_VERSION"_L1;
constexpr qsizetype maxSize = 64 * 1024;

using Shared = std::shared_ptr<const Secret>;

bool isPath(const Shared &value)
{
    return value && value->reveal().startsWith('/');
}

QString pathOf(const Shared &value)
{
    return isPath(value) ? QString::fromUtf8(value->reveal()) : QString();
}

//! The text itself, or that of the file which it names.
Result<Secret> textOf(const Shared &value, QLatin1StringView name)
{
    if (!value)
        return Secret();
    if (!isPath(value))
        return value->clone();
    // Its mode is the platform's affair.
    auto file = readPrivateFile(pathOf(value), maxSize, QProcessEnvironment());
    if (!file) {
        return std::unexpected(Error{.code = ErrorCode::Unauthorized,
                                     .message = u"%1: %2"_s.arg(name, file.error().message),
                                     .reason = u"resource_principal_file"_s});
    }
    return std::move(file->bytes);
}

std::unexpected<Error> unusable(const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::InvalidRequest, .message = message});
}

} // namespace

Result<ResourceSettings> resourceSettings(const QProcessEnvironment &environment)
{
    const QString version = environment.value(versionName).trimmed();
    if (version.isEmpty())
        return unusable(u"%1 is not set: this does not run as a resource of OCI that has a "
                        "principal, such as a function or a job"_s.arg(versionName));
    if (version != "2.2"_L1) {
        return unusable(
                u"%1: version '%2' of resource principals is not supported; 2.2 and 1.1 are"_s.arg(
                        versionName, version.left(20)));
    }
    const auto secret = [&environment](QLatin1StringView name) -> Shared {
        const QString value = environment.value(name).trimmed();
        return value.isEmpty() ? nullptr : std::make_shared<const Secret>(value.toUtf8());
    };
    ResourceSettings settings{.token = secret(tokenName),
                              .key = secret(keyName),
                              .passphrase = secret(passphraseName),
                              .region = environment.value(regionName).trimmed().toLower()};
    if (!settings.token)
        return unusable(u"%1 is not set; it holds the token or its path"_s.arg(tokenName));
    if (!settings.key)
        return unusable(u"%1 is not set; it holds the private key or its path"_s.arg(keyName));
    if (settings.region.isEmpty())
        return unusable(u"%1 is not set; it names the region"_s.arg(regionName));
    return settings;
}

ResourcePrincipal::ResourcePrincipal(ResourceSettings settings)
    : m_settings(std::move(settings)) { }

QFuture<Result<PrincipalCredential>> ResourcePrincipal::fetch()
{
    // Token and key are two files: if they change while they are read, once more.
    Result<PrincipalCredential> credential = std::unexpected(Error{});
    for (int tries = 0; tries < 3; ++tries) {
        m_stamp = stamp();
        credential = read();
        if (stamp() == m_stamp)
            break;
    }
    return QtFuture::makeReadyValueFuture(credential);
}

QFuture<Result<PrincipalFacts>> ResourcePrincipal::facts()
{
    return fetch().then(this, [this](const Result<PrincipalCredential> &credential) {
        return credential.transform([this](const PrincipalCredential &known) {
            return PrincipalFacts{.region = m_settings.region, .tenancy = known.claims.tenancy};
        });
    });
}

bool ResourcePrincipal::hasChanged() const
{
    return stamp() != m_stamp;
}

Result<PrincipalCredential> ResourcePrincipal::read() const
{
    const auto token = textOf(m_settings.token, tokenName);
    if (!token)
        return std::unexpected(token.error());
    const auto claims = readJwt(token->reveal());
    if (!claims) {
        const QString from = isPath(m_settings.token)
                                     ? u" (the file %1)"_s.arg(pathOf(m_settings.token))
                                     : QString();
        return std::unexpected(Error{
                .code = ErrorCode::Unauthorized,
                .message =
                        u"The token of the resource principal is not whole: %1%2 holds no "
                        "complete token. If its file is being written, try again in a moment"_s.arg(
                                tokenName, from),
                .reason = u"token_unreadable"_s});
    }
    const auto pem = textOf(m_settings.key, keyName);
    if (!pem)
        return std::unexpected(pem.error());
    const auto passphrase = textOf(m_settings.passphrase, passphraseName);
    if (!passphrase)
        return std::unexpected(passphrase.error());
    auto key = PrivateKey::fromPem(pem->reveal(), Secret(passphrase->reveal().trimmed()));
    if (!key) {
        return std::unexpected(Error{.code = ErrorCode::Unauthorized,
                                     .message = u"%1: %2"_s.arg(keyName, key.error().message),
                                     .reason = u"key_unreadable"_s});
    }
    QByteArray text = token->reveal().trimmed().toByteArray();
    if (text.startsWith("ST$"))
        text.slice(3);
    return PrincipalCredential{.token = text, .key = *std::move(key), .claims = *claims};
}

QByteArray ResourcePrincipal::stamp() const
{
    QByteArray all;
    for (const Shared &value : {m_settings.token, m_settings.key, m_settings.passphrase}) {
        if (!isPath(value))
            continue;
        const QFileInfo file(pathOf(value));
        all += QByteArray::number(file.size()) + '@' +
               QByteArray::number(file.lastModified(QTimeZone::UTC).toMSecsSinceEpoch()) + ' ';
    }
    return all;
}

QString ResourcePrincipal::name() const
{
    return u"this resource"_s;
}

QString ResourcePrincipal::advice() const
{
    return u"Its platform exchanges token and key from time to time, and there are no newer ones yet: start the function or job anew if that does not happen"_s;
}

} // namespace oci
