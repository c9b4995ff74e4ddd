// SPDX-License-Identifier: MIT
#include "gateway/openai/wire.h"

#include "core/json/json.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::http::Headers;
using core::http::Response;

namespace gateway::openai {

namespace {

//! The columns of the table.
struct Row {
    int status;
    std::string_view type;
    std::string_view code; //!< empty: null
};

constexpr std::string_view invalidRequest = "invalid_request_error";
constexpr std::string_view serverError = "server_error";

Row invalidRow(int upstreamStatus)
{
    switch (upstreamStatus) {
    case 402:
        return {402, "insufficient_quota", "insufficient_quota"};
    case 405:
        return {405, invalidRequest, ""};
    case 412:
        return {412, invalidRequest, ""};
    case 422:
        return {422, invalidRequest, ""};
    default:
        return {400, invalidRequest, "invalid_parameter"};
    }
}

Row failureRow(int upstreamStatus, Row otherwise)
{
    switch (upstreamStatus) {
    case 500:
        return {502, serverError, "upstream_error"};
    case 501:
        return {501, serverError, ""};
    case 502:
    case 503:
    case 504:
        return {upstreamStatus, serverError, "upstream_unavailable"};
    default:
        return otherwise;
    }
}

Row rowOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Cancelled:
        return {503, serverError, "cancelled"};
    case ErrorCode::InvalidRequest:
        return invalidRow(error.upstreamStatus);
    // A 401 would blame the client's own key.
    case ErrorCode::Unauthorized:
        return {502, serverError, "upstream_unauthorized"};
    case ErrorCode::Forbidden:
        if (error.upstreamStatus == 402)
            return invalidRow(402);
        return {403, "permission_error", "permission_denied"};
    case ErrorCode::NotFound:
        return {404, invalidRequest, "model_not_found"};
    case ErrorCode::Conflict:
        return {409, invalidRequest, "conflict"};
    case ErrorCode::TooLarge:
        return {413, invalidRequest, "request_too_large"};
    case ErrorCode::RateLimited:
        return {429, "rate_limit_error", "rate_limit_exceeded"};
    case ErrorCode::Timeout:
        return failureRow(error.upstreamStatus, {504, "api_connection_error", "timeout"});
    case ErrorCode::Network:
        return {502, "api_connection_error", "connection_error"};
    case ErrorCode::Unavailable:
        return failureRow(error.upstreamStatus, {503, serverError, "upstream_unavailable"});
    case ErrorCode::Protocol:
        return failureRow(error.upstreamStatus, {502, serverError, "upstream_error"});
    case ErrorCode::Internal:
        return failureRow(error.upstreamStatus, {500, serverError, "internal_error"});
    }
    return {500, serverError, "internal_error"};
}

//! Words such as "context_length_exceeded"; OCI's own, such as "InvalidParameter" or "400", say
//! nothing to a client of this dialect.
bool isCode(const QString &reason)
{
    return !reason.isEmpty() && reason.front().isLower() &&
           std::ranges::all_of(reason, [](QChar c) {
               return (c.isLower() && c.unicode() < 128) || c.isDigit() || c == u'_';
           });
}

QByteArray codeOf(const Error &error, const Row &row)
{
    if (error.code == ErrorCode::InvalidRequest && row.status != 402 && isCode(error.reason))
        return error.reason.toLatin1();
    return QByteArray(row.code.data(), qsizetype(row.code.size()));
}

QString messageOf(const Error &error)
{
    QString text = error.message;
    if (!error.advice.isEmpty())
        text += (text.endsWith(u'.') ? u" "_s : u". "_s) + error.advice;
    if (error.requestId.isEmpty() || text.contains(error.requestId))
        return text;
    return u"%1 (opc-request-id: %2)"_s.arg(text, error.requestId);
}

