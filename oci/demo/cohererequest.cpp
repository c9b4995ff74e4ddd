// SPDX-License-Identifier: MIT
#include "oci/demo/cohererequest.h"

#include "core/json/json.h"
#include "oci/demo/chatdetails.h"
#include "oci/demo/coherehistory.h"
#include "oci/demo/cohereoptions.h"
#include "oci/demo/fieldreader.h"

#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Tool;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

constexpr int deepestList = 32;

constexpr std::array<std::pair<const char *, std::string_view>, 9> types{{
        {"str", "string"},
        {"string", "string"},
        {"int", "integer"},
        {"integer", "integer"},
        {"float", "number"},
        {"number", "number"},
        {"bool", "boolean"},
        {"dict", "object"},
        {"Dict", "object"},
}};

//! Nothing: no type that the vendor knows.
std::optional<object> schemaOf(const QString &type, int depth = 0)
{
    if (type.startsWith("List["_L1) && type.endsWith(u']') && depth < deepestList) {
        auto items = schemaOf(type.sliced(5, type.size() - 6), depth + 1);
        if (!items)
            return {};
        return object{{"type", "array"}, {"items", *std::move(items)}};
    }
    for (const auto &[python, json] : types) {
        if (type == QLatin1StringView(python))
            return object{{"type", json}};
    }
    return {};
}

void readParameter(FieldReader &reader, std::string_view name, object &properties,
                   boost::json::array &required)
{
    reader.allowOnly({"description", "type", "isRequired"});
    reader.require("type");
    const QString type = reader.text("type").value_or(QString());
    const bool isRequired = reader.flag("isRequired").value_or(false);
    if (reader.refusal())
        return;
    if (type == "List"_L1 || type == "list"_L1) // the service does not survive it (14.20)
        return reader.refuse({.status = 500, .code = "500", .message = messageFor(500)});
    auto schema = schemaOf(type);
    if (!schema)
        return reader.refuse("type", u"unknown type '%1'"_s.arg(type.left(60)));
    if (const auto text = reader.text("description"))
        (*schema)["description"] = core::json::string(*text);
    properties[name] = *std::move(schema);
    if (isRequired)
        required.push_back(boost::json::string(name));
}

object readParameters(FieldReader &definitions)
{
    object properties;
    boost::json::array required;
    for (const auto &[name, value] : definitions.json()) {
        definitions.require(name);
        definitions.inObject(name, [&](FieldReader &reader) {
            readParameter(reader, name, properties, required);
        });
    }
    return object{{"type", "object"},
                  {"properties", std::move(properties)},
                  {"required", std::move(required)}};
}

void readTools(FieldReader &chat, QList<Tool> &tools)
{
    chat.eachObject("tools", [&](FieldReader &reader) {
        reader.allowOnly({"name", "description", "parameterDefinitions"});
        reader.require("name");
        reader.require("description");
        Tool tool{.name = reader.text("name").value_or(QString()),
                  .description = reader.text("description").value_or(QString())};
        reader.inObject("parameterDefinitions", [&](FieldReader &definitions) {
            tool.parameters = readParameters(definitions);
        });
        tools += tool;
    });
}

} // namespace

Judged<ChatCall> readCohereRequest(const object &body)
{
    auto details = readChatDetails(body);
    if (!details)
        return std::unexpected(details.error());
    ChatCall &call = details->call;
    call.format = ApiFormat::Cohere;
    FieldReader chat(*details->chat, u"chatRequest"_s);
    chat.allowOnly({"apiFormat",
                    "message",
                    "chatHistory",
                    "documents",
                    "responseFormat",
                    "isSearchQueriesOnly",
                    "preambleOverride",
                    "isStream",
                    "streamOptions",
                    "maxTokens",
                    "maxInputTokens",
                    "temperature",
                    "topK",
                    "topP",
                    "promptTruncation",
                    "frequencyPenalty",
                    "presencePenalty",
                    "seed",
                    "isEcho",
                    "tools",
                    "toolResults",
                    "isForceSingleStep",
                    "stopSequences",
                    "isRawPrompting",
                    "citationQuality",
                    "safetyMode"});
    chat.flag("isEcho");
    chat.flag("isForceSingleStep");
    chat.word("promptTruncation", {"OFF", "AUTO_PRESERVE_ORDER"});
    call.chat.citationQuality = chat.word("citationQuality", {"ACCURATE", "FAST"});
    if (const Problem problem = readCohereOptions(chat, call))
        return std::unexpected(*problem);
    readTools(chat, call.chat.tools);
    call.chat.messages = readCohereHistory(chat);
    if (chat.refusal())
        return std::unexpected(*chat.refusal());
    return std::move(call);
}

} // namespace oci::demo
