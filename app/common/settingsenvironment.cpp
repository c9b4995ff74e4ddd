// SPDX-License-Identifier: MIT
#include "app/common/settingsenvironment.h"

#include "app/common/bearerbase.h"
#include "app/common/routingsettings.h"
#include "core/ascii.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

using Environment = QProcessEnvironment;

//! The first of the names that is set to something.
QString first(const Environment &environment, std::initializer_list<QString> names)
{
    for (const QString &name : names) {
        if (const QString value = environment.value(name).trimmed(); !value.isEmpty())
            return value;
    }
    return {};
}

QStringList list(const QString &text)
{
    QStringList items;
    for (const QString &item : text.split(u',', Qt::SkipEmptyParts)) {
        if (const QString trimmed = item.trimmed(); !trimmed.isEmpty())
            items.append(trimmed);
    }
    return items;
}

std::shared_ptr<const core::Secret> secret(const QString &text)
{
    return std::make_shared<const core::Secret>(core::Secret::take(text.toUtf8()));
}

Result<bool> readFlag(const QString &text, const QString &source)
{
    const QString value = text.toLower();
    if (value == "true"_L1 || value == "1"_L1 || value == "yes"_L1 || value == "on"_L1)
        return true;
    if (value == "false"_L1 || value == "0"_L1 || value == "no"_L1 || value == "off"_L1)
        return false;
    return unusable(u"%1: '%2' is neither true nor false"_s.arg(source, text));
}

Result<void> readGateway(const Environment &environment, Settings &settings)
{
    if (const QString port = environment.value(u"PORT"_s); !port.isEmpty()) {
        bool fits = false;
        settings.port = port.toUShort(&fits);
        if (!fits)
            return unusable(u"PORT: '%1' is no port number"_s.arg(port));
        settings.listen.clear();
    }
    const QStringList addresses = list(environment.value(u"GATEHOUSE_LISTEN"_s));
    if (!addresses.isEmpty())
        settings.listen.clear();
    for (const QString &text : addresses) {
        auto parsed = readListenAddress(text, u"GATEHOUSE_LISTEN"_s);
        if (!parsed)
            return std::unexpected(parsed.error());
        settings.listen += *parsed;
    }
    if (environment.contains(u"API_ROUTE_PREFIX"_s)) {
        const auto prefix =
                readRoutePrefix(environment.value(u"API_ROUTE_PREFIX"_s), u"API_ROUTE_PREFIX"_s);
        if (!prefix)
            return std::unexpected(prefix.error());
        settings.routePrefix = *prefix;
    }
    settings.allowedHosts += list(environment.value(u"GATEHOUSE_ALLOWED_HOSTS"_s));

    const QString origins = environment.value(u"CORS_ORIGINS"_s);
    if (!origins.isEmpty())
        settings.corsOrigins = list(origins);
    if (const QString flag = environment.value(u"ENABLE_CORS"_s); !flag.isEmpty()) {
        const auto enabled = readFlag(flag, u"ENABLE_CORS"_s);
        if (!enabled)
            return std::unexpected(enabled.error());
        settings.cors = *enabled;
    } else if (!origins.isEmpty()) {
        settings.cors = true;
    }

    if (const QString flag = environment.value(u"GATEHOUSE_ACCESS_LOG"_s); !flag.isEmpty()) {
        const auto enabled = readFlag(flag, u"GATEHOUSE_ACCESS_LOG"_s);
        if (!enabled)
            return std::unexpected(enabled.error());
        settings.accessLog = *enabled;
    }

    std::vector<std::shared_ptr<const core::Secret>> keys;
    for (const auto *name : {u"GATEHOUSE_API_KEY", u"DEFAULT_API_KEYS", u"LITELLM_MASTER_KEY"}) {
        for (const QString &key : list(environment.value(QString::fromUtf16(name))))
            keys.push_back(secret(key));
    }
    if (!keys.empty())
        settings.clientKeys = std::move(keys);
    return {};
}

