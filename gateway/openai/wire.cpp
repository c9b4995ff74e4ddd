// SPDX-License-Identifier: MIT
#include "gateway/openai/wire.h"

#include "core/json/json.h"

namespace gateway::openai {

QByteArray problemBody(const Problem &problem)
{
    boost::json::object inner;
    inner["message"] = core::json::string(problem.message);
    inner["type"] = core::json::string(QByteArrayView(problem.type));
    inner["param"] = nullptr;
    if (!problem.param.isEmpty())
        inner["param"] = core::json::string(problem.param);
    inner["code"] = nullptr;
    if (!problem.code.isEmpty())
        inner["code"] = core::json::string(QByteArrayView(problem.code));
    return core::json::serialize(boost::json::object{{"error", std::move(inner)}});
}

core::http::Response errorResponse(const core::Error &error)
{
    return respond(problemOf(error), problemBody);
}

} // namespace gateway::openai
