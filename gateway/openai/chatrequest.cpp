// SPDX-License-Identifier: MIT
#include "gateway/openai/chatrequest.h"

#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"
#include "gateway/openai/contentparts.h"
#include "gateway/openai/documents.h"
#include "gateway/openai/messages.h"
#include "gateway/openai/responseformat.h"
#include "gateway/openai/sampling.h"
#include "gateway/openai/tools.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::ChatRequest;
using core::Result;

namespace gateway::openai {

namespace {

constexpr qint64 mostLogProbs = 20;

Result<std::optional<QString>> readEffort(const object &body)
{
    const object *reasoning = core::json::objectAt(body, "reasoning");
    const bool nested = !core::json::find(body, "reasoning_effort") && reasoning;
    return fields::word(nested ? *reasoning : body, nested ? u"reasoning"_s : QString(),
                        nested ? "effort" : "reasoning_effort",
                        {{"none"_L1, "none"_L1},
                         {"minimal"_L1, "minimal"_L1},
                         {"low"_L1, "low"_L1},
                         {"medium"_L1, "medium"_L1},
                         {"high"_L1, "high"_L1},
                         {"xhigh"_L1, "high"_L1},
                         {"max"_L1, "high"_L1},
                         {"disable"_L1, "none"_L1}});
}

Result<std::optional<int>> readLogProbs(const object &body)
{
    const auto wanted = fields::boolean(body, {}, "logprobs");
    if (!wanted)
        return std::unexpected(wanted.error());
    const auto top = fields::integer(body, {}, "top_logprobs", 0, mostLogProbs);
    if (!top)
        return std::unexpected(top.error());
    if (wanted->value_or(false))
        return int(top->value_or(1));
    if (top->value_or(0) > 0)
        return fields::invalid(u"top_logprobs"_s, u"Needs 'logprobs': true"_s);
    return std::nullopt;
}

Result<std::optional<QString>> readPrediction(const object &body)
{
    const auto prediction = fields::object(body, {}, "prediction");
    if (!prediction)
        return std::unexpected(prediction.error());
    const value *given = *prediction ? core::json::find(**prediction, "content") : nullptr;
    if (!given)
        return std::nullopt;
    const auto content = readContent(*given, u"prediction.content"_s);
    if (!content)
        return std::unexpected(content.error());
    return core::textOf({.content = content->parts});
}

Result<QList<core::Message>> readConversation(const object &body)
{
    const auto messages = fields::array(body, {}, "messages");
    if (!messages)
        return std::unexpected(messages.error());
    if (!*messages || (*messages)->empty())
        return fields::invalid(u"messages"_s, u"At least one message is required"_s);
    return readMessages(**messages);
}

void readTuning(fields::Reading &reading, ChatRequest &request, const object &body)
{
    reading.into(request.responseFormat, readResponseFormat(body));
    reading.keep(request.tools, readTools(body));
    reading.into(request.toolChoice, readToolChoice(body));
    reading.into(request.parallelToolCalls, fields::boolean(body, {}, "parallel_tool_calls"));
    reading.into(request.reasoningEffort, readEffort(body));
    reading.into(request.verbosity, fields::word(body, {}, "verbosity",
                                                 {{"low"_L1, "low"_L1},
                                                  {"medium"_L1, "medium"_L1},
                                                  {"high"_L1, "high"_L1}}));
    reading.into(request.prediction, readPrediction(body));
    reading.copy(request.metadata, fields::object(body, {}, "metadata"));
    const auto webSearch = fields::object(body, {}, "web_search_options");
    object options;
    reading.copy(options, webSearch);
    if (webSearch && *webSearch)
        request.webSearch = std::move(options);

    // A tier that the service does not know is a wish, not a condition.
    const QString tier = core::json::textAt(body, "service_tier");
    if (tier == "auto"_L1 || tier == "default"_L1 || tier == "priority"_L1)
        request.serviceTier = tier;
}

} // namespace

Result<ChatCall> readChatCall(const object &body)
{
    ChatCall call;
    fields::Reading reading;
    reading.keep(call.request.model, fields::needed(body, {}, "model"));
    reading.keep(call.request.messages, readConversation(body));
    reading.into(call.request.stream, fields::boolean(body, {}, "stream"));
    reading.keep(call.includeUsage, readIncludeUsage(body));
    readSampling(reading, call.request, body);
    reading.into(call.request.topLogProbs, readLogProbs(body));
    readTuning(reading, call.request, body);
    readDocuments(reading, call.request, body);
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    return call;
}

} // namespace gateway::openai
