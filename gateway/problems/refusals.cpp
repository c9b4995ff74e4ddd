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
                   "invalid_api_key", {{"WWW-Authenticate", "Bearer realm=\"gatehouse\""}});
}

Problem keyWrong()
{
    return refused(401, u"This is not the gateway's API key."_s, "invalid_api_key",
                   {{"WWW-Authenticate", "Bearer realm=\"gatehouse\", error=\"invalid_token\""}});
}

Problem unknownRoute(const QByteArray &method, QByteArrayView path)
{
    constexpr qsizetype longest = 200;
    return refused(404,
                   u"Unknown request URL: %1 %2"_s.arg(
                           QString::fromLatin1(method),
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

} // namespace gateway::refusals