//! "US" of ORACLE_US_API_KEY, empty of ORACLE_API_KEY, nothing of another name.
std::optional<QString> wordOfKeyName(const QString &name)
{
    constexpr auto begin = "ORACLE_"_L1;
    constexpr auto end = "_API_KEY"_L1;
    if (name == "ORACLE_API_KEY"_L1)
        return QString();
    if (!name.startsWith(begin) || !name.endsWith(end) || name.size() <= begin.size() + end.size())
        return std::nullopt;
    const QString word = name.sliced(begin.size()).chopped(end.size());
    const bool isWord = std::ranges::all_of(word, [](QChar c) {
        return core::ascii::isUpper(c) || core::ascii::isDigit(c) || c == u'_';
    });
    return isWord ? std::optional(word) : std::nullopt;
}

// ORACLE_BASE_URL, ORACLE_API_KEY, ORACLE_MODELS and sets with a word in between, such as
// ORACLE_US_BASE_URL, each a connection.
Result<void> readBearerConnections(const Environment &environment, Settings &settings)
{
    QStringList names = environment.keys();
    names.sort();
    for (const QString &name : std::as_const(names)) {
        const auto word = wordOfKeyName(name);
        const QString key = environment.value(name).trimmed();
        if (!word || key.isEmpty())
            continue;
        const QString prefix = word->isEmpty() ? u"ORACLE_"_s : u"ORACLE_%1_"_s.arg(*word);
        const QString base = environment.value(prefix + u"BASE_URL"_s).trimmed();
        if (base.isEmpty())
            return unusable(
                    u"%1 is set but %2BASE_URL is not: it says where the key is valid"_s.arg(
                            name, prefix));
        const auto url = readBearerBase(base, prefix + u"BASE_URL"_s);
        if (!url)
            return std::unexpected(url.error());
        settings.bearerConnections.append(
                {.name = word->isEmpty() ? u"oracle"_s : word->toLower(),
                 .baseUrl = *url,
                 .key = secret(key),
                 .models = list(environment.value(prefix + u"MODELS"_s))});
    }
    return {};
}

//! They come before those of the file.
Result<void> readRoutes(const Environment &environment, Settings &settings)
{
    const QString source = u"GATEHOUSE_ROUTES"_s;
    oci::RouteOverrides routes;
    for (const QString &item : list(environment.value(source))) {
        const qsizetype equals = item.lastIndexOf(u'=');
        if (equals < 0)
            return unusable(u"%1: '%2' is not of the form MODEL=TRANSPORT"_s.arg(source, item));
        auto route = oci::readRouteOverride(item.first(equals), item.sliced(equals + 1), source);
        if (!route)
            return std::unexpected(route.error());
        routes.append(*std::move(route));
    }
    settings.routes = routes + settings.routes;
    return {};
}

} // namespace

Result<void> applyEnvironment(const Environment &environment, Settings &settings)
{
    if (const auto gateway = readGateway(environment, settings); !gateway)
        return gateway;
    if (const auto bearer = readBearerConnections(environment, settings); !bearer)
        return bearer;
    if (const auto routes = readRoutes(environment, settings); !routes)
        return routes;
    if (const auto routing = applyRoutingEnvironment(environment, settings); !routing)
        return routing;

    for (const QString &name : {u"AUTH_TYPE"_s, u"OCI_CLI_AUTH"_s}) {
        const QString type = environment.value(name).trimmed();
        if (type.isEmpty())
            continue;
        const auto authType = readAuthType(type, name);
        if (!authType)
            return std::unexpected(authType.error());
        settings.authType = *authType;
        break;
    }
    const auto take = [&environment](QString &to, std::initializer_list<QString> names) {
        if (const QString value = first(environment, names); !value.isEmpty())
            to = value;
    };
    take(settings.region, {u"OCI_REGION"_s, u"OCI_CLI_REGION"_s});
    take(settings.compartment, {u"OCI_COMPARTMENT"_s, u"OCI_COMPARTMENT_ID"_s});
    take(settings.project, {u"OCI_GENAI_PROJECT"_s});
    take(settings.endpointTemplate, {u"GATEHOUSE_OCI_ENDPOINT"_s});
    take(settings.inferenceEndpoint, {u"GATEHOUSE_OCI_ENDPOINT_INFERENCE"_s});
    take(settings.metadataEndpoint, {u"GATEHOUSE_IMDS_ENDPOINT"_s, u"OCI_METADATA_BASE_URL"_s});
    take(settings.caBundle, {u"OCI_CLI_CERT_BUNDLE"_s, u"REQUESTS_CA_BUNDLE"_s});
    return {};
}

} // namespace app
