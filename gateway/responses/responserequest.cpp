// SPDX-License-Identifier: MIT
#include "gateway/responses/responserequest.h"

#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"
#include "gateway/responses/conversation.h"
#include "gateway/responses/responseecho.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::ChatRequest;
using core::ResponseFormat;
using core::Result;
using gateway::fields::Reading;

namespace gateway::responses {

namespace {

constexpr qint64 unbounded = std::numeric_limits<qint64>::max();
constexpr qint64 mostLogProbs = 20;

Result<std::optional<QString>> readEffort(const object &body)
{
    const auto reasoning = fields::object(body, {}, "reasoning");
    if (!reasoning)
        return std::unexpected(reasoning.error());
    if (!*reasoning)
        return std::nullopt;
    return fields::word(**reasoning, u"reasoning"_s, "effort",
                        {{"none"_L1, "none"_L1},
                         {"minimal"_L1, "minimal"_L1},
                         {"low"_L1, "low"_L1},
                         {"medium"_L1, "medium"_L1},
                         {"high"_L1, "high"_L1},
                         {"xhigh"_L1, "high"_L1},
                         {"max"_L1, "high"_L1}});
}

Result<std::optional<ResponseFormat>> readFormat(const object &text)
{
    const QString path = u"text.format"_s;
    const auto format = fields::object(text, u"text"_s, "format");
    if (!format)
        return std::unexpected(format.error());
    if (!*format)
        return std::nullopt;
    const auto type = fields::needed(**format, path, "type");
    if (!type)
        return std::unexpected(type.error());
    if (*type == "text"_L1)
        return std::nullopt;
    if (*type == "json_object"_L1)
        return ResponseFormat{.kind = ResponseFormat::Kind::JsonObject};
    if (*type != "json_schema"_L1) {
        return fields::invalid(fields::join(path, "type"),
                               u"Must be one of text, json_object, json_schema"_s);
    }
    ResponseFormat read{.kind = ResponseFormat::Kind::JsonSchema};
    Reading reading;
    reading.keep(read.name, fields::needed(**format, path, "name"));
    reading.into(read.description, fields::string(**format, path, "description"));
    reading.into(read.strict, fields::boolean(**format, path, "strict"));
    const auto schema = fields::object(**format, path, "schema");
    if (schema && *schema)
        read.schema = **schema;
    object unused;
    reading.copy(unused, schema);
    if (reading.error)
        return std::unexpected(*reading.error);
    return read;
}

void readText(Reading &reading, ChatRequest &request, const object &body)
{
    const auto text = fields::object(body, {}, "text");
    if (!text || !*text) {
        object unused;
        return reading.copy(unused, text);
    }
    reading.into(request.responseFormat, readFormat(**text));
    reading.into(request.verbosity, fields::word(**text, u"text"_s, "verbosity",
                                                 {{"low"_L1, "low"_L1},
                                                  {"medium"_L1, "medium"_L1},
                                                  {"high"_L1, "high"_L1}}));
}

Result<std::optional<int>> readLogProbs(const object &body)
{
    const auto include = fields::array(body, {}, "include");
    if (!include)
        return std::unexpected(include.error());
    const auto isWanted = [](const value &each) { return each == "message.output_text.logprobs"; };
    const bool wanted = *include && std::ranges::any_of(**include, isWanted);
    const auto top = fields::integer(body, {}, "top_logprobs", 0, mostLogProbs);
    if (!top)
        return std::unexpected(top.error());
    if (wanted || top->value_or(0) > 0)
        return int(top->value_or(0));
    return std::nullopt;
}

void readOptions(Reading &reading, ChatRequest &request, const object &body)
{
    reading.into(request.stream, fields::boolean(body, {}, "stream"));
    reading.into(request.maxTokens, fields::integer(body, {}, "max_output_tokens", 1, unbounded));
    reading.into(request.temperature, fields::number(body, {}, "temperature", 0, 2));
    reading.into(request.topP, fields::number(body, {}, "top_p", 0, 1));
    reading.into(request.parallelToolCalls, fields::boolean(body, {}, "parallel_tool_calls"));
    reading.into(request.reasoningEffort, readEffort(body));
    reading.into(request.topLogProbs, readLogProbs(body));
    readText(reading, request, body);
    // A tier that the service does not know is a wish, not a condition.
    const QString tier = core::json::textAt(body, "service_tier");
    if (tier == "auto"_L1 || tier == "default"_L1 || tier == "priority"_L1)
        request.serviceTier = tier;
}

void readToolFields(Reading &reading, ResponseCall &call, const object &body)
{
    ToolSet set;
    reading.keep(set, readTools(body));
    if (!reading.error)
        reading.into(call.request.toolChoice, readToolChoice(body, set));
    call.request.tools = std::move(set.tools);
    call.request.webSearch = std::move(set.webSearch);
    call.tools = std::move(set.identities);
}

//! What only OpenAI's own service can do.
Result<void> checkUnserved(const object &body)
{
    if (core::json::find(body, "conversation")) {
        return fields::invalid(u"conversation"_s,
                               u"Conversations are not kept here: continue a response by "
                               "previous_response_id, or send the items again"_s);
    }
    if (core::json::find(body, "prompt")) {
        return fields::invalid(u"prompt"_s, u"Prompt templates are not kept here: send the text as "
                                            "instructions and input"_s);
    }
    return {};
}

Result<void> readKeeping(ResponseCall &call, const object &body)
{
    Reading reading;
    reading.into(call.store, fields::boolean(body, {}, "store"));
    reading.into(call.background, fields::boolean(body, {}, "background"));
    reading.into(call.previousId, fields::string(body, {}, "previous_response_id"));
    object unused;
    reading.copy(unused, fields::object(body, {}, "metadata"));
    if (reading.error)
        return std::unexpected(*reading.error);
    if (call.background && !call.store)
        return fields::invalid(u"background"_s, u"Needs 'store' to be true"_s);
    return {};
}

Result<void> readMessages(ResponseCall &call, const object &body, const Kept &kept)
{
    Conversation conversation;
    if (!call.previousId.isEmpty()) {
        const auto before = kept.conversation ? kept.conversation(call.previousId)
                                              : fields::invalid(u"previous_response_id"_s,
                                                                u"Responses are not kept here"_s);
        if (!before)
            return std::unexpected(before.error());
        for (const boost::json::array &items : *before) {
            if (auto good = conversation.add(items, u"previous_response_id"_s); !good)
                return good;
        }
    }
    auto input = readInput(body, kept);
    if (!input)
        return std::unexpected(input.error());
    if (auto good = conversation.add(*input, u"input"_s); !good)
        return good;
    call.input = *std::move(input);

    const auto instructions = fields::string(body, {}, "instructions");
    if (!instructions)
        return std::unexpected(instructions.error());
    if (const QString text = instructions->value_or(QString()); !text.isEmpty())
        call.request.messages.append(core::textMessage(core::Role::System, text));
    call.request.messages += conversation.messages();
    if (call.input.empty() && call.previousId.isEmpty())
        return fields::invalid(u"input"_s, u"A string or an array of items is required"_s);
    if (call.request.messages.isEmpty())
        return fields::invalid(u"input"_s, u"There is nothing in it to answer"_s);
    return {};
}

} // namespace

Result<ResponseCall> readResponseCall(const object &body, const Kept &kept)
{
    ResponseCall call;
    Reading reading;
    reading.keep(call.request.model, fields::needed(body, {}, "model"));
    if (!reading.error) {
        auto good = checkUnserved(body);
        if (good)
            good = readKeeping(call, body);
        if (good)
            good = readMessages(call, body, kept);
        if (!good)
            reading.error = good.error();
    }
    readOptions(reading, call.request, body);
    readToolFields(reading, call, body);
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    call.echo = echoOf(body);
    return call;
}

} // namespace gateway::responses
