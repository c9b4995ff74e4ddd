// SPDX-License-Identifier: MIT
#include "gateway/anthropic/answerblocks.h"

#include "core/json/json.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;

namespace gateway::anthropic {

namespace {

const char *stopReason(core::FinishReason reason, bool hasCalls)
{
    switch (reason) {
    case core::FinishReason::Stop:
    case core::FinishReason::ToolCalls:
        return hasCalls ? "tool_use" : "end_turn";
    case core::FinishReason::Length:
        return "max_tokens";
    case core::FinishReason::ContentFilter:
        return "refusal";
    }
    return "end_turn";
}

//! A service may have words of its own where others have what they stopped at.
bool hasStopped(const std::optional<QString> &at, const QStringList &stops)
{
    return at && !stops.isEmpty() && (at->isEmpty() || stops.contains(*at));
}

} // namespace

object textBlock(const QString &text)
{
    return {{"type", "text"}, {"text", core::json::string(text)}};
}

object thinkingBlock(const QString &thinking, QByteArrayView signature)
{
    return {{"type", "thinking"},
            {"thinking", core::json::string(thinking)},
            {"signature", core::json::string(signature)}};
}

object toolUseBlock(const QString &id, const QString &name, object input)
{
    return {{"type", "tool_use"},
            {"id", core::json::string(id)},
            {"name", core::json::string(name)},
            {"input", std::move(input)}};
}

QString callId(const QString &given)
{
    return given.isEmpty() ? u"toolu_"_s + QUuid::createUuid().toString(QUuid::Id128) : given;
}

object inputOf(const QByteArray &arguments)
{
    if (arguments.trimmed().isEmpty())
        return {};
    auto json = core::json::parse(arguments);
    if (json && json->is_string()) {
        const auto &text = json->get_string();
        auto inner = core::json::parse(QByteArrayView(text.data(), qsizetype(text.size())));
        if (inner && inner->is_object())
            json = std::move(inner);
    }
    if (json && json->is_object())
        return std::move(json->get_object());
    if (json && json->is_null())
        return {};
    // Bytes that are no UTF-8 must not make the whole answer invalid.
    return {{"invalid_json", core::json::string(QString::fromUtf8(arguments))}};
}

void addStop(object &json, core::FinishReason reason, bool hasCalls,
             const std::optional<QString> &stoppedAt, const QStringList &stops)
{
    json["stop_reason"] = stopReason(reason, hasCalls);
    json["stop_sequence"] = nullptr;
    if (reason != core::FinishReason::Stop || hasCalls || !hasStopped(stoppedAt, stops))
        return;
    json["stop_reason"] = "stop_sequence";
    if (!stoppedAt->isEmpty())
        json["stop_sequence"] = core::json::string(*stoppedAt);
    else if (stops.size() == 1)
        json["stop_sequence"] = core::json::string(stops.first());
}

object usageObject(const core::Usage &usage)
{
    const qint64 cached = std::clamp<qint64>(usage.cachedTokens.value_or(0), 0,
                                             std::max<qint64>(0, usage.promptTokens));
    object json;
    json["input_tokens"] = usage.promptTokens - cached;
    json["cache_creation_input_tokens"] = 0;
    json["cache_read_input_tokens"] = cached;
    json["output_tokens"] = usage.completionTokens;
    if (usage.reasoningTokens)
        json["output_tokens_details"] = {{"thinking_tokens", *usage.reasoningTokens}};
    return json;
}

} // namespace gateway::anthropic
