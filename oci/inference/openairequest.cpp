// SPDX-License-Identifier: MIT
#include "oci/inference/openairequest.h"

#include "oci/inference/genericoptions.h"
#include "oci/inference/history.h"
#include "oci/inference/jsonwriter.h"
#include "oci/inference/schemasimplifier.h"

#include <algorithm>
#include <cmath>

using core::ChatRequest;
using core::ContentPart;
using core::FilePart;
using core::Message;
using core::ResponseFormat;
using core::Role;
using core::ToolChoice;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

QByteArrayView roleName(Role role, const ModelProfile &profile)
{
    switch (role) {
    case Role::System:
        return "system";
    case Role::Developer:
        return profile.developerRole ? "developer" : "system";
    case Role::User:
        return "user";
    case Role::Assistant:
        return "assistant";
    case Role::Tool:
        return "tool";
    }
    return "user";
}

void writeTextPart(JsonWriter &out, QStringView text)
{
    out.beginObject().key("type").utf8("text").key("text").text(text).endObject();
}

//! "data:audio/mp3;base64,…" as OpenAI's pair of format and bare base64.
void writeAudio(JsonWriter &out, QByteArrayView uri)
{
    const qsizetype comma = uri.indexOf(',');
    QByteArrayView format = uri.first(std::max<qsizetype>(comma, 0));
    format = format.sliced(format.indexOf('/') + 1);
    const qsizetype semicolon = format.indexOf(';');
    if (semicolon >= 0)
        format = format.first(semicolon);
    out.beginObject().key("type").utf8("input_audio").key("input_audio").beginObject();
    out.key("data").utf8(uri.sliced(comma + 1)).key("format").utf8(format).endObject().endObject();
}

void writeFile(JsonWriter &out, const FilePart &file)
{
    switch (file.kind) {
    case FilePart::Kind::Document:
        out.beginObject().key("type").utf8("file").key("file").beginObject();
        out.key("file_data").utf8(file.dataUri).key("filename");
        out.text(file.fileName.isEmpty() ? u"document"_s : file.fileName).endObject().endObject();
        return;
    case FilePart::Kind::Audio:
        writeAudio(out, file.dataUri);
        return;
    case FilePart::Kind::Video:
        out.beginObject().key("type").utf8("video_url").key("video_url").beginObject();
        out.key("url").utf8(file.dataUri).endObject().endObject();
        return;
    }
}

void writePart(JsonWriter &out, const ContentPart &part)
{
    if (const auto *text = std::get_if<core::TextPart>(&part)) {
        writeTextPart(out, text->text);
    } else if (const auto *image = std::get_if<core::ImagePart>(&part)) {
        out.beginObject().key("type").utf8("image_url").key("image_url").beginObject();
        out.key("url").utf8(image->url);
        if (!image->detail.isEmpty())
            out.key("detail").text(image->detail);
        out.endObject().endObject();
    } else if (const auto *file = std::get_if<FilePart>(&part)) {
        writeFile(out, *file);
    }
}

void writeContent(JsonWriter &out, const HistoryEntry &entry, const ModelProfile &profile)
{
    const auto &content = entry.message->content;
    const bool onlyText = std::ranges::all_of(content, [](const ContentPart &part) {
        return std::holds_alternative<core::TextPart>(part);
    });
    out.key("content");
    if (onlyText || !entry.withContent) {
        QString text = entry.withContent ? textOf(*entry.message) : QString();
        if (text.isEmpty() && entry.callCount > 0 && profile.fillsEmptyAssistant)
            text = u"."_s;
        else if (text.isEmpty() && entry.callCount == 0)
            text = entry.message->refusal.isEmpty() ? u" "_s : entry.message->refusal; // 14.54
        out.text(text);
        return;
    }
    out.beginArray();
    for (const ContentPart &part : content) {
        const auto *text = std::get_if<core::TextPart>(&part);
        if (!text || !text->text.isEmpty()) // 14.54
            writePart(out, part);
    }
    out.endArray();
}

void writeMessage(JsonWriter &out, const HistoryEntry &entry, const ModelProfile &profile)
{
    const Message &message = *entry.message;
    out.beginObject().key("role").utf8(roleName(message.role, profile));
    if (!message.name.isEmpty() && message.role != Role::Tool)
        out.key("name").text(message.name);
    writeContent(out, entry, profile);
    if (message.role == Role::Assistant && entry.callCount > 0) {
        out.key("tool_calls").beginArray();
        for (const core::ToolCall &call :
             message.toolCalls.sliced(entry.firstCall, entry.callCount)) {
            out.beginObject().key("id").text(call.id).key("type").utf8("function");
            out.key("function").beginObject().key("name").text(call.name);
            out.key("arguments").utf8(call.arguments.isEmpty() ? "{}"_ba : call.arguments);
            out.endObject().endObject();
        }
        out.endArray();
    }
    if (message.role == Role::Tool)
        out.key("tool_call_id").text(message.toolCallId);
    out.endObject();
}

