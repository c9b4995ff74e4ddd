// SPDX-License-Identifier: MIT
#include "oci/http/errormapping.h"

#include "oci/http/httpdate.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;

namespace oci {

namespace {

struct StatusRule {
    int status;
    ErrorCode code;
    const char *reason;
    const char *happened; //!< empty: the service's own words are enough
    const char *advice;
};

// Protocol reference, 11.2.
constexpr std::array statusRules{
        StatusRule{400, ErrorCode::InvalidRequest, "invalid_parameter", "", ""},
        StatusRule{401, ErrorCode::Unauthorized, "upstream_unauthorized",
                   "OCI refused the credential of this connection",
                   "Check the key, its fingerprint and user, or sign in again"},
        StatusRule{402, ErrorCode::Forbidden, "insufficient_quota",
                   "OCI asks for a sign-up or payment", "See the account in the OCI console"},
        StatusRule{403, ErrorCode::Forbidden, "permission_denied", "OCI denied permission",
                   "Ask an administrator for a policy such as 'allow group <group> to use "
                   "generative-ai-family in compartment <name>'"},
        StatusRule{404, ErrorCode::NotFound, "not_found", "OCI found nothing by that name",
                   "It also answers 404 where a policy is missing: check model, region, "
                   "compartment and policy"},
        StatusRule{405, ErrorCode::InvalidRequest, "method_not_allowed", "OCI refused the method",
                   ""},
        StatusRule{407, ErrorCode::Network, "proxy", "The proxy asks for credentials",
                   "Put them into HTTPS_PROXY"},
        StatusRule{408, ErrorCode::Timeout, "timeout", "OCI gave up waiting for the request",
                   "Try again"},
        StatusRule{409, ErrorCode::Conflict, "conflict", "OCI reports a conflict",
                   "Try again in a moment"},
        StatusRule{412, ErrorCode::InvalidRequest, "precondition_failed",
                   "OCI reports a change in between", ""},
        StatusRule{413, ErrorCode::TooLarge, "request_too_large",
                   "The request is too large for OCI", "Send less text or smaller attachments"},
        StatusRule{422, ErrorCode::InvalidRequest, "unprocessable", "", ""},
        StatusRule{429, ErrorCode::RateLimited, "rate_limit_exceeded",
                   "OCI is throttling requests to this model",
                   "Wait a moment, send fewer at once, or use a dedicated endpoint"},
        StatusRule{500, ErrorCode::Unavailable, "upstream_error", "OCI failed inside",
                   "If it happens again the request may hold something that the model cannot take"},
        StatusRule{501, ErrorCode::Unavailable, "not_implemented", "OCI does not offer this here",
                   ""},
};

StatusRule ruleFor(int status)
{
    const auto *found = std::ranges::find(statusRules, status, &StatusRule::status);
    if (found != statusRules.end())
        return *found;
    if (status >= 500) {
        return {status, ErrorCode::Unavailable, "upstream_unavailable", "OCI cannot answer now",
                "Try again in a moment"};
    }
    if (status >= 400)
        return {status, ErrorCode::InvalidRequest, "invalid_request", "OCI refused the request",
                ""};
    return {status, ErrorCode::Protocol, "unexpected_status",
            "OCI answered with a status that is not part of its protocol",
            "Check the address of the service: redirects are not followed"};
}

bool mentions(const QString &text, std::initializer_list<QLatin1StringView> words)
{
    return std::ranges::any_of(words, [&](QLatin1StringView word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

//! Finer words for a 400, which stands for many things.
QString reasonOfBadRequest(const ServiceMessage &message)
{
    const QString &text = message.message;
    if (message.code == "context_length_exceeded"_L1 ||
        mentions(text, {"context length"_L1, "context window"_L1, "maximum context"_L1,
                        "context_length"_L1, "too many tokens"_L1, "prompt is too long"_L1,
                        "input is too long"_L1, "maximum prompt length"_L1,
                        "exceeds the maximum number of tokens"_L1, "total number of tokens"_L1,
                        "token limit exceeded"_L1}))
        return u"context_length_exceeded"_s;
    if (message.code == "content_filter"_L1 || message.code == "content_policy_violation"_L1 ||
        mentions(text,
                 {"content filter"_L1, "content_filter"_L1, "moderation"_L1, "guardrail"_L1,
                  "safety filter"_L1, "safety system"_L1, "safety polic"_L1, "safety guideline"_L1,
                  "prompt injection"_L1, "inappropriate content"_L1, "unsafe content"_L1}))
        return u"content_filter"_s;

    bool isStatus = false;
    (void)message.code.toInt(&isStatus);
    return message.code.isEmpty() || isStatus ? u"invalid_parameter"_s : message.code;
}

QString sentences(const StatusRule &rule, const ServiceMessage &message, int status)
{
    QString text = QString::fromUtf8(rule.happened);
    if (text.isEmpty() && message.message.isEmpty())
        text = u"OCI refused the request"_s;
    if (!text.isEmpty())
        text += u" (%1)"_s.arg(status);
    if (!message.message.isEmpty())
        text += (text.isEmpty() ? QString() : u": "_s) + message.message;
    return text;
}

//! A sentence where the service's clock and ours are more than the allowed five minutes apart.
QString clockAdvice(const ResponseHead &head, const QDateTime &nowUtc)
{
    const QDateTime theirs = readHttpDate(head.header("date"));
    if (!theirs.isValid() || !nowUtc.isValid())
        return {};
    const qint64 apart = nowUtc.secsTo(theirs);
    if (std::abs(apart) <= 300)
        return {};
    return u"The clock of this computer is %1 minutes %2: signatures more than 5 minutes off are refused, so set the time."_s
            .arg(std::abs(apart) / 60)
            .arg(apart > 0 ? u"slow"_s : u"fast"_s);
}

Error errorFrom(int status, const ServiceMessage &message)
{
    const StatusRule rule = ruleFor(status);
    Error error{.code = rule.code,
                .message = sentences(rule, message, status),
                .advice =
                        rule.advice[0] == '\0' ? QString() : QString::fromUtf8(rule.advice) + u'.',
                .param = message.param,
                .reason = QString::fromLatin1(rule.reason),
                .upstreamStatus = status};
    if (status == 400)
        error.reason = reasonOfBadRequest(message);
    return error;
}

//! The status that stands for a code: OCI's name of it (protocol reference, 11.2) or its digits.
//! 0: none.
int statusOf(const QString &code)
{
    constexpr std::array names{
            std::pair("InvalidParameter", 400),        std::pair("CannotParseRequest", 400),
            std::pair("MissingParameter", 400),        std::pair("NotAuthenticated", 401),
            std::pair("SignUpRequired", 402),          std::pair("NotAuthorized", 403),
            std::pair("NotAuthorizedOrNotFound", 404), std::pair("NotFound", 404),
            std::pair("IncorrectState", 409),          std::pair("TooManyRequests", 429),
            std::pair("InternalServerError", 500),     std::pair("ServiceUnavailable", 503),
    };
    const auto *named = std::ranges::find_if(
            names, [&](const auto &name) { return code == QLatin1StringView(name.first); });
    if (named != names.end())
        return named->second;
    const int status = code.toInt();
    return status >= 400 && status < 600 ? status : 0;
}

} // namespace

std::optional<std::chrono::milliseconds> retryAfter(const ResponseHead &head,
                                                    const QDateTime &nowUtc)
{
    using std::chrono::milliseconds;
    constexpr qint64 longest = 24 * 3600;

    bool ok = false;
    if (const qint64 ms = head.header("retry-after-ms").trimmed().toLongLong(&ok); ok && ms >= 0)
        return milliseconds(std::min(ms, longest * 1000));
    const QByteArray value = head.header("retry-after").trimmed();
    if (const double seconds = value.toDouble(&ok); ok && seconds >= 0)
        return milliseconds(qint64(std::min(seconds, double(longest)) * 1000));
    if (const QDateTime until = readHttpDate(value); until.isValid() && nowUtc.isValid())
        return milliseconds(std::clamp(nowUtc.msecsTo(until), qint64(0), longest * 1000));
    return {};
}

Failure failureFrom(const ResponseHead &head, QByteArrayView body, const QDateTime &nowUtc)
{
    const ServiceMessage message = readServiceMessage(body);
    Failure failure{.error = errorFrom(head.status, message),
                    .serviceCode = message.outerCode.isEmpty() ? message.code : message.outerCode};
    failure.error.requestId = QString::fromLatin1(head.header("opc-request-id"));
    failure.error.retryAfter = retryAfter(head, nowUtc);
    if (head.status == 401) {
        if (const QString advice = clockAdvice(head, nowUtc); !advice.isEmpty()) {
            failure.error.advice = advice;
            failure.error.reason = QLatin1StringView(clockSkew);
        }
    }
    return failure;
}

Error streamError(const ServiceMessage &message, const QString &requestId)
{
    int status = statusOf(message.code);
    if (status == 0)
        status = statusOf(message.outerCode);

    Error error;
    if (status != 0) {
        error = errorFrom(status, message);
    } else {
        error = {
                .code = ErrorCode::Protocol,
                .message =
                        message.message.isEmpty()
                                ? u"The model stopped with an error in the middle of its answer"_s
                                : u"The model stopped with an error in the middle of its answer: %1"_s
                                          .arg(message.message),
                .reason = u"upstream_stream_error"_s};
    }
    error.requestId = requestId;
    return error;
}

} // namespace oci
