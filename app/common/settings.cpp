// SPDX-License-Identifier: MIT
#include "app/common/settings.h"

#include "app/common/filelimit.h"

#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Result;
using gateway::ListenAddress;

namespace app {

namespace {

QList<ListenAddress> loopback(quint16 port)
{
    // Node and others resolve localhost to ::1 first, so both families are served.
    return {{.address = QHostAddress(QHostAddress::LocalHost), .port = port, .optional = true},
            {.address = QHostAddress(QHostAddress::LocalHostIPv6), .port = port, .optional = true}};
}

} // namespace

Result<QList<ListenAddress>> readListenAddress(const QString &text, const QString &source)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool isPort = false;
    const uint port = colon < 0 ? 0 : QStringView(text).sliced(colon + 1).toUInt(&isPort);
    if (!isPort || port > 65535)
        return unusable(
                u"%1: '%2' is no address with a port, such as 127.0.0.1:8088"_s.arg(source, text));

    QString host = text.first(colon);
    if (host.isEmpty() || host.compare("localhost"_L1, Qt::CaseInsensitive) == 0)
        return loopback(quint16(port));
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    const QHostAddress address(host);
    if (address.isNull())
        return unusable(
                u"%1: '%2' is no IP address; IPv6 goes in brackets, such as [::1]:8088"_s.arg(
                        source, host));
    return QList<ListenAddress>{{.address = address, .port = quint16(port)}};
}

Result<QList<ListenAddress>> readOllamaListen(const QString &text, const QString &source)
{
    auto addresses = readListenAddress(text, source);
    if (addresses && !std::ranges::all_of(*addresses, [](const auto &each) {
            return each.address.isLoopback();
        })) {
        return unusable(
                u"%1: '%2' is not a loopback address such as 127.0.0.1:11434; clients need no key "
                "there, so it is for this computer only"_s.arg(source, text));
    }
    return addresses;
}

Result<LogLevel> readLogLevel(const QString &text, const QString &source)
{
    if (text == "debug"_L1)
        return LogLevel::Debug;
    if (text == "info"_L1)
        return LogLevel::Info;
    if (text == "warning"_L1)
        return LogLevel::Warning;
    if (text == "error"_L1)
        return LogLevel::Error;
    return unusable(u"%1: '%2' is not debug, info, warning or error"_s.arg(source, text));
}

Result<LogFormat> readLogFormat(const QString &text, const QString &source)
{
    if (text == "text"_L1)
        return LogFormat::Text;
    if (text == "json"_L1)
        return LogFormat::Json;
    return unusable(u"%1: '%2' is neither text nor json"_s.arg(source, text));
}

bool isPrincipal(AuthType type)
{
    switch (type) {
    case AuthType::InstancePrincipal:
    case AuthType::ResourcePrincipal:
    case AuthType::OkeWorkloadIdentity:
    case AuthType::DelegationToken:
        return true;
    case AuthType::FromProfile:
    case AuthType::ApiKey:
    case AuthType::SecurityToken:
    case AuthType::GenAiApiKey:
        return false;
    }
    Q_UNREACHABLE_RETURN(false);
}

Result<AuthType> readAuthType(const QString &text, const QString &source)
{
    static const QHash<QString, AuthType> types{
            {u"API_KEY"_s, AuthType::ApiKey},
            {u"SECURITY_TOKEN"_s, AuthType::SecurityToken},
            {u"GENAI_API_KEY"_s, AuthType::GenAiApiKey},
            {u"INSTANCE_PRINCIPAL"_s, AuthType::InstancePrincipal},
            {u"RESOURCE_PRINCIPAL"_s, AuthType::ResourcePrincipal},
            {u"OKE_WORKLOAD_IDENTITY"_s, AuthType::OkeWorkloadIdentity},
            {u"DELEGATION_TOKEN"_s, AuthType::DelegationToken},
            {u"INSTANCE_OBO_USER"_s, AuthType::DelegationToken}, // the OCI CLI's word for it
    };
    const auto found = types.constFind(text.trimmed().toUpper());
    if (found != types.cend())
        return *found;
    return unusable(u"%1: '%2' is no way to sign in; use API_KEY, SECURITY_TOKEN, GENAI_API_KEY, "
                    "INSTANCE_PRINCIPAL, RESOURCE_PRINCIPAL, OKE_WORKLOAD_IDENTITY or "
                    "DELEGATION_TOKEN"_s.arg(source, text));
}

Result<QByteArray> readRoutePrefix(const QString &text, const QString &source)
{
    QByteArray prefix = text.toUtf8();
    while (prefix.endsWith('/'))
        prefix.chop(1);
    if (!prefix.isEmpty() && !prefix.startsWith('/'))
        prefix.prepend('/');
    for (const char c : std::as_const(prefix)) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '_' || c == '.';
        if (!fits)
            return unusable(u"%1: '%2' is no path such as /v1"_s.arg(source, text));
    }
    return prefix;
}

gateway::Settings gatewaySettings(const Settings &settings, QList<core::ClientKey> keys)
{
    gateway::Settings result;
    result.inherited = settings.inherited;
    const bool byDefault = settings.listen.isEmpty() && settings.inherited.isEmpty();
    result.listen = byDefault ? loopback(settings.port) : settings.listen;
    result.socketPath = settings.socketPath;
    result.routePrefix = settings.routePrefix;
    result.allowedHosts = settings.allowedHosts;
    // An address that was named is a name to be called by; "any address" is not.
    for (const ListenAddress &listen : std::as_const(result.listen)) {
        if (listen.address != QHostAddress::AnyIPv4 && listen.address != QHostAddress::AnyIPv6 &&
            listen.address != QHostAddress::Any && !listen.address.isLoopback())
            result.allowedHosts.append(listen.address.toString());
    }
    if (settings.cors)
        result.corsOrigins = settings.corsOrigins;
    result.ownedBy = settings.authType == AuthType::GenAiApiKey ? "oracle" : "oci";
    result.clientKeys = std::move(keys);
    result.openListen = settings.ollamaListen;
    result.tls = settings.tls;
    result.stateless = settings.stateless;
    result.embedTruncate = settings.embedTruncate;
    result.limits.body = settings.bodyLimit;
    result.kept.after = std::chrono::minutes(settings.keepStreamsMinutes);
    result.accessLog = settings.accessLog;
    result.limits.connections = std::min(result.limits.connections, clientsWithin(fileLimit()));
    return result;
}

} // namespace app
