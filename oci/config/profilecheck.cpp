// SPDX-License-Identifier: MIT
#include "oci/config/profilecheck.h"

#include "core/ascii.h"
#include "oci/config/signincommand.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

//! A key that must be there and fit `isGood`.
struct Requirement {
    QString key;
    QString value;
    QString howToMend;
    bool isGood = true;
};

bool isOfOcid(QChar c)
{
    return core::ascii::isLetterOrDigit(c) || c == u'-' || c == u'_';
}

bool isFingerprint(const QString &text)
{
    const QList<QStringView> pairs = QStringView(text).split(u':');
    return pairs.size() == 16 && std::ranges::all_of(pairs, [](QStringView pair) {
               return pair.size() == 2 && std::ranges::all_of(pair, core::ascii::isHexadecimal);
           });
}

Result<void> check(const Profile &profile, const QList<Requirement> &requirements)
{
    for (const Requirement &required : requirements) {
        if (!required.value.isEmpty() && required.isGood)
            continue;
        const QString problem = required.value.isEmpty()
                                        ? u"has no '%1'"_s.arg(required.key)
                                        : u"has a '%1' that is none"_s.arg(required.key);
        return std::unexpected(
                Error{.code = ErrorCode::Unauthorized,
                      .message = u"Profile [%1] of the OCI configuration file %2: %3"_s.arg(
                              profile.name, problem, required.howToMend),
                      .param = required.key});
    }
    return {};
}

Requirement tenancy(const Profile &profile)
{
    return {u"tenancy"_s, profile.tenancy,
            u"set it to the OCID of the tenancy, which begins with ocid1.tenancy."_s,
            isOcid(profile.tenancy)};
}

Requirement region(const Profile &profile)
{
    return {u"region"_s, profile.region,
            u"set it, or OCI_REGION, to a region such as us-chicago-1"_s};
}

Requirement keyFile(const Profile &profile)
{
    const bool isQuoted = profile.keyFile.startsWith(u'"') || profile.keyFile.startsWith(u'\'');
    return {u"key_file"_s, profile.hasKeyContent ? u"key_content"_s : profile.keyFile,
            isQuoted ? u"take the quotes away, they are part of the path"_s
                     : u"set it to the path of the private key in PEM format"_s,
            profile.hasKeyContent || !isQuoted};
}

} // namespace

bool isOcid(const QString &text)
{
    qsizetype separators = 0;
    for (const QChar c : text) {
        if (c == u'.' || c == u':')
            ++separators;
        else if (!isOfOcid(c))
            return false;
    }
    return text.size() <= 255 && separators >= 4 && isOfOcid(text.front()) && isOfOcid(text.back());
}

Result<void> checkForApiKey(const Profile &profile)
{
    return check(profile, {tenancy(profile),
                           {u"user"_s, profile.user,
                            u"set it to the OCID of the user, which begins with ocid1.user."_s,
                            isOcid(profile.user)},
                           {u"fingerprint"_s, profile.fingerprint,
                            u"set it to the fingerprint that the console shows beside the API key, "
                            "16 pairs of hexadecimal digits with colons between them"_s,
                            isFingerprint(profile.fingerprint)},
                           keyFile(profile),
                           region(profile)});
}

Result<void> checkForSessionToken(const Profile &profile)
{
    return check(profile, {tenancy(profile),
                           keyFile(profile),
                           {u"security_token_file"_s, profile.securityTokenFile,
                            u"sign in with '%1'"_s.arg(signInCommand(profile.name))},
                           region(profile)});
}

QString fingerprintWarning(const Profile &profile, QByteArrayView ofKey)
{
    if (profile.fingerprint.isEmpty() ||
        profile.fingerprint.compare(QLatin1StringView(ofKey), Qt::CaseInsensitive) == 0)
        return {};
    return u"Profile [%1] has the fingerprint %2, but its key file holds the key %3. That of the "
           u"key "
           "is used; correct 'fingerprint' or 'key_file' if the service refuses it."_s.arg(
                   profile.name, profile.fingerprint, QLatin1StringView(ofKey));
}

} // namespace oci
