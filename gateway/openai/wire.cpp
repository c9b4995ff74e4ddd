// SPDX-License-Identifier: MIT
#include "gateway/openai/wire.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;

namespace gateway::openai {

QByteArray problemBody(const Problem &problem)
{
    // The words by which LiteLLM, and with it Aider and others, knows such an error.
    constexpr auto tooLong = "This model's maximum context length is"_L1;
    QString message = problem.message;
    if (problem.code == "context_length_exceeded" &&
        !message.contains(tooLong, Qt::CaseInsensitive))
        message = tooLong + u" exceeded: "_s + message;
    boost::json::object inner;
    inner["message"] = core::json::string(message);
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
