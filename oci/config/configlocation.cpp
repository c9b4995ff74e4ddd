// SPDX-License-Identifier: MIT
#include "oci/config/configlocation.h"

#include "oci/config/configfile.h"

#include <QFileInfo>

#include <initializer_list>
#include <utility>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

//! Name and value of the first variable that is set.
std::pair<QString, QString> firstSet(const QProcessEnvironment &environment,
                                     std::initializer_list<QLatin1StringView> names)
{
    for (const auto name : names) {
        if (const QString value = environment.value(name); !value.isEmpty())
            return {name, value};
    }
    return {};
}

} // namespace

Result<ConfigLocation> configLocation(const QProcessEnvironment &environment,
                                      const QString &homeFolder, const FileExists &exists)
{
    ConfigLocation location;
    std::tie(location.profileNamedBy, location.profile) = firstSet(
            environment, {"OCI_CONFIG_PROFILE"_L1, "OCI_CONFIG_FILE_KEY"_L1, "OCI_CLI_PROFILE"_L1});
    if (location.profile.isEmpty())
        location.profile = u"DEFAULT"_s;

    std::tie(location.fileNamedBy, location.file) =
            firstSet(environment, {"OCI_CONFIG_FILE"_L1, "OCI_CLI_CONFIG_FILE"_L1});
    if (!location.file.isEmpty()) {
        location.file = expandedPath(location.file, homeFolder);
        if (exists(location.file))
            return location;
        return std::unexpected(Error{
                .code = ErrorCode::NotFound,
                .message = u"%1 names the OCI configuration file %2, which does not exist; correct "
                           "the variable or unset it"_s.arg(location.fileNamedBy, location.file)});
    }

    for (const auto path : {"/.oci/config"_L1, "/.oraclebmc/config"_L1}) {
        if (exists(homeFolder + path)) {
            location.file = homeFolder + path;
            break;
        }
    }
    return location;
}

Result<ConfigLocation> configLocation(const QProcessEnvironment &environment,
                                      const QString &homeFolder)
{
    return configLocation(environment, homeFolder,
                          [](const QString &path) { return QFileInfo(path).isFile(); });
}

} // namespace oci
