// SPDX-License-Identifier: MIT
#include "gateway/problems/problem.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::http::Headers;
using core::http::Response;

namespace gateway {

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

QByteArray asBytes(std::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size()));
}

QByteArray codeOf(const Error &error, const Row &row)
{
    if (error.code == ErrorCode::InvalidRequest && row.status != 402 && isCode(error.reason))
        return error.reason.toLatin1();
    return asBytes(row.code);
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

} // namespace

Problem problemOf(const Error &error)
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
    return {.status = row.status,
            .type = asBytes(row.type),
            .code = codeOf(error, row),
            .message = messageOf(error),
            .param = error.param,
            .headers = std::move(headers)};
}

Problem brokenAnswer(const Error &error)
{
    return {.status = 502,
            .type = asBytes(serverError),
            .code = "upstream_stream_error",
            .message = messageOf(error)};
}

Response respond(Problem problem, ProblemBody body)
{
    body.complete(problem);
    return {.status = problem.status, .headers = problem.headers, .body = body(problem)};
}

} // namespace gateway
