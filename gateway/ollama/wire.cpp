// SPDX-License-Identifier: MIT
#include "gateway/ollama/wire.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;

namespace gateway::ollama {

QByteArray problemBody(const Problem &problem)
{
    return core::json::serialize(
            boost::json::object{{"error", core::json::string(problem.message)}});
}

core::http::Response errorResponse(const core::Error &error)
{
    return respond(problemOf(error), problemBody);
}

QString modelName(const QString &name)
{
    constexpr auto tag = ":latest"_L1;
    return name.endsWith(tag) ? name.chopped(tag.size()) : name;
}

} // namespace gateway::ollama
