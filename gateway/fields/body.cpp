// SPDX-License-Identifier: MIT
#include "gateway/fields/body.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;

namespace gateway::fields {

core::Result<boost::json::object> jsonBody(const core::http::Request &request)
{
    return core::json::parseObject(request.body).transform_error([](core::Error error) {
        error.reason = u"invalid_json"_s;
        return error;
    });
}

} // namespace gateway::fields
