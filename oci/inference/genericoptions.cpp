// SPDX-License-Identifier: MIT
#include "oci/inference/genericoptions.h"

#include "core/json/json.h"

#include <cmath>

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::ResponseFormat;
using core::ToolChoice;

namespace oci {

namespace {

void writeTools(JsonWriter &out, const ChatRequest &request, const ModelProfile &profile)
{
    if (request.tools.isEmpty())
        return; // 14.53: no choice without tools
    out.key("tools").beginArray();
    for (const core::Tool &tool : request.tools) {
        out.beginObject().key("type").utf8("FUNCTION").key("name").text(tool.name);
        if (!tool.description.isEmpty())
            out.key("description").text(tool.description);
        out.key("parameters").json(tool.parameters).endObject();
    }
    out.endArray();

    if (request.toolChoice && !profile.refused.testFlag(Field::ToolChoice)) {
        out.key("toolChoice").beginObject().key("type");
        switch (request.toolChoice->mode) {
        case ToolChoice::Mode::Auto:
            out.utf8("AUTO");
            break;
        case ToolChoice::Mode::None:
            out.utf8("NONE");
            break;
        case ToolChoice::Mode::Required:
            out.utf8("REQUIRED");
            break;
        case ToolChoice::Mode::Function:
            out.utf8("FUNCTION").key("name").text(request.toolChoice->function);
            break;
        }
        out.endObject();
    }
    if (request.parallelToolCalls && !profile.refused.testFlag(Field::ParallelToolCalls))
        out.key("isParallelToolCalls").boolean(*request.parallelToolCalls);
}

void writeJsonSchema(JsonWriter &out, const ResponseFormat &format)
{
    out.utf8("JSON_SCHEMA").key("jsonSchema").beginObject();
    writeSchemaFields(out, format, "isStrict"); // 14.18: exactly these four
    out.endObject();
}

void writeResponseFormat(JsonWriter &out, const ResponseFormat &format, const ModelProfile &profile)
{
    out.key("responseFormat").beginObject().key("type");
    switch (format.kind) {
    case ResponseFormat::Kind::Text:
        out.utf8("TEXT");
        break;
    case ResponseFormat::Kind::JsonObject:
        if (profile.jsonNeedsSchema)
            writeJsonSchema(out, {.name = u"json_object"_s,
                                  .schema = boost::json::object{{"type", "object"}}});
        else
            out.utf8("JSON_OBJECT");
        break;
    case ResponseFormat::Kind::JsonSchema:
        writeJsonSchema(out, format);
        break;
    }
    out.endObject();
}

void writeSampling(JsonWriter &out, const ChatRequest &request, const ModelProfile &profile)
{
    const auto number = [&](std::string_view key, const std::optional<double> &value, Field field) {
        if (value && std::isfinite(*value) && !profile.refused.testFlag(field))
            out.key(key).number(*value);
    };
    const auto integer = [&](std::string_view key, const std::optional<qint64> &value,
                             Field field) {
        if (value && !profile.refused.testFlag(field))
            out.key(key).number(*value);
    };
    number("temperature", request.temperature, Field::Temperature);
    number("topP", request.topP, Field::TopP);
    integer("topK", request.topK, Field::TopK);
    number("frequencyPenalty", request.frequencyPenalty, Field::FrequencyPenalty);
    number("presencePenalty", request.presencePenalty, Field::PresencePenalty);
    integer("seed", request.seed, Field::Seed);
    if (!request.stop.isEmpty() && !profile.refused.testFlag(Field::Stop)) {
        out.key("stop").beginArray();
        for (const QString &text : request.stop)
            out.text(text);
        out.endArray();
    }
    if (request.choices > 1)
        out.key("numGenerations").number(qint64(request.choices));
    if (request.topLogProbs && !profile.refused.testFlag(Field::LogProbs))
        out.key("logProbs").number(qint64(std::max(1, *request.topLogProbs)));
    if (!request.logitBias.empty())
        out.key("logitBias").json(request.logitBias);
}

//! "xhigh" and "max" are more than the service has a word for; "disable" is one client's "none".
QByteArray reasoningEffort(const QString &effort)
{
    if (effort == "xhigh"_L1 || effort == "max"_L1)
        return "HIGH"_ba;
    if (effort == "disable"_L1)
        return "NONE"_ba;
    return wireWord(effort, {"NONE"_L1, "MINIMAL"_L1, "LOW"_L1, "MEDIUM"_L1, "HIGH"_L1});
}

void writeWebSearch(JsonWriter &out, const boost::json::object &options)
{
    out.key("webSearchOptions").beginObject();
    if (const QByteArray size = wireWord(core::json::textAt(options, "search_context_size"),
                                         {"HIGH"_L1, "MEDIUM"_L1, "LOW"_L1});
        !size.isEmpty())
        out.key("searchContextSize").utf8(size);
    const auto *location = core::json::objectAt(options, "user_location");
    const auto *approximate = location ? core::json::objectAt(*location, "approximate") : nullptr;
    if (approximate || location) {
        out.key("userLocation").beginObject();
        for (const std::string_view key : {"city", "region", "country", "timezone"}) {
            if (const auto *text =
                        core::json::stringAt(approximate ? *approximate : *location, key))
                out.key(key).utf8(QByteArrayView(text->data(), qsizetype(text->size())));
        }
        out.endObject();
    }
    out.endObject();
}

void writeExtras(JsonWriter &out, const ChatRequest &request, const ModelProfile &profile)
{
    const auto word = [&out](std::string_view key, const QByteArray &value) {
        if (!value.isEmpty())
            out.key(key).utf8(value);
    };
    if (!profile.refused.testFlag(Field::ReasoningEffort))
        word("reasoningEffort", reasoningEffort(request.reasoningEffort));
    if (!profile.refused.testFlag(Field::Verbosity))
        word("verbosity", wireWord(request.verbosity, {"LOW"_L1, "MEDIUM"_L1, "HIGH"_L1}));
    word("serviceTier", wireWord(request.serviceTier, {"AUTO"_L1, "DEFAULT"_L1, "PRIORITY"_L1}));
    if (!request.metadata.empty())
        out.key("metadata").json(request.metadata);
    if (!request.prediction.isEmpty()) {
        out.key("prediction").beginObject().key("type").utf8("CONTENT").key("content").beginArray();
        out.beginObject().key("type").utf8("TEXT").key("text").text(request.prediction).endObject();
        out.endArray().endObject();
    }
    if (request.webSearch)
        writeWebSearch(out, *request.webSearch);
}

} // namespace

void writeSchemaFields(JsonWriter &out, const ResponseFormat &format, std::string_view strictKey)
{
    out.key("name").text(format.name.isEmpty() ? u"response"_s : format.name);
    if (!format.description.isEmpty())
        out.key("description").text(format.description);
    if (format.schema)
        out.key("schema").json(*format.schema);
    if (format.strict)
        out.key(strictKey).boolean(*format.strict);
}

QByteArray wireWord(const QString &value, std::initializer_list<QLatin1StringView> known)
{
    for (const QLatin1StringView each : known) {
        if (value.compare(each, Qt::CaseInsensitive) == 0)
            return QByteArray(each.data(), each.size());
    }
    return {};
}

void writeGenericOptions(JsonWriter &out, const ChatRequest &request, const ModelProfile &profile)
{
    writeTools(out, request, profile);
    // 14.2: without a limit some models stop after 20 tokens.
    out.key(profile.completionTokens ? "maxCompletionTokens" : "maxTokens")
            .number(request.maxTokens.value_or(profile.defaultLimit));
    writeSampling(out, request, profile);
    if (request.responseFormat)
        writeResponseFormat(out, *request.responseFormat, profile);
    writeExtras(out, request, profile);
    const bool streams = request.stream && !profile.refused.testFlag(Field::Stream);
    out.key("isStream").boolean(streams);
    if (streams && !profile.refused.testFlag(Field::StreamOptions))
        out.key("streamOptions").beginObject().key("isIncludeUsage").boolean(true).endObject();
}

} // namespace oci
