// SPDX-License-Identifier: MIT
#include "oci/config/environmentprofile.h"

#include "oci/config/configfile.h"

#include <array>

using namespace Qt::StringLiterals;
using core::Secret;

namespace oci {

namespace {

struct Override {
    QLatin1StringView key;
    QString Profile::*field;
    std::array<QLatin1StringView, 2> variables;
};

constexpr std::array<Override, 7> overrides{{
        {"region"_L1, &Profile::region, {"OCI_REGION"_L1, "OCI_CLI_REGION"_L1}},
        {"tenancy"_L1, &Profile::tenancy, {"OCI_CLI_TENANCY"_L1, "OCI_TENANCY"_L1}},
        {"user"_L1, &Profile::user, {"OCI_CLI_USER"_L1, "OCI_USER"_L1}},
        {"fingerprint"_L1, &Profile::fingerprint, {"OCI_CLI_FINGERPRINT"_L1, "OCI_FINGERPRINT"_L1}},
        {"key_file"_L1, &Profile::keyFile, {"OCI_CLI_KEY_FILE"_L1, "OCI_KEY_FILE"_L1}},
        {"security_token_file"_L1,
         &Profile::securityTokenFile,
         {"OCI_CLI_SECURITY_TOKEN_FILE"_L1, {}}},
        {"delegation_token_file"_L1,
         &Profile::delegationTokenFile,
         {"OCI_CLI_DELEGATION_TOKEN_FILE"_L1, {}}},
}};

QString firstSet(const QProcessEnvironment &environment,
                 const std::array<QLatin1StringView, 2> &variables)
{
    for (const auto variable : variables) {
        if (const QString value = environment.value(variable).trimmed(); !value.isEmpty())
            return value;
    }
    return {};
}

Secret secretFrom(QString value)
{
    return Secret::take(std::move(value).toUtf8());
}

} // namespace

Profile withEnvironment(Profile profile, const QProcessEnvironment &environment,
                        const QString &homeFolder)
{
    for (const Override &override : overrides) {
        const QString value = firstSet(environment, override.variables);
        if (value.isEmpty())
            continue;
        profile.values[override.key] = value;
        profile.*override.field =
                override.key.endsWith("_file"_L1) ? expandedPath(value, homeFolder) : value;
        // A key that the environment names replaces the one that stands in the file.
        if (override.key == "key_file"_L1)
            profile.hasKeyContent = false;
    }
    profile.hasPassPhrase = profile.hasPassPhrase || !passPhraseOf(environment).isEmpty();
    profile.hasKeyContent = profile.hasKeyContent || !keyContentOf(environment).isEmpty();
    return profile;
}

Secret passPhraseOf(const QProcessEnvironment &environment)
{
    return secretFrom(environment.value(u"OCI_CLI_PASSPHRASE"_s));
}

Secret keyContentOf(const QProcessEnvironment &environment)
{
    return secretFrom(firstSet(environment, {"OCI_CLI_KEY_CONTENT"_L1, "OCI_KEY"_L1}));
}

} // namespace oci
