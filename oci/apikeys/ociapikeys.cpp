// SPDX-License-Identifier: MIT
#include "oci/apikeys/ociapikeys.h"

#include "core/json/json.h"
#include "oci/apikeys/apikeyreader.h"
#include "oci/discovery/listitems.h"
#include "oci/http/accessadvice.h"
#include "oci/http/answerfuture.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ApiKey;
using core::Error;
using core::ErrorCode;
using core::IssuedApiKey;
using core::Result;

namespace oci {

namespace {

constexpr auto keysPath = "/20231130/apikeys";

QByteArray pathOf(const QString &id, const char *action = "")
{
    return keysPath + ('/' + QUrl::toPercentEncoding(id)) + action;
}

//! 30 letters and digits, as Oracle's own clients send it (protocol reference, 2.4).
QByteArray newRetryToken()
{
    constexpr QByteArrayView signs(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    QByteArray token(30, Qt::Uninitialized);
    for (char &sign : token)
        sign = signs[QRandomGenerator::system()->bounded(int(signs.size()))];
    return token;
}

object detailsOf(const QString &secretName, const QDateTime &expires)
{
    object details{{"keyName", core::json::string(secretName)}};
    if (expires.isValid())
        details["timeExpiry"] = core::json::string(expires.toUTC().toString(Qt::ISODateWithMs));
    return details;
}

Result<OutgoingRequest> with(Result<OutgoingRequest> request, const object &body)
{
    return request.transform([&body](OutgoingRequest bare) {
        bare.headers.append(core::http::Header{"content-type", "application/json"});
        bare.body = core::json::serialize(body);
        return bare;
    });
}

Result<OutgoingRequest> sentOnce(Result<OutgoingRequest> request)
{
    return request.transform([](OutgoingRequest bare) {
        bare.headers.append(core::http::Header{"opc-retry-token", newRetryToken()});
        return bare;
    });
}

std::unexpected<Error> unreadable(const WholeReply &reply)
{
    return std::unexpected(
            Error{.code = ErrorCode::Protocol,
                  .message = u"OCI's answer holds no API key"_s,
                  .requestId = QString::fromLatin1(reply.head.header("opc-request-id"))});
}

Result<ApiKey> keyFrom(const WholeReply &reply, const object &json)
{
    auto key = readApiKey(json);
    if (!key)
        return unreadable(reply);
    key->version = QString::fromLatin1(reply.head.header("etag"));
    return *std::move(key);
}

Result<ApiKey> readWhole(const WholeReply &reply)
{
    // The parser's own words quote nothing of what it read.
    const auto json = core::json::parseObject(reply.body);
    return json ? keyFrom(reply, *json) : unreadable(reply);
}

} // namespace

OciApiKeys::OciApiKeys(SignedClient &client, ApiKeySettings settings)
    : m_client(client)
    , m_settings(std::move(settings))
{
}

QUrl OciApiKeys::openAiBase() const
{
    return m_settings.endpoints.base(Service::Inference, m_settings.region)
            .transform([](const QUrl &base) { return joined(base, "/openai/v1"); })
            .value_or(QUrl());
}

Result<OutgoingRequest> OciApiKeys::request(const QByteArray &method,
                                            const QByteArray &pathAndQuery, const ApiKey &key) const
{
    if (m_client.isBearer()) {
        return std::unexpected(Error{.code = ErrorCode::InvalidRequest,
                                     .message = u"A bearer key cannot manage API keys"_s,
                                     .advice = u"Choose a connection that signs its requests."_s});
    }
    return m_settings.endpoints.base(Service::Management, m_settings.region)
            .transform([&](const QUrl &base) {
                OutgoingRequest made{.method = method,
                                     .url = joined(base, pathAndQuery),
                                     .headers = {{"accept", "application/json"}}};
                if (!key.version.isEmpty())
                    made.headers.append(core::http::Header{"if-match", key.version.toLatin1()});
                return made;
            });
}

Error OciApiKeys::explained(Error error, const QString &name) const
{
    if (error.upstreamStatus == 412) {
        error.code = ErrorCode::Conflict;
        error.advice = u"List the keys again, then decide anew."_s;
        return error;
    }
    return withAccessAdvice(std::move(error), {.resource = AccessFacts::Resource::ApiKeys,
                                               .name = name,
                                               .region = m_settings.region,
                                               .compartmentId = m_settings.compartmentId,
                                               .caller = m_client.caller()});
}

template<typename T, typename Read>
QFuture<Result<T>> OciApiKeys::ask(Result<OutgoingRequest> request, const QString &name, Read read)
{
    if (!request)
        return refusedCall<T>(request.error());
    return answerTo<T>(*std::move(request), m_client, &m_context,
                       [this, name, read](const Result<WholeReply> &reply) -> Result<T> {
                           if (!reply)
                               return std::unexpected(explained(reply.error(), name));
                           return read(*reply);
                       });
}

QFuture<Result<QList<ApiKey>>> OciApiKeys::list()
{
    const QByteArray compartment = QUrl::toPercentEncoding(m_settings.compartmentId);
    const auto first = request("GET", keysPath + ("?compartmentId=" + compartment) +
                                              "&limit=100&sortBy=timeCreated&sortOrder=DESC");
    if (!first)
        return refusedCall<QList<ApiKey>>(first.error());
    return mappedResult<QList<ApiKey>>(
            fetchPages(m_client, first->url), &m_context,
            [this](const Result<ListPages> &pages) -> Result<QList<ApiKey>> {
                if (!pages)
                    return std::unexpected(explained(pages.error(), u"API keys"_s));
                return itemsOf<ApiKey>(*pages, u"API keys"_s, readApiKey);
            });
}

QFuture<Result<ApiKey>> OciApiKeys::get(const QString &id)
{
    return ask<ApiKey>(request("GET", pathOf(id)), id, readWhole);
}

QFuture<Result<IssuedApiKey>> OciApiKeys::create(const core::ApiKeyDraft &draft)
{
    boost::json::array secrets;
    for (const QString &name : draft.secretNames)
        secrets.push_back(detailsOf(name, draft.expires));
    object body{{"displayName", core::json::string(draft.name)},
                {"compartmentId", core::json::string(m_settings.compartmentId)},
                {"keyDetails", std::move(secrets)}};
    if (!draft.description.isEmpty())
        body["description"] = core::json::string(draft.description);
    return ask<IssuedApiKey>(sentOnce(with(request("POST", keysPath), body)), u"API keys"_s,
                             [this](const WholeReply &reply) { return readIssued(reply); });
}

QFuture<Result<ApiKey>> OciApiKeys::update(const ApiKey &key, const QString &name,
                                           const QString &description)
{
    const object body{{"displayName", core::json::string(name)},
                      {"description", core::json::string(description)}};
    return ask<ApiKey>(with(request("PUT", pathOf(key.id), key), body), key.name, readWhole);
}

QFuture<Result<IssuedApiKey>> OciApiKeys::renew(const ApiKey &key, const QString &secretName,
                                                const QDateTime &expires)
{
    const object body{{"details", detailsOf(secretName, expires)}};
    return ask<IssuedApiKey>(
            sentOnce(with(request("POST", pathOf(key.id, "/actions/renew"), key), body)), key.name,
            [this](const WholeReply &reply) { return readIssued(reply); });
}

QFuture<Result<ApiKey>> OciApiKeys::setState(const ApiKey &key, const QString &secretName,
                                             core::ApiKeySecret::State state)
{
    const object body{{"keyName", core::json::string(secretName)},
                      {"state", core::json::string(wordFor(state))}};
    return ask<ApiKey>(with(request("POST", pathOf(key.id, "/actions/setstate"), key), body),
                       key.name, readWhole);
}

QFuture<Result<void>> OciApiKeys::remove(const ApiKey &key)
{
    return ask<void>(request("DELETE", pathOf(key.id), key), key.name,
                     [](const WholeReply &) { return Result<void>(); });
}

Result<IssuedApiKey> OciApiKeys::readIssued(const WholeReply &reply) const
{
    auto json = core::json::parseObject(reply.body);
    if (!json)
        return unreadable(reply);
    QList<IssuedApiKey::Value> values = takeSecretValues(*json);
    auto key = keyFrom(reply, *json);
    if (!key)
        return std::unexpected(key.error());
    if (values.isEmpty()) {
        return std::unexpected(
                Error{.code = ErrorCode::Protocol,
                      .message = u"OCI did not tell the secret of the API key"_s,
                      .advice = u"The key exists all the same: renew its secret."_s,
                      .requestId = QString::fromLatin1(reply.head.header("opc-request-id"))});
    }
    const QString place =
            key->compartmentId.isEmpty() ? m_settings.compartmentId : key->compartmentId;
    QString policy = policyForBearers(key->id, place);
    return IssuedApiKey{*std::move(key), std::move(values), std::move(policy)};
}

} // namespace oci
