// SPDX-License-Identifier: MIT
#include "oci/demo/refusal.h"

#include "core/json/json.h"

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;

namespace oci::demo {

namespace {

struct Words {
    int status;
    const char *code;
    const char16_t *message;
};

constexpr std::array words{
        Words{400, "InvalidParameter", u"The request contains an invalid parameter."},
        Words{401, "NotAuthenticated",
              u"The required information to complete authentication was not provided or was "
              "incorrect."},
        Words{403, "NotAuthorized", u"Authorization failed."},
        Words{404, "NotAuthorizedOrNotFound",
              u"Authorization failed or requested resource not found."},
        Words{405, "MethodNotAllowed", u"The method is not allowed for this resource."},
        Words{409, "IncorrectState", u"The requested state conflicts with the current one."},
        Words{413, "RequestEntityTooLarge", u"The request is larger than the service takes."},
        Words{429, "TooManyRequests", u"Too many requests for the user."},
        Words{500, "InternalServerError", u"An internal server error has occurred."},
        Words{502, "BadGateway", u"The service behind the gateway did not answer."},
        Words{503, "ServiceUnavailable", u"The service is currently unavailable."},
        Words{504, "GatewayTimeout", u"The service behind the gateway took too long."},
};

const Words *wordsFor(int status)
{
    for (const Words &entry : words) {
        if (entry.status == status)
            return &entry;
    }
    return nullptr;
}

Refusal plain(int status)
{
    return {.status = status, .code = codeFor(status), .message = messageFor(status)};
}

QByteArray openAiType(int status)
{
    switch (status) {
    case 401:
        return "authentication_error";
    case 403:
        return "permission_error";
    case 429:
        return "rate_limit_error";
    default:
        return status < 500 ? "invalid_request_error" : "server_error";
    }
}

boost::json::value orNull(const QByteArray &text)
{
    return text.isEmpty() ? boost::json::value(nullptr)
                          : boost::json::value(core::json::string(QByteArrayView(text)));
}

object openAiObject(const Refusal &refusal)
{
    const QByteArray type = refusal.type.isEmpty() ? openAiType(refusal.status) : refusal.type;
    return {{"error",
             object{{"message", core::json::string(refusal.message)},
                    {"type", core::json::string(QByteArrayView(type))},
                    {"param", orNull(refusal.param)},
                    {"code", orNull(refusal.reason.isEmpty() ? refusal.code : refusal.reason)}}}};
}

} // namespace

core::http::Response ociError(const Refusal &refusal)
{
    // A vendor's own error is handed through as text inside OCI's.
    const auto message = refusal.type.isEmpty()
                                 ? core::json::string(refusal.message)
                                 : core::json::string(QByteArrayView(
                                           core::json::serialize(openAiObject(refusal))));
    return {.status = refusal.status,
            .headers = refusal.headers,
            .body = core::json::serialize(
                    object{{"code", core::json::string(QByteArrayView(refusal.code))},
                           {"message", message}})};
}

core::http::Response openAiError(const Refusal &refusal)
{
    return {.status = refusal.status,
            .headers = refusal.headers,
            .body = core::json::serialize(openAiObject(refusal))};
}

Refusal notAuthenticated(const QString &message)
{
    Refusal refusal = plain(401);
    if (!message.isEmpty())
        refusal.message = message;
    return refusal;
}

Refusal notAuthorizedOrNotFound()
{
    return plain(404);
}

Refusal methodNotAllowed()
{
    return plain(405);
}

Refusal noSuchModel(const QString &name)
{
    return {.status = 404,
            .code = "404",
            .message = u"Entity with key %1 not found"_s.arg(name.left(200)),
            .reason = "model_not_found"};
}

Refusal badFormat(const QString &path, const QString &what)
{
    const QString where = path.isEmpty() ? what : u"%1: %2"_s.arg(path, what);
    return {.message = u"Please pass in correct format of request. %1"_s.arg(where),
            .param = path.toUtf8()};
}

Refusal vendorRefusal(const QByteArray &param, const QByteArray &reason, const QString &message)
{
    return {.message = message, .type = "invalid_request_error", .param = param, .reason = reason};
}

QByteArray codeFor(int status)
{
    const Words *known = wordsFor(status);
    return known ? QByteArray(known->code) : QByteArray::number(status);
}

QString messageFor(int status)
{
    const Words *known = wordsFor(status);
    return known ? QString(known->message) : u"The service answered with status %1."_s.arg(status);
}

} // namespace oci::demo
