// SPDX-License-Identifier: MIT
#include "gateway/anthropic/messageevents.h"

#include "core/chat/tokenestimate.h"
#include "core/json/json.h"
#include "core/stream/ssewriter.h"
#include "gateway/anthropic/answerblocks.h"
#include "gateway/anthropic/wire.h"

#include <QUuid>

using boost::json::object;

namespace gateway::anthropic {

namespace {

QByteArray event(QByteArrayView name, object fields)
{
    object json;
    json["type"] = core::json::string(name);
    for (auto &[key, value] : fields)
        json[key] = std::move(value);
    return core::sse::event(name, core::json::serialize(json));
}

qint64 tokensOf(const core::ChatDelta &delta)
{
    qint64 tokens = core::estimateTokens(delta.text) + core::estimateTokens(delta.reasoning) +
                    core::estimateTokens(delta.refusal);
    for (const core::ToolCallDelta &call : delta.toolCalls) {
        tokens += core::estimateTokens(call.name) +
                  core::estimateTokens(QString::fromUtf8(call.arguments));
    }
    return tokens;
}

} // namespace

MessageEvents::MessageEvents(const QString &model, qint64 inputTokens, bool showThinking,
                             QStringList stops)
    : m_model(model)
    , m_inputTokens(inputTokens)
    , m_stops(std::move(stops))
    , m_ownId(QUuid::createUuid().toString(QUuid::Id128))
    , m_blocks(showThinking)
{
}

core::http::Headers MessageEvents::headers(const core::ChatStart &start) const
{
    return {requestHeader(requestName(start.requestId.isEmpty() ? m_ownId : start.requestId))};
}

QByteArrayList MessageEvents::begin(const core::ChatStart &start)
{
    m_id = messageName(start.requestId.isEmpty() ? m_ownId : start.requestId);
    object message;
    message["id"] = core::json::string(QByteArrayView(m_id));
    message["type"] = "message";
    message["role"] = "assistant";
    message["model"] = core::json::string(m_model);
    message["content"] = boost::json::array();
    message["stop_reason"] = nullptr;
    message["stop_sequence"] = nullptr;
    message["usage"] = usageObject({.promptTokens = m_inputTokens});
    return {event("message_start", {{"message", std::move(message)}})};
}

QByteArrayList MessageEvents::add(const core::ChatDelta &delta)
{
    QByteArrayList out;
    m_outputTokens += tokensOf(delta);
    m_blocks.add(delta, out);
    return out;
}

QByteArrayList MessageEvents::end(const core::ChatOutcome &outcome)
{
    QByteArrayList out;
    m_blocks.end(out);
    const core::FinishReason reason = outcome.finishReasons.value(0, core::FinishReason::Stop);
    object delta;
    addStop(delta, reason, m_blocks.hasCalls(), outcome.stoppedAt, m_stops);
    const core::Usage usage = outcome.usage.value_or(
            core::Usage{.promptTokens = m_inputTokens, .completionTokens = m_outputTokens});
    out.append(
            event("message_delta", {{"delta", std::move(delta)}, {"usage", usageObject(usage)}}));
    out.append(event("message_stop", {}));
    return out;
}

QByteArrayList MessageEvents::broken(const core::Error &error)
{
    // Before the service accepted it is a refusal like any other, but for its status.
    Problem problem = m_id.isEmpty() ? problemOf(error) : brokenAnswer(error);
    nameRequest(problem);
    return {core::sse::event("error", problemBody(problem))};
}

QByteArray MessageEvents::keepAlive() const
{
    return event("ping", {});
}

ProblemBody MessageEvents::problems() const
{
    return anthropic::problems;
}

} // namespace gateway::anthropic
