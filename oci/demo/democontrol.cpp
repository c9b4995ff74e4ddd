// SPDX-License-Identifier: MIT
#include "oci/demo/democontrol.h"

#include "core/json/json.h"
#include "oci/demo/refusal.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using core::http::Request;
using core::http::Response;

namespace oci::demo {

namespace {

Response invalid(const core::Error &error)
{
    return ociError({.status = 400, .code = "InvalidParameter", .message = error.message});
}

core::Result<QList<FaultRule>> readRules(const boost::json::value &json)
{
    QList<FaultRule> rules;
    const boost::json::array one{json};
    for (const auto &value : json.is_array() ? json.get_array() : one) {
        const object *rule = value.if_object();
        if (!rule) {
            return std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest,
                                               .message = u"A rule must be an object"_s});
        }
        auto read = readFaultRule(*rule);
        if (!read)
            return std::unexpected(read.error());
        rules += *read;
    }
    return rules;
}

Response addFaults(const QByteArray &body, Faults &faults)
{
    const auto json = core::json::parse(body);
    if (!json)
        return invalid(json.error());
    const auto rules = readRules(*json);
    if (!rules)
        return invalid(rules.error());
    if (faults.count() + rules->size() > Faults::mostRules) {
        return invalid({.code = core::ErrorCode::TooLarge,
                        .message = u"At most %1 rules"_s.arg(Faults::mostRules)});
    }
    for (const FaultRule &rule : *rules)
        faults.add(rule);
    return {.body = core::json::serialize(object{{"rules", faults.count()}})};
}

} // namespace

Response controlAnswer(const Request &request, Faults &faults, Traffic &traffic)
{
    const QByteArrayView path = request.path();
    if (path == "/demo/faults" && request.method == "POST")
        return addFaults(request.body, faults);
    if (path == "/demo/faults" && request.method == "DELETE") {
        faults.clear();
        return {.status = 204};
    }
    if (path == "/demo/state" && request.method == "GET") {
        object json = traffic.json();
        json["rules"] = faults.count();
        return {.body = core::json::serialize(json)};
    }
    if (path == "/demo/state" && request.method == "DELETE") {
        traffic.clear();
        return {.status = 204};
    }
    const bool known = path == "/demo/faults" || path == "/demo/state";
    return ociError(known ? methodNotAllowed() : notAuthorizedOrNotFound());
}

} // namespace oci::demo
