// SPDX-License-Identifier: MIT
#include "gateway/anthropic/messagesrequest.h"

#include "gateway/anthropic/tools.h"
#include "gateway/anthropic/turns.h"
#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::ChatRequest;
using core::ResponseFormat;
using core::Result;

namespace gateway::anthropic {

namespace {

using fields::Reading;

constexpr qint64 unbounded = std::numeric_limits<qint64>::max();

Result<QStringList> readStop(const object &body)
{
    QStringList all;
    const auto stops = fields::array(body, {}, "stop_sequences");
    if (!stops)
        return std::unexpected(stops.error());
    if (!*stops)
        return all;
    for (qsizetype i = 0; const value &item : **stops) {
        const QString place = u"stop_sequences.%1"_s.arg(i++);
        if (!item.is_string() || item.get_string().empty())
            return fields::invalid(place, u"A non-empty string is required"_s);
        all.append(core::json::text(item.get_string()));
    }
    return all;
}

struct Thinking {
    bool shown = false;
    QString effort;
};

Result<Thinking> readThinking(const object &body)
{
    constexpr qint64 low = 4096;
    constexpr qint64 medium = 16384;
    const QString path = u"thinking"_s;
    const auto thinking = fields::object(body, {}, "thinking");
    if (!thinking)
        return std::unexpected(thinking.error());
    if (!*thinking)
        return Thinking{};
    const auto type = fields::needed(**thinking, path, "type");
    if (!type)
        return std::unexpected(type.error());
    if (*type == "disabled"_L1)
        return Thinking{.effort = u"none"_s};
    const auto budget = fields::integer(**thinking, path, "budget_tokens", 1, unbounded);
    if (!budget)
        return std::unexpected(budget.error());
    if (*type != "enabled"_L1 && *type != "adaptive"_L1 && *type != "between_tools"_L1) {
        return fields::invalid(fields::join(path, "type"),
                               u"Must be enabled, adaptive, between_tools or disabled"_s);
    }
    Thinking wanted{.shown = core::json::textAt(**thinking, "display") != "omitted"_L1};
    if (*budget)
        wanted.effort = **budget < low ? u"low"_s : **budget < medium ? u"medium"_s : u"high"_s;
    return wanted;
}

Result<std::optional<QString>> readEffort(const object &config)
{
    auto effort = fields::string(config, u"output_config"_s, "effort");
    if (!effort || !*effort)
        return effort;
    if (**effort == "xhigh"_L1 || **effort == "max"_L1)
        return u"high"_s;
    if (**effort != "low"_L1 && **effort != "medium"_L1 && **effort != "high"_L1) {
        return fields::invalid(u"output_config.effort"_s,
                               u"Must be low, medium, high, xhigh or max"_s);
    }
    return effort;
}

Result<std::optional<ResponseFormat>> readFormat(const object &json, const QString &path,
                                                 std::string_view key)
{
    const auto format = fields::object(json, path, key);
    if (!format)
        return std::unexpected(format.error());
    if (!*format)
        return std::nullopt;
    const QString where = fields::join(path, key);
    const auto type = fields::needed(**format, where, "type");
    if (!type)
        return std::unexpected(type.error());
    if (*type != "json_schema"_L1)
        return fields::invalid(fields::join(where, "type"), u"Must be json_schema"_s);
    const auto schema = fields::object(**format, where, "schema");
    if (!schema)
        return std::unexpected(schema.error());
    if (!*schema)
        return fields::invalid(fields::join(where, "schema"), u"Field required"_s);
    return ResponseFormat{.kind = ResponseFormat::Kind::JsonSchema,
                          .name = u"answer"_s,
                          .description = {},
                          .schema = **schema,
                          .strict = {}};
}

Result<std::optional<QString>> readTier(const object &body)
{
    auto tier = fields::string(body, {}, "service_tier");
    if (!tier || !*tier)
        return tier;
    // Another tier is a wish, not a condition.
    if (**tier == "standard_only"_L1)
        return u"default"_s;
    return **tier == "auto"_L1 ? tier : Result<std::optional<QString>>(std::nullopt);
}

void readOutput(Reading &reading, MessagesCall &call, const object &body)
{
    Thinking thinking;
    reading.keep(thinking, readThinking(body));
    call.showThinking = thinking.shown;
    call.request.reasoningEffort = thinking.effort;
    std::optional<ResponseFormat> format;
    reading.keep(format, readFormat(body, {}, "output_format"));
    const auto config = fields::object(body, {}, "output_config");
    object options;
    reading.copy(options, config);
    QString effort;
    reading.into(effort, readEffort(options));
    if (!effort.isEmpty() && thinking.effort != "none"_L1)
        call.request.reasoningEffort = effort;
    if (!format)
        reading.keep(format, readFormat(options, u"output_config"_s, "format"));
    call.request.responseFormat = format;
}

//! The reason is Anthropic's own: its SDKs then go on with the whole conversation in each request.
Result<std::optional<bool>> refuseThread(const object &body)
{
    if (core::json::find(body, "thread")) {
        return fields::invalid(
                u"thread"_s, u"Conversations are not kept here: send all messages, and no thread"_s,
                u"thread_unsupported_request"_s);
    }
    return std::nullopt;
}

//! What counts as input.
void readInput(Reading &reading, MessagesCall &call, const object &body)
{
    ChatRequest &request = call.request;
    bool threaded = false;
    reading.into(threaded, refuseThread(body));
    reading.keep(request.model, fields::needed(body, {}, "model"));
    reading.keep(request.messages, readTurns(body));
    reading.keep(request.tools, readTools(body));
    ToolUse use;
    reading.keep(use, readToolChoice(body, request.tools));
    request.toolChoice = use.choice;
    request.parallelToolCalls = use.parallel;
    readOutput(reading, call, body);
}

Result<qint64> readMaxTokens(const object &body)
{
    const auto most = fields::integer(body, {}, "max_tokens", 1, unbounded);
    if (!most)
        return std::unexpected(most.error());
    if (!*most)
        return fields::invalid(u"max_tokens"_s, u"Field required"_s);
    return **most;
}

} // namespace

Result<MessagesCall> readMessagesCall(const object &body)
{
    MessagesCall call;
    ChatRequest &request = call.request;
    Reading reading;
    readInput(reading, call, body);
    qint64 most = 0;
    reading.keep(most, readMaxTokens(body));
    request.maxTokens = most;
    reading.into(request.stream, fields::boolean(body, {}, "stream"));
    reading.into(request.temperature, fields::number(body, {}, "temperature", 0, 1));
    reading.into(request.topP, fields::number(body, {}, "top_p", 0, 1));
    reading.into(request.topK, fields::integer(body, {}, "top_k", 0, unbounded));
    reading.keep(request.stop, readStop(body));
    reading.into(request.serviceTier, readTier(body));
    object metadata;
    reading.copy(metadata, fields::object(body, {}, "metadata"));
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    return call;
}

Result<ChatRequest> readTokenCount(const object &body)
{
    MessagesCall call;
    Reading reading;
    readInput(reading, call, body);
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    return call.request;
}

} // namespace gateway::anthropic
