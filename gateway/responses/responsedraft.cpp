// SPDX-License-Identifier: MIT
#include "gateway/responses/responsedraft.h"

#include "core/json/json.h"
#include "gateway/problems/problem.h"

#include <algorithm>
#include <array>

using boost::json::object;
using boost::json::value;
using core::FinishReason;

namespace gateway::responses {

namespace {

object usageObject(const core::Usage &usage)
{
    return {{"input_tokens", usage.promptTokens},
            {"input_tokens_details",
             object{{"cached_tokens", usage.cachedTokens.value_or(0)}, {"cache_write_tokens", 0}}},
            {"output_tokens", usage.completionTokens},
            {"output_tokens_details",
             object{{"reasoning_tokens", usage.reasoningTokens.value_or(0)}}},
            {"total_tokens", usage.totalTokens}};
}

//! By the codes that OpenAI has for it, since clients decide by them whether to try again.
object errorObject(const core::Error &error)
{
    constexpr std::array known{
            QByteArrayView("rate_limit_exceeded"), QByteArrayView("context_length_exceeded"),
            QByteArrayView("insufficient_quota"), QByteArrayView("invalid_prompt")};
    const QByteArray code = problemOf(error).code;
    return {{"code", std::ranges::contains(known, code) ? core::json::string(QByteArrayView(code))
                                                        : boost::json::string("server_error")},
            {"message", core::json::string(brokenAnswer(error).message)}};
}

} // namespace

ResponseDraft::ResponseDraft(const Plan &plan)
    : m_id(plan.id)
    , m_echo(plan.echo)
    , m_now(plan.now)
    , m_created(plan.now())
    , m_output(plan.tools, m_log)
{
}

object ResponseDraft::response() const
{
    object json;
    json["id"] = core::json::string(m_id);
    json["object"] = "response";
    json["created_at"] = m_created;
    json["status"] = m_status;
    json["completed_at"] = m_completed;
    json["error"] = m_error;
    json["incomplete_details"] = m_incomplete;
    json.insert(m_echo.begin(), m_echo.end());
    json["output"] = m_output.items(m_status == "in_progress" ? "in_progress" : "incomplete");
    json["usage"] = m_usage;
    return json;
}

void ResponseDraft::create(std::string_view status)
{
    if (std::exchange(m_isCreated, true))
        return;
    m_status = status;
    m_log.say("response.created", {{"response", response()}});
}

QByteArrayList ResponseDraft::queue()
{
    create("queued");
    m_log.say("response.queued", {{"response", response()}});
    return m_log.take();
}

QByteArrayList ResponseDraft::begin()
{
    create("in_progress");
    m_status = "in_progress";
    m_log.say("response.in_progress", {{"response", response()}});
    return m_log.take();
}

QByteArrayList ResponseDraft::add(const core::ChatDelta &delta)
{
    m_output.add(delta);
    return m_log.take();
}

QByteArrayList ResponseDraft::end(const core::ChatOutcome &outcome)
{
    const FinishReason reason = outcome.finishReasons.value(0, FinishReason::Stop);
    const bool isCut = reason == FinishReason::Length || reason == FinishReason::ContentFilter;
    m_output.close(!isCut);
    m_status = isCut ? "incomplete" : "completed";
    if (isCut) {
        m_incomplete = object{{"reason", reason == FinishReason::Length ? "max_output_tokens"
                                                                        : "content_filter"}};
    } else {
        m_completed = m_now();
    }
    if (outcome.usage)
        m_usage = usageObject(*outcome.usage);
    if (!outcome.serviceTier.isEmpty())
        m_echo["service_tier"] = core::json::string(outcome.serviceTier.toLower());
    m_log.say(isCut ? "response.incomplete" : "response.completed", {{"response", response()}});
    return m_log.take();
}

QByteArrayList ResponseDraft::fail(const core::Error &error)
{
    create("in_progress");
    m_status = "failed";
    m_error = errorObject(error);
    m_log.say("response.failed", {{"response", response()}});
    return m_log.take();
}

QByteArrayList ResponseDraft::cancel()
{
    create("in_progress");
    m_status = "cancelled";
    m_log.say("response.failed", {{"response", response()}});
    return m_log.take();
}

core::ChatDelta deltaOf(const core::Message &message, const std::optional<value> &logProbs)
{
    core::ChatDelta delta{.text = core::textOf(message),
                          .reasoning = message.reasoning,
                          .refusal = message.refusal,
                          .citations = message.citations,
                          .logProbs = logProbs};
    for (qsizetype i = 0; i < message.toolCalls.size(); ++i) {
        const core::ToolCall &call = message.toolCalls[i];
        delta.toolCalls.append(
                {.index = int(i), .id = call.id, .name = call.name, .arguments = call.arguments});
    }
    return delta;
}

} // namespace gateway::responses
