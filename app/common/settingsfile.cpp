// SPDX-License-Identifier: MIT
#include "app/common/settingsfile.h"

#include "app/common/routingsettings.h"
#include "core/json/json.h"

#include <functional>
#include <map>

using namespace Qt::StringLiterals;
using boost::json::value;
using core::Result;

namespace app {

namespace {

using Reader = std::function<Result<void>(const value &, const QString &source, Settings &)>;

Result<QString> readText(const value &json, const QString &source)
{
    if (!json.is_string())
        return unusable(u"%1 must be a string"_s.arg(source));
    return core::json::text(json.get_string());
}

Result<QStringList> readTexts(const value &json, const QString &source)
{
    QStringList texts;
    if (!json.is_array())
        return unusable(u"%1 must be an array of strings"_s.arg(source));
    for (const value &item : json.get_array()) {
        if (!item.is_string())
            return unusable(u"%1 must be an array of strings"_s.arg(source));
        texts.append(core::json::text(item.get_string()));
    }
    return texts;
}

Reader text(QString Settings::*member)
{
    return [member](const value &json, const QString &source, Settings &settings) -> Result<void> {
        const auto read = readText(json, source);
        if (!read)
            return std::unexpected(read.error());
        settings.*member = *read;
        return {};
    };
}

Reader texts(QStringList Settings::*member)
{
    return [member](const value &json, const QString &source, Settings &settings) -> Result<void> {
        const auto read = readTexts(json, source);
        if (!read)
            return std::unexpected(read.error());
        settings.*member = *read;
        return {};
    };
}

Reader flag(bool Settings::*member)
{
    return [member](const value &json, const QString &source, Settings &settings) -> Result<void> {
        if (!json.is_bool())
            return unusable(u"%1 must be true or false"_s.arg(source));
        settings.*member = json.get_bool();
        return {};
    };
}

//! A string that `read` understands.
template<typename T>
Reader parsed(T Settings::*member, Result<T> (*read)(const QString &, const QString &))
{
    return [member, read](const value &json, const QString &source,
                          Settings &settings) -> Result<void> {
        auto result = readText(json, source).and_then([read, &source](const QString &string) {
            return read(string, source);
        });
        if (!result)
            return std::unexpected(result.error());
        settings.*member = *result;
        return {};
    };
}

Result<void> readListen(const value &json, const QString &source, Settings &settings)
{
    const auto addresses = readTexts(json, source);
    if (!addresses)
        return std::unexpected(addresses.error());
    for (const QString &address : *addresses) {
        const auto listen = readListenAddress(address, source);
        if (!listen)
            return std::unexpected(listen.error());
        settings.listen += *listen;
    }
    return {};
}

Result<void> readCorsOrigins(const value &json, const QString &source, Settings &settings)
{
    const auto origins = readTexts(json, source);
    if (!origins)
        return std::unexpected(origins.error());
    settings.corsOrigins = *origins;
    settings.cors = !origins->isEmpty();
    return {};
}

Result<void> readBodyLimit(const value &json, const QString &source, Settings &settings)
{
    constexpr qint64 most = 1024;
    if (!json.is_int64() || json.get_int64() < 1 || json.get_int64() > most)
        return unusable(
                u"%1 must be a whole number of megabytes from 1 to %2"_s.arg(source).arg(most));
    settings.bodyLimit = qsizetype(json.get_int64()) * 1024 * 1024;
    return {};
}

Result<void> readStopTimeout(const value &json, const QString &source, Settings &settings)
{
    constexpr qint64 most = 3600;
    if (!json.is_int64() || json.get_int64() < 0 || json.get_int64() > most)
        return unusable(
                u"%1 must be a whole number of seconds from 0 to %2"_s.arg(source).arg(most));
    settings.stopTimeout = std::chrono::seconds(json.get_int64());
    return {};
}

Result<void> readStreamTime(const value &json, const QString &source, Settings &settings)
{
    constexpr qint64 most = 60;
    if (!json.is_int64() || json.get_int64() < 0 || json.get_int64() > most)
        return unusable(
                u"%1 must be a whole number of minutes from 0 to %2"_s.arg(source).arg(most));
    settings.keepStreamsMinutes = int(json.get_int64());
    return {};
}

Result<void> readAccessLog(const value &json, const QString &source, Settings &settings)
{
    if (!json.is_bool())
        return unusable(u"%1 must be true or false"_s.arg(source));
    settings.accessLog = json.get_bool();
    return {};
}

Result<void> readRoutes(const value &json, const QString &source, Settings &settings)
{
    const auto *routes = json.if_object();
    if (!routes)
        return unusable(u"%1 must be an object of models and transports"_s.arg(source));
    for (const auto &member : *routes) {
        const QString pattern =
                QString::fromUtf8(std::string_view(member.key().data(), member.key().size()));
        auto route = readText(member.value(), u"%1: \"%2\""_s.arg(source, pattern))
                             .and_then([&](const QString &transport) {
                                 return oci::readRouteOverride(pattern, transport, source);
                             });
        if (!route)
            return std::unexpected(route.error());
        settings.routes.append(*std::move(route));
    }
    return {};
}

const std::map<std::string_view, Reader> &readers()
{
    static const std::map<std::string_view, Reader> all{
            {"listen", readListen},
            {"socket", text(&Settings::socketPath)},
            {"route_prefix", parsed(&Settings::routePrefix, readRoutePrefix)},
            {"allowed_hosts", texts(&Settings::allowedHosts)},
            {"cors_origins", readCorsOrigins},
            {"max_body_mb", readBodyLimit},
            {"ollama_listen", parsed(&Settings::ollamaListen, readOllamaListen)},
            {"tls_certificate", text(&Settings::tlsCertificate)},
            {"tls_key", text(&Settings::tlsKey)},
            {"stop_timeout", readStopTimeout},
            {"keep_streams_minutes", readStreamTime},
            {"access_log", readAccessLog},
            {"auth_type", parsed(&Settings::authType, readAuthType)},
            {"profiles", texts(&Settings::profiles)},
            {"region", text(&Settings::region)},
            {"compartment", text(&Settings::compartment)},
            {"project", text(&Settings::project)},
            {"oci_endpoint", text(&Settings::endpointTemplate)},
            {"oci_endpoint_inference", text(&Settings::inferenceEndpoint)},
            {"routes", readRoutes},
            {"aliases", readAliases},
            {"hide_models", readHiddenModels},
            {"models", readModelNames},
            {"models_mode", parsed(&Settings::modelListMode, readModelListMode)},
            {"models_file", text(&Settings::modelsFile)},
            {"embed_truncate", parsed(&Settings::embedTruncate, readTruncation)},
            {"stateless", flag(&Settings::stateless)},
            {"ca_bundle", text(&Settings::caBundle)},
            {"log_level", parsed(&Settings::logLevel, readLogLevel)},
            {"log_format", parsed(&Settings::logFormat, readLogFormat)},
    };
    return all;
}

} // namespace

Result<void> applySettingsFile(QByteArrayView json, const QString &fileName, Settings &settings)
{
    const auto file = core::json::parseObject(json);
    if (!file)
        return unusable(u"%1: %2"_s.arg(fileName, file.error().message));
    for (const auto &member : *file) {
        const std::string_view key(member.key().data(), member.key().size());
        const QString source = u"%1: \"%2\""_s.arg(fileName, QString::fromUtf8(key));
        const auto reader = readers().find(key);
        if (reader == readers().end()) {
            return unusable(
                    u"%1 is not a setting; docs/configuration.md lists those there are"_s.arg(
                            source));
        }
        if (const auto read = reader->second(member.value(), source, settings); !read)
            return read;
    }
    return {};
}

} // namespace app