void writeTools(JsonWriter &out, const ChatRequest &request, const ModelProfile &profile)
{
    if (request.tools.isEmpty())
        return;
    out.key("tools").beginArray();
    for (const core::Tool &tool : request.tools) {
        out.beginObject().key("type").utf8("function").key("function").beginObject();
        out.key("name").text(tool.name);
        if (!tool.description.isEmpty())
            out.key("description").text(tool.description);
        out.key("parameters").json(tool.parameters);
        if (tool.strict)
            out.key("strict").boolean(*tool.strict);
        out.endObject().endObject();
    }
    out.endArray();
    if (request.toolChoice && !profile.refused.testFlag(Field::ToolChoice)) {
        out.key("tool_choice");
        switch (request.toolChoice->mode) {
        case ToolChoice::Mode::Auto:
            out.utf8("auto");
            break;
        case ToolChoice::Mode::None:
            out.utf8("none");
            break;
        case ToolChoice::Mode::Required:
            out.utf8("required");
            break;
        case ToolChoice::Mode::Function:
            out.beginObject().key("type").utf8("function").key("function").beginObject();
            out.key("name").text(request.toolChoice->function).endObject().endObject();
            break;
        }
    }
    if (request.parallelToolCalls && !profile.refused.testFlag(Field::ParallelToolCalls))
        out.key("parallel_tool_calls").boolean(*request.parallelToolCalls);
}

void writeResponseFormat(JsonWriter &out, const ResponseFormat &format)
{
    out.key("response_format").beginObject().key("type");
    switch (format.kind) {
    case ResponseFormat::Kind::Text:
        out.utf8("text");
        break;
    case ResponseFormat::Kind::JsonObject:
        out.utf8("json_object");
        break;
    case ResponseFormat::Kind::JsonSchema:
        out.utf8("json_schema").key("json_schema").beginObject();
        writeSchemaFields(out, format, "strict");
        out.endObject();
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
    number("temperature", request.temperature, Field::Temperature);
    number("top_p", request.topP, Field::TopP);
    number("frequency_penalty", request.frequencyPenalty, Field::FrequencyPenalty);
    number("presence_penalty", request.presencePenalty, Field::PresencePenalty);
    if (request.topK && !profile.refused.testFlag(Field::TopK))
        out.key("top_k").number(*request.topK);
    if (request.seed && !profile.refused.testFlag(Field::Seed))
        out.key("seed").number(*request.seed);
    if (!request.stop.isEmpty() && !profile.refused.testFlag(Field::Stop)) {
        out.key("stop").beginArray();
        for (const QString &text : request.stop)
            out.text(text);
        out.endArray();
    }
    if (request.choices > 1)
        out.key("n").number(qint64(request.choices));
    if (request.topLogProbs && !profile.refused.testFlag(Field::LogProbs)) {
        out.key("logprobs").boolean(true);
        if (*request.topLogProbs > 0)
            out.key("top_logprobs").number(qint64(*request.topLogProbs));
    }
    if (!request.logitBias.empty())
        out.key("logit_bias").json(request.logitBias);
}

void writeExtras(JsonWriter &out, const ChatRequest &request, const ModelProfile &profile)
{
    if (!request.reasoningEffort.isEmpty() && !profile.refused.testFlag(Field::ReasoningEffort))
        out.key("reasoning_effort").text(request.reasoningEffort);
    if (!request.verbosity.isEmpty() && !profile.refused.testFlag(Field::Verbosity))
        out.key("verbosity").text(request.verbosity);
    if (!request.serviceTier.isEmpty())
        out.key("service_tier").text(request.serviceTier);
    if (!request.prediction.isEmpty()) {
        out.key("prediction").beginObject().key("type").utf8("content");
        out.key("content").text(request.prediction).endObject();
    }
    if (request.webSearch)
        out.key("web_search_options").json(*request.webSearch);
    // `metadata` goes with stored answers, which this endpoint refuses (8.4).
}

} // namespace

core::Result<QByteArray> openAiRequestBody(const ChatRequest &asked, const QString &model,
                                           const ModelProfile &profile)
{
    if (const auto fine = checkAttachments(asked.messages, true); !fine)
        return std::unexpected(fine.error());
    const auto simple = withSimpleSchemas(asked, profile.schema);
    if (!simple)
        return std::unexpected(simple.error());
    const ChatRequest &request = *simple;

    JsonWriter out(4096);
    out.beginObject().key("model").text(model).key("messages").beginArray();
    for (const HistoryEntry &entry : historyOf(request.messages, profile.oneCallAtATime))
        writeMessage(out, entry, profile);
    out.endArray();
    writeTools(out, request, profile);
    out.key(profile.completionTokens ? "max_completion_tokens" : "max_tokens")
            .number(request.maxTokens.value_or(profile.defaultLimit));
    writeSampling(out, request, profile);
    if (request.responseFormat)
        writeResponseFormat(out, *request.responseFormat);
    writeExtras(out, request, profile);
    if (request.stream && !profile.refused.testFlag(Field::Stream)) {
        out.key("stream").boolean(true);
        if (!profile.refused.testFlag(Field::StreamOptions))
            out.key("stream_options").beginObject().key("include_usage").boolean(true).endObject();
    }
    out.endObject();
    return out.take();
}

} // namespace oci