QByteArray body(const QString &message, std::string_view type, const QString &param,
                QByteArrayView code)
{
    boost::json::object inner;
    inner["message"] = core::json::string(message);
    inner["type"] = type;
    inner["param"] = nullptr;
    if (!param.isEmpty())
        inner["param"] = core::json::string(param);
    inner["code"] = nullptr;
    if (!code.isEmpty())
        inner["code"] = core::json::string(code);
    return core::json::serialize(boost::json::object{{"error", std::move(inner)}});
}

Response refused(int status, const QString &message, QByteArrayView code, Headers headers = {},
                 std::string_view type = invalidRequest)
{
    return {.status = status, .headers = std::move(headers), .body = body(message, type, {}, code)};
}

QByteArrayView refusalCode(int status)
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

Response errorResponse(const Error &error)
{
    const Row row = rowOf(error);
    Headers headers;
    if (error.retryAfter) {
        const qint64 ms = std::max<qint64>(0, error.retryAfter->count());
        headers.emplaceBack("Retry-After", QByteArray::number((ms + 999) / 1000));
        headers.emplaceBack("retry-after-ms", QByteArray::number(ms));
    }
    if (!error.requestId.isEmpty())
        headers.emplaceBack("x-oci-request-id", error.requestId.toLatin1());
    if (error.code == ErrorCode::Unauthorized) // the SDKs would try a 502 again, to no avail
        headers.emplaceBack("x-should-retry", "false");
    return {.status = row.status, .headers = std::move(headers), .body = errorBody(error)};
}

QByteArray errorBody(const Error &error)
{
    const Row row = rowOf(error);
    return body(messageOf(error), row.type, error.param, codeOf(error, row));
}

QByteArray brokenStreamBody(const Error &error)
{
    return body(messageOf(error), serverError, {}, "upstream_stream_error");
}

Response refusalResponse(const http::Refusal &refusal)
{
    const auto type = refusal.status >= 500 ? serverError : invalidRequest;
    return refused(refusal.status, QString::fromLatin1(refusal.message),
                   refusalCode(refusal.status), refusal.headers, type);
}

Response hostMissing()
{
    return refused(400, u"The request has no Host header"_s, "malformed_request");
}

Response hostRefused()
{
    return refused(403,
                   u"This server does not answer to the name in the Host header. Call it by "
                   "localhost, 127.0.0.1 or [::1] and its port, or add the name to the allowed "
                   "hosts (GATEHOUSE_ALLOWED_HOSTS)."_s,
                   "host_not_allowed", {}, "permission_error");
}

Response originRefused()
{
    return refused(403,
                   u"Web pages of this origin may not use this server. Add the origin to the "
                   "allowed ones (ENABLE_CORS, CORS_ORIGINS) if you trust it."_s,
                   "origin_not_allowed", {}, "permission_error");
}

Response keyMissing()
{
    return refused(401, u"No API key. Send the gateway's key as 'Authorization: Bearer KEY'."_s,
                   "invalid_api_key", {{"WWW-Authenticate", "Bearer realm=\"gatehouse\""}});
}

Response keyWrong()
{
    return refused(401, u"This is not the gateway's API key."_s, "invalid_api_key",
                   {{"WWW-Authenticate", "Bearer realm=\"gatehouse\", error=\"invalid_token\""}});
}

Response unknownRoute(const QByteArray &method, QByteArrayView path)
{
    constexpr qsizetype longest = 200;
    return refused(404,
                   u"Unknown request URL: %1 %2"_s.arg(
                           QString::fromLatin1(method),
                           QString::fromLatin1(path.first(std::min(longest, path.size())))),
                   "unknown_url");
}

Response wrongMethod(const QByteArray &allow)
{
    return refused(405, u"This URL is served with %1 only"_s.arg(QString::fromLatin1(allow)),
                   "method_not_allowed", {{"Allow", allow}});
}

Response notJson()
{
    return refused(415, u"The request needs the header 'Content-Type: application/json'"_s,
                   "unsupported_content_type");
}

Response modelNotFound(const QString &model)
{
    return {.status = 404,
            .body = body(u"The model '%1' does not exist here"_s.arg(model), invalidRequest,
                         u"model"_s, "model_not_found")};
}

} // namespace gateway::openai
