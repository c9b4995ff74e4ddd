// SPDX-License-Identifier: MIT
#include "app/common/settingsloader.h"

#include "app/common/settingsenvironment.h"
#include "app/common/settingsfile.h"
#include "app/common/tlsfiles.h"
#include "oci/config/endpoints.h"
#include "oci/config/privatefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

constexpr qint64 largestConfigFile = 1024 * 1024;

QString defaultConfigFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           u"/gatehouse/gatehouse.json"_s;
}

QString defaultDataDir()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/gatehouse"_s;
}

Result<void> readFile(const QString &fileName, Settings &settings)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return unusable(
                u"Cannot read the configuration file %1: %2"_s.arg(fileName, file.errorString()));
    if (file.size() > largestConfigFile)
        return unusable(u"The configuration file %1 is larger than 1 MB"_s.arg(fileName));
    return applySettingsFile(file.readAll(), fileName, settings);
}

Result<void> checkEndpoints(const Settings &settings)
{
    if (settings.endpointTemplate.isEmpty() && settings.inferenceEndpoint.isEmpty())
        return {};
    const oci::Endpoints endpoints(settings.endpointTemplate, settings.inferenceEndpoint);
    const QString anyRegion = u"us-chicago-1"_s;
    for (const auto service : {oci::Service::Inference, oci::Service::Management}) {
        if (const auto base = endpoints.base(service, anyRegion); !base)
            return unusable(base.error().message);
    }
    return {};
}

//! What would otherwise fail with the first request only.
Result<void> check(const Settings &settings)
{
    if (const auto checked = checkEndpoints(settings); !checked)
        return checked;
    if (!settings.caBundle.isEmpty() && QSslCertificate::fromPath(settings.caBundle).isEmpty()) {
        return unusable(
                u"The CA bundle %1 holds no certificate that can be read"_s.arg(settings.caBundle));
    }
    return {};
}

Result<void> readTls(Settings &settings)
{
    if (settings.tlsCertificate.isEmpty() && settings.tlsKey.isEmpty())
        return {};
    const auto files = readTlsFiles(settings.tlsCertificate, settings.tlsKey);
    if (!files)
        return std::unexpected(files.error());
    settings.tls = files->configuration;
    settings.warnings += files->warnings;
    return {};
}

} // namespace

Result<Settings> loadSettings(const CommandLine &commandLine,
                              const QProcessEnvironment &environment)
{
    Settings settings;
    const QString file =
            commandLine.configFile.isEmpty() ? defaultConfigFile() : commandLine.configFile;
    if (!commandLine.configFile.isEmpty() || QFileInfo::exists(file)) {
        if (const auto read = readFile(file, settings); !read)
            return std::unexpected(read.error());
    }
    if (const auto applied = applyEnvironment(environment, settings); !applied)
        return std::unexpected(applied.error());
    applyCommandLine(commandLine, settings);
    if (settings.dataDir.isEmpty())
        settings.dataDir = defaultDataDir();
    settings.dataDir = QDir::cleanPath(QDir().absoluteFilePath(settings.dataDir));
    if (const auto checked = check(settings); !checked)
        return std::unexpected(checked.error());
    if (const auto read = readTls(settings); !read)
        return std::unexpected(read.error());
    return settings;
}

Result<void> makePrivateFolder(const QString &path)
{
    if (oci::makePrivateFolder(path))
        return {};
    return unusable(u"Cannot make the folder %1; --data-dir names another"_s.arg(path));
}

} // namespace app
