// SPDX-License-Identifier: MIT
#include "oci/inference/cohererequest.h"

#include "core/json/json.h"
#include "oci/inference/chatdetails.h"
#include "oci/inference/coheredocuments.h"
#include "oci/inference/coherehistory.h"
#include "oci/inference/cohereoptions.h"
#include "oci/inference/coheretools.h"
#include "oci/inference/genericoptions.h"
#include "oci/inference/schemasimplifier.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ChatRequest;
using Kind = oci::CohereEntry::Kind;

namespace oci {

namespace {

//! Models do write invalid JSON; what they wrote is told all the same.
object parametersOf(const core::ToolCall &call)
{
    if (call.arguments.trimmed().isEmpty())
        return {};
    if (auto parsed = core::json::parseObject(call.arguments))
        return *std::move(parsed);
    return {{"arguments", core::json::string(QString::fromUtf8(call.arguments))}};
}

object outputOf(const QString &text)
{
    if (auto parsed = core::json::parseObject(text.toUtf8()); parsed && !parsed->empty())
        return *std::move(parsed);
    return {{"output", core::json::string(text)}};
}

void writeCall(JsonWriter &out, const core::ToolCall &call)
{
    out.beginObject().key("name").text(call.name).key("parameters").json(parametersOf(call));
    out.endObject();
}

void writeResults(JsonWriter &out, const QList<AnsweredCall> &results)
{
    out.key("toolResults").beginArray();
    for (const AnsweredCall &each : results) {
        out.beginObject().key("call");
        writeCall(out, each.call);
        out.key("outputs").beginArray();
        for (const QString &text : each.results)
            out.json(outputOf(text));
        out.endArray().endObject();
    }
    out.endArray();
}

void writeEntry(JsonWriter &out, const CohereEntry &entry)
{
    out.beginObject().key("role");
    switch (entry.kind) {
    case Kind::User:
        out.utf8("USER").key("message").text(entry.text);
        break;
    case Kind::Chatbot:
        out.utf8("CHATBOT").key("message").text(entry.text);
        if (!entry.calls.isEmpty()) {
            out.key("toolCalls").beginArray();
            for (const core::ToolCall &call : entry.calls)
                writeCall(out, call);
            out.endArray();
        }
        break;
    case Kind::Tool:
        writeResults(out.utf8("TOOL"), entry.results);
        break;
    }
    out.endObject();
}

void writeHistory(JsonWriter &out, const CohereHistory &history)
{
    out.key("message").text(history.message);
    if (!history.preamble.isEmpty())
        out.key("preambleOverride").text(history.preamble);
    if (!history.entries.isEmpty()) {
        out.key("chatHistory").beginArray();
        for (const CohereEntry &entry : history.entries)
            writeEntry(out, entry);
        out.endArray();
    }
    if (!history.results.isEmpty())
        writeResults(out, history.results);
}

} // namespace

core::Result<QByteArray> cohereRequestBody(const ChatRequest &asked, const ChatTarget &target,
                                           const QString &compartmentId,
                                           const ModelProfile &profile)
{
    if (const auto fine = checkCohereOptions(asked); !fine)
        return std::unexpected(fine.error());
    const auto documents = cohereDocuments(asked, false);
    if (!documents)
        return std::unexpected(documents.error());
    const auto history = cohereHistory(asked.messages);
    if (!history)
        return std::unexpected(history.error());
    const auto simple = withSimpleSchemas(asked, profile.schema);
    if (!simple)
        return std::unexpected(simple.error());
    const ChatRequest &request = *simple;

    JsonWriter out(wireSize(request.messages));
    beginChatDetails(out, target, compartmentId, "COHERE");
    writeHistory(out, *history);
    writeCohereDocuments(out, *documents);
    writeCohereTools(out, offeredTools(request));
    writeCohereOptions(out, request, target, profile);
    if (const QByteArray quality =
                wireWord(request.citationQuality, {"ACCURATE"_L1, "FAST"_L1}); // no OFF here
        !quality.isEmpty())
        out.key("citationQuality").utf8(quality);
    endChatDetails(out);
    return out.take();
}

} // namespace oci
