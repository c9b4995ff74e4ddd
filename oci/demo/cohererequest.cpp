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

Problem readParameter(FieldReader &reader, const std::string &name, object &properties,
                      boost::json::array &required)
{
    reader.allowOnly({"description", "type", "isRequired"});
    reader.require("type");
    const QString type = reader.text("type").value_or(QString());
    const bool isRequired = reader.flag("isRequired").value_or(false);
    if (reader.refusal())
        return reader.refusal();
    if (type == "List"_L1 || type == "list"_L1) // the service does not survive it (14.20)
        return Refusal{.status = 500, .code = "500", .message = messageFor(500)};
    auto schema = schemaOf(type);
    if (!schema) {
        reader.refuse("type", u"unknown type '%1'"_s.arg(type.left(60)));
        return reader.refusal();
    }
    if (const auto text = reader.text("description"))
        (*schema)["description"] = core::json::string(*text);
    properties[name] = *std::move(schema);
    if (isRequired)
        required.push_back(boost::json::string(name));
    return reader.refusal();
}

Judged<object> readParameters(const object &definitions, const QString &path)
{
    object properties;
    boost::json::array required;
    for (const auto &[name, value] : definitions) {
        const QString where =
                path + u'.' + QString::fromUtf8(name.data(), qsizetype(name.size())).left(100);
        const object *json = value.if_object();
        if (!json)
            return std::unexpected(badFormat(where, u"must be an object"_s));
        FieldReader reader(*json, where);
        if (const Problem problem = readParameter(reader, std::string(name), properties, required))
            return std::unexpected(*problem);
    }
    return object{{"type", "object"},
                  {"properties", std::move(properties)},
                  {"required", std::move(required)}};
}

Problem readTools(FieldReader &chat, QList<Tool> &tools)
{
    const auto *json = chat.array("tools");
    if (!json)
        return chat.refusal();
    for (const auto &value : *json) {
        const QString path = u"%1[%2]"_s.arg(chat.path("tools")).arg(tools.size());
        const object *tool = value.if_object();
        if (!tool)
            return badFormat(path, u"must be an object"_s);
        FieldReader reader(*tool, path);
        reader.allowOnly({"name", "description", "parameterDefinitions"});
        reader.require("name");
        reader.require("description");
        Tool read{.name = reader.text("name").value_or(QString()),
                  .description = reader.text("description").value_or(QString())};
        if (const object *definitions = reader.object("parameterDefinitions")) {
            auto parameters = readParameters(*definitions, reader.path("parameterDefinitions"));
            if (!parameters)
                return parameters.error();
            read.parameters = *std::move(parameters);
        }
        if (reader.refusal())
            return reader.refusal();
        tools += read;
    }
    return {};
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
    if (const Problem problem = readTools(chat, call.chat.tools))
        return std::unexpected(*problem);
    auto messages = readCohereHistory(chat);
    if (!messages)
        return std::unexpected(messages.error());
    call.chat.messages = *std::move(messages);
    return std::move(call);
}

} // namespace oci::demo
