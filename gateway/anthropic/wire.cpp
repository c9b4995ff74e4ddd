// SPDX-License-Identifier: MIT
#include "gateway/anthropic/wire.h"

#include "core/json/json.h"
#include "gateway/requestname.h"

using namespace Qt::StringLiterals;

namespace gateway::anthropic {

namespace {

constexpr auto requestIdHeader = "request-id";

const char *typeOf(int status)
{
    switch (status) {
    case 401:
        return "authentication_error";
    case 402:
        return "billing_error";
    case 403:
        return "permission_error";
    case 404:
        return "not_found_error";
    case 408:
    case 504:
        return "timeout_error";
    case 413:
        return "request_too_large";
    case 429:
        return "rate_limit_error";
    case 503:
    case 529:
        return "overloaded_error";
    default:
        return status >= 500 ? "api_error" : "invalid_request_error";
    }
}

} // namespace

bool isClient(const core::http::Request &request)
{
    return !request.header("anthropic-version").isEmpty();
}

QByteArray requestName(const QString &requestId)
{
    return nameAfter(requestId, "req_");
}

QByteArray messageName(const QString &requestId)
{
    return nameAfter(requestId, "msg_");
}

core::http::Header requestHeader(const QByteArray &requestName)
{
    return {requestIdHeader, requestName};
}

QByteArray problemBody(const Problem &problem)
{
    constexpr auto tooLong = "prompt is too long"_L1;
    QString message = problem.message;
    if (problem.code == "context_length_exceeded" &&
        !message.contains(tooLong, Qt::CaseInsensitive))
        message = tooLong + u": "_s + message;
    boost::json::object inner{{"type", typeOf(problem.status)},
                              {"message", core::json::string(message)}};
    if (problem.code == "thread_unsupported_request")
        inner["details"] = {{"error_code", core::json::string(QByteArrayView(problem.code))}};
    boost::json::object json;
    json["type"] = "error";
    json["error"] = std::move(inner);
    if (const QByteArray id = core::http::headerValue(problem.headers, requestIdHeader);
        !id.isEmpty())
        json["request_id"] = core::json::string(QByteArrayView(id));
    return core::json::serialize(json);
}

void nameRequest(Problem &problem)
{
    const QByteArray upstream = core::http::headerValue(problem.headers, "x-oci-request-id");
    problem.headers.append(requestHeader(requestName(QString::fromLatin1(upstream))));
}

core::http::Response errorResponse(const core::Error &error)
{
    return respond(problemOf(error), problems);
}

} // namespace gateway::anthropic
