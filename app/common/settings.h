// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/secret.h"
#include "gateway/gateway.h"
#include "gateway/routing/routingsettings.h"
#include "oci/inference/routetable.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <memory>
#include <vector>

namespace app {

//! How requests to OCI are let in.
enum class AuthType {
    FromProfile,
    ApiKey,
    SecurityToken,
    GenAiApiKey,
    InstancePrincipal,
    ResourcePrincipal,
    OkeWorkloadIdentity,
    DelegationToken, //!< an instance principal on behalf of a person
};

//! Whether it needs no profile, since the surroundings of the program say who it is.
[[nodiscard]] bool isPrincipal(AuthType type);

enum class LogFormat { Text, Json };
enum class LogLevel { Debug, Info, Warning, Error };

//! Whether configured models of bearer-key connections stand in for a list that cannot be had,
//! or are the only ones allowed.
enum class ModelListMode { Fallback, Allowlist };

//! A connection that presents a Generative AI API key (protocol reference, section 5).
struct BearerConnection {
    QString name;
    QUrl baseUrl; //!< ends in /openai/v1 or /20231130/actions/v1
    std::shared_ptr<const core::Secret> key;
    QStringList models;
};

//! Everything that a run can be told from outside, after command line, environment and file have
//! been put together (in this order of precedence). docs/configuration.md describes each.
struct Settings {
    // Gateway
    QList<gateway::ListenAddress> listen; //!< empty: the loopback addresses at `port`
    quint16 port = 8088;
    QList<qintptr> inherited; //!< sockets of the service manager; then `listen` has no default
    QString socketPath;
    QByteArray routePrefix = "/v1";
    QStringList allowedHosts;
    bool cors = false;
    QStringList corsOrigins;
    std::vector<std::shared_ptr<const core::Secret>> clientKeys; //!< empty: a key of our own
    qsizetype bodyLimit = gateway::Limits().body;
    QList<gateway::ListenAddress> ollamaListen; //!< loopback, for clients without a key
    QString tlsCertificate;                     //!< PEM file; empty: no TLS
    QString tlsKey;
    std::shared_ptr<const QSslConfiguration> tls; //!< of these two, once they are read
    std::chrono::seconds stopTimeout{30};         //!< for answers under way at the end
    int keepStreamsMinutes = 5;                   //!< after their end; 0: not at all

    // Files
    QString configFile; //!< given with --config; empty: the default one, if it exists
    QString dataDir;

    // OCI
    bool demo = false;
    AuthType authType = AuthType::FromProfile;
    QStringList profiles; //!< of the OCI configuration file, all at once; empty: the usual one
    QString region;
    QString compartment;
    QString project;
    QList<BearerConnection> bearerConnections;
    ModelListMode modelListMode = ModelListMode::Fallback;
    QString endpointTemplate;   //!< GATEHOUSE_OCI_ENDPOINT
    QString inferenceEndpoint;  //!< GATEHOUSE_OCI_ENDPOINT_INFERENCE
    QString metadataEndpoint;   //!< GATEHOUSE_IMDS_ENDPOINT
    oci::RouteOverrides routes; //!< how models are called, in the order of their precedence

    // Which model a name means
    gateway::routing::RoutingSettings routing; //!< but for `isAllowlist`: see `modelListMode`
    QString modelsFile;                        //!< of another gateway; empty: none
    core::Truncation embedTruncate = core::Truncation::End; //!< where a client does not say
    bool stateless = false; //!< nothing is served that needs memory of earlier calls

    // Network
    QString caBundle;

    // Log
    LogLevel logLevel = LogLevel::Info;
    LogFormat logFormat = LogFormat::Text;
    bool accessLog = false; //!< a line for each request at the level "info"

    QStringList warnings; //!< of reading all this
};

//! An error that ends a program with exit code 2; `message` says what to mend.
[[nodiscard]] inline std::unexpected<core::Error> unusable(const QString &message)
{
    return std::unexpected(
            core::Error{.code = core::ErrorCode::InvalidRequest, .message = message});
}

//! "127.0.0.1:8088", "[::1]:8088", "localhost:8088" (both loopback addresses), ":8088" (the same)
//! or "0.0.0.0:8088". `source` names where it was given, for the error.
[[nodiscard]] core::Result<QList<gateway::ListenAddress>> readListenAddress(const QString &text,
                                                                            const QString &source);
//! The same for clients without a key: loopback only.
[[nodiscard]] core::Result<QList<gateway::ListenAddress>> readOllamaListen(const QString &text,
                                                                           const QString &source);
[[nodiscard]] core::Result<LogLevel> readLogLevel(const QString &text, const QString &source);
[[nodiscard]] core::Result<LogFormat> readLogFormat(const QString &text, const QString &source);
[[nodiscard]] core::Result<AuthType> readAuthType(const QString &text, const QString &source);
[[nodiscard]] core::Result<QByteArray> readRoutePrefix(const QString &text, const QString &source);

//! What the gateway needs of it. `keys` are the keys to accept.
[[nodiscard]] gateway::Settings gatewaySettings(const Settings &settings,
                                                QList<core::ClientKey> keys);

} // namespace app
