// SPDX-License-Identifier: MIT
#include "oci/demo/genericrequest.h"

#include "core/json/json.h"
#include "oci/demo/chatdetails.h"
#include "oci/demo/fieldreader.h"
#include "oci/demo/genericmessages.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ResponseFormat;
using core::Tool;
using core::ToolChoice;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

constexpr qint64 most = std::numeric_limits<qint32>::max();

void readTools(FieldReader &chat, QList<Tool> &tools)
{
    if (const auto *json = chat.array("tools"); json && json->size() > 128)
        chat.refuse("tools", u"at most 128"_s);
    chat.eachObject("tools", [&](FieldReader &reader) {
        reader.allowOnly({"type", "name", "description", "parameters"});
        reader.require("type");
        reader.word("type", {"FUNCTION"});
        tools += readFunction(reader);
    });
}

Problem readToolChoice(FieldReader &chat, std::optional<ToolChoice> &choice)
{
    const object *json = chat.object("toolChoice");
    if (!json)
        return chat.refusal();
    FieldReader reader(*json, chat.path("toolChoice"));
    reader.allowOnly({"type", "name"});
    reader.require("type");
    const QString type = reader.word("type", {"AUTO", "NONE", "REQUIRED", "FUNCTION"});
    using Mode = ToolChoice::Mode;
    choice.emplace();
    choice->mode = type == "none"_L1       ? Mode::None
                   : type == "required"_L1 ? Mode::Required
                   : type == "function"_L1 ? Mode::Function
                                           : Mode::Auto;
    if (choice->mode == Mode::Function) {
        reader.require("name");
        choice->function = reader.text("name").value_or(QString());
    }
    return reader.refusal();
}

Problem readFormat(FieldReader &chat, std::optional<ResponseFormat> &format)
{
    const object *json = chat.object("responseFormat");
    if (!json)
        return chat.refusal();
    FieldReader reader(*json, chat.path("responseFormat"));
    reader.allowOnly({"type", "jsonSchema"});
    reader.require("type");
    const QString type = reader.word("type", {"TEXT", "JSON_OBJECT", "JSON_SCHEMA"});
    using Kind = ResponseFormat::Kind;
    format.emplace();
    format->kind = type == "json_schema"_L1   ? Kind::JsonSchema
                   : type == "json_object"_L1 ? Kind::JsonObject
                                              : Kind::Text;
    if (format->kind != Kind::JsonSchema)
        return reader.refusal();

    reader.require("jsonSchema");
    const object *inner = reader.object("jsonSchema");
    if (!inner)
        return reader.refusal();
    FieldReader schema(*inner, reader.path("jsonSchema"));
    schema.allowOnly({"name", "description", "schema", "isStrict"});
    schema.require("name");
    format->name = schema.text("name").value_or(QString());
    format->description = schema.text("description").value_or(QString());
    format->strict = schema.flag("isStrict");
    if (const object *given = schema.object("schema"))
        format->schema = *given;
    return schema.refusal();
}

void readSampling(FieldReader &chat, core::ChatRequest &request)
{
    request.temperature = chat.number("temperature", 0, 2);
    request.topP = chat.number("topP", 0, 1);
    request.topK = chat.integer("topK", -1, most);
    request.frequencyPenalty = chat.number("frequencyPenalty", -2, 2);
    request.presencePenalty = chat.number("presencePenalty", -2, 2);
    request.seed = chat.integer("seed", std::numeric_limits<qint64>::min(),
                                std::numeric_limits<qint64>::max());
    request.stop = chat.texts("stop");
    request.choices = int(chat.integer("numGenerations", 1, 5).value_or(1));
    if (const auto logProbs = chat.integer("logProbs", 0, 20))
        request.topLogProbs = int(*logProbs);
    if (const object *bias = chat.object("logitBias"))
        request.logitBias = *bias;
    request.parallelToolCalls = chat.flag("isParallelToolCalls");
    request.reasoningEffort =
            chat.word("reasoningEffort", {"NONE", "MINIMAL", "LOW", "MEDIUM", "HIGH"});
    request.verbosity = chat.word("verbosity", {"LOW", "MEDIUM", "HIGH"});
    request.serviceTier = chat.word("serviceTier", {"AUTO", "DEFAULT", "PRIORITY"});
    if (const object *metadata = chat.object("metadata"))
        request.metadata = *metadata;
    if (const object *search = chat.object("webSearchOptions"))
        request.webSearch = *search;
    chat.object("prediction");
    chat.flag("isEcho");
}

void readLimit(FieldReader &chat, ChatCall &call)
{
    const auto limit = chat.integer("maxTokens", 1, most);
    const auto completion = chat.integer("maxCompletionTokens", 1, most);
    if (limit && completion)
        return chat.refuse("maxTokens", u"cannot stand beside maxCompletionTokens"_s);
    call.chat.maxTokens = limit ? limit : completion;
    call.limitField = limit ? "maxTokens" : completion ? "maxCompletionTokens" : "";
}

Problem readChat(const object &json, ChatCall &call)
{
    FieldReader chat(json, u"chatRequest"_s);
    chat.allowOnly({"apiFormat",
                    "messages",
                    "maxTokens",
                    "maxCompletionTokens",
                    "temperature",
                    "topP",
                    "topK",
                    "frequencyPenalty",
                    "presencePenalty",
                    "stop",
                    "seed",
                    "numGenerations",
                    "isStream",
                    "streamOptions",
                    "isEcho",
                    "logProbs",
                    "logitBias",
                    "responseFormat",
                    "tools",
                    "toolChoice",
                    "isParallelToolCalls",
                    "reasoningEffort",
                    "verbosity",
                    "metadata",
                    "prediction",
                    "webSearchOptions",
                    "serviceTier"});
    call.chat.stream = chat.flag("isStream").value_or(false);
    readLimit(chat, call);
    readSampling(chat, call.chat);
    call.chat.messages = readGenericMessages(chat);
    chat.inObject("streamOptions", [&](FieldReader &options) {
        options.allowOnly({"isIncludeUsage"});
        call.includeUsage = options.flag("isIncludeUsage").value_or(false);
    });
    readTools(chat, call.chat.tools);
    if (const Problem problem = readToolChoice(chat, call.chat.toolChoice))
        return problem;
    if (const Problem problem = readFormat(chat, call.chat.responseFormat))
        return problem;
    return chat.refusal();
}

} // namespace

Judged<ChatCall> readGenericRequest(const object &body)
{
    auto details = readChatDetails(body);
    if (!details)
        return std::unexpected(details.error());
    if (const Problem problem = readChat(*details->chat, details->call))
        return std::unexpected(*problem);
    return std::move(details->call);
}

} // namespace oci::demo
