// SPDX-License-Identifier: MIT
#include "oci/auth/tokenrefresh.h"

#include "core/json/json.h"
#include "oci/config/endpoints.h"
#include "oci/http/networkerrors.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;
using core::http::Headers;

namespace oci {

namespace {

Result<SessionToken> readAnswer(const Result<WholeReply> &reply)
{
    if (!reply)
        return std::unexpected(reply.error());
    const auto json = core::json::parseObject(reply->body);
    if (!json)
        return std::unexpected(unreadableAnswer(json.error().message));
    const auto *token = core::json::stringAt(*json, "token");
    if (!token)
        return std::unexpected(unreadableAnswer(u"it has no token"_s));
    return SessionToken::read({token->data(), qsizetype(token->size())})
            .transform_error(
                    [](const core::Error &error) { return unreadableAnswer(error.message); });
}

} // namespace

ClientSettings refreshClientSettings()
{
    ClientSettings settings;
    settings.signTimeout = 10s;
    settings.firstByteTimeout = 15s;
    settings.idleTimeout = 10s;
    settings.longestBody = 2 * longestJwt;
    settings.retry.attempts = 2;
    settings.retry.budget = 15s;
    return settings;
}

TokenRefresh::TokenRefresh(const QUrl &authBase, NetworkPool &network, const core::Clock &clock,
                           QThreadPool &pool, const ClientSettings &settings)
    : m_url(joined(authBase, "/v1/authentication/refresh"))
    , m_signature(clock, pool)
    , m_client(network, m_signature, clock, settings)
{
}

QFuture<Result<SessionToken>> TokenRefresh::ask(const SessionPair &credential)
{
    m_signature.credential = credential;
    const boost::json::object body{{"currentToken", core::json::string(credential.token.text())}};
    return m_client
            .fetch({.method = "POST",
                    .url = m_url,
                    .headers = {{"content-type", "application/json"},
                                {"accept", "application/json"}},
                    .body = core::json::serialize(body)})
            .then([](const Result<WholeReply> &reply) { return readAnswer(reply); });
}

QFuture<Result<Headers>> TokenRefresh::Signature::authorize(const OutgoingRequest &request)
{
    return m_signer.sign(request, credential->token.keyId(), credential->key);
}

} // namespace oci
