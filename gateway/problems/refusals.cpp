// SPDX-License-Identifier: MIT
#include "gateway/problems/refusals.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::http::Headers;

namespace gateway::refusals {

namespace {

constexpr auto invalidRequest = "invalid_request_error";

Problem refused(int status, const QString &message, const QByteArray &code, Headers headers = {},
                const QByteArray &type = invalidRequest)
{
    return {.status = status,
            .type = type,
            .code = code,
            .message = message,
            .headers = std::move(headers)};
}

Headers comeBackIn(std::chrono::milliseconds wait)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return {{"Retry-After", QByteArray::number(qint64(seconds))},
            {"retry-after-ms", QByteArray::number(qint64(wait.count()))}};
}

QByteArray refusalCode(int status)
{
    switch (status) {
    case 408:
        return "request_timeout";
    case 413:
        return "request_too_large";
    case 414:
        return "uri_too_long";
    case 415:
        return "unsupported_content_encoding";
    case 417:
        return "expectation_failed";
    case 431:
        return "headers_too_large";
    case 503:
        return "overloaded";
    default:
        return "malformed_request";
    }
}

} // namespace

Problem ofServer(const http::Refusal &refusal)
{
    return refused(refusal.status, QString::fromLatin1(refusal.message),
                   refusalCode(refusal.status), refusal.headers,
                   refusal.status >= 500 ? "server_error" : invalidRequest);
}

Problem hostMissing()
{
    return refused(400, u"The request has no Host header"_s, "malformed_request");
}

Problem hostRefused()
{
    return refused(403,
                   u"This server does not answer to the name in the Host header. Call it by "
                   "localhost, 127.0.0.1 or [::1] and its port, or add the name to the allowed "
                   "hosts (GATEHOUSE_ALLOWED_HOSTS)."_s,
                   "host_not_allowed", {}, "permission_error");
}

Problem originRefused()
{
    return refused(403,
                   u"Web pages of this origin may not use this server. Add the origin to the "
                   "allowed ones (ENABLE_CORS, CORS_ORIGINS) if you trust it."_s,
                   "origin_not_allowed", {}, "permission_error");
}

Problem keyMissing()
{
    return refused(401, u"No API key. Send the gateway's key as 'Authorization: Bearer KEY'."_s,
                   "invalid_api_key",
                   {{"WWW-Authenticate", "Bearer realm=\"gatehouse\""},
                    {"x-should-retry", "false"}}); // Claude Code would, silently, for minutes
}

Problem keyWrong()
{
    // LiteLLM knows by OpenAI's words what is the matter, not by the status.
    return refused(401, u"Incorrect API key provided: it is none of this gateway's keys."_s,
                   "invalid_api_key",
                   {{"WWW-Authenticate", "Bearer realm=\"gatehouse\", error=\"invalid_token\""},
                    {"x-should-retry", "false"}});
}

Problem unknownRoute(const QByteArray &method, QByteArrayView path)
{
    constexpr qsizetype longest = 200;
    // HEAD has the length of what GET would get (RFC 9110, 8.6).
    return refused(404,
                   u"Unknown request URL: %1 %2"_s.arg(
                           QString::fromLatin1(method == "HEAD" ? QByteArrayView("GET") : method),
                           QString::fromLatin1(path.first(std::min(longest, path.size())))),
                   "unknown_url");
}

Problem wrongMethod(const QByteArray &allow)
{
    return refused(405, u"This URL is served with %1 only"_s.arg(QString::fromLatin1(allow)),
                   "method_not_allowed", {{"Allow", allow}});
}

Problem notJson()
{
    return refused(415, u"The request needs the header 'Content-Type: application/json'"_s,
                   "unsupported_content_type");
}

Problem modelNotFound(const QString &model)
{
    Problem problem =
            refused(404, u"The model '%1' does not exist here"_s.arg(model), "model_not_found");
    problem.param = u"model"_s;
    return problem;
}

Problem modelNotAllowed(const QString &model)
{
    Problem problem = refused(403, u"This API key may not use the model '%1'"_s.arg(model),
                              "model_not_allowed", {}, "permission_error");
    problem.param = u"model"_s;
    return problem;
}

Problem tooManyRequests(int perMinute, std::chrono::milliseconds wait)
{
    return refused(
            429,
            u"This API key may send %1 requests per minute. Try again in %2 s."_s.arg(perMinute)
                    .arg(double(wait.count()) / 1000, 0, 'f', 1),
            "rate_limit_exceeded", comeBackIn(wait), "requests");
}

Problem tokensSpent(qint64 perDay, const QDateTime &again, std::chrono::milliseconds wait)
{
    Headers headers = comeBackIn(wait);
    headers.emplaceBack("x-should-retry", "false"); // the SDKs would try again within seconds
    return refused(429,
                   u"This API key has used its %1 tokens of today. It can be used again from %2 "
                   "on."_s.arg(perDay)
                           .arg(again.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s)),
                   "insufficient_quota", std::move(headers), "insufficient_quota");
}

Problem notServed(const QString &what)
{
    // The SDKs would try a 501 again, to no avail.
    return refused(501, what, "not_supported", {{"x-should-retry", "false"}});
}

} // namespace gateway::refusals
