// SPDX-License-Identifier: MIT
#include "gateway/responses/memory.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;

namespace gateway::responses {

namespace {

core::Error refused(const QString &param, const QString &instead)
{
    return {.code = core::ErrorCode::InvalidRequest,
            .message = u"This gateway runs with --stateless and keeps nothing between calls"_s,
            .advice = instead,
            .param = param,
            .reason = u"stateless"_s};
}

} // namespace

std::optional<core::Error> needsMemory(const boost::json::object &body)
{
    if (core::json::find(body, "previous_response_id"))
        return refused(u"previous_response_id"_s, u"Send the whole conversation as 'input'."_s);
    if (core::json::find(body, "conversation"))
        return refused(u"conversation"_s, u"Send the whole conversation as 'input'."_s);
    if (core::json::boolAt(body, "background").value_or(false))
        return refused(u"background"_s, u"Stream the response instead."_s);
    if (core::json::boolAt(body, "store").value_or(false))
        return refused(u"store"_s, u"Leave 'store' out, or set it to false."_s);
    return {};
}

core::Error nothingIsKept()
{
    return refused({}, u"Start it without that option to have responses stored."_s);
}

} // namespace gateway::responses
