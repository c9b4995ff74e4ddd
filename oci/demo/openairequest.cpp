// SPDX-License-Identifier: MIT
#include "oci/demo/openairequest.h"

#include "core/json/json.h"
#include "oci/demo/fieldreader.h"

#include <array>
#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Message;
using core::Role;
using core::ToolChoice;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

constexpr std::array<std::pair<const char *, Role>, 5> roles{{
        {"system", Role::System},
        {"developer", Role::Developer},
        {"user", Role::User},
        {"assistant", Role::Assistant},
        {"tool", Role::Tool},
}};

Problem readPart(const boost::json::value &value, const QString &path, Message &message)
{
    const object *json = value.if_object();
    const QString type = json ? core::json::textAt(*json, "type") : QString();
    if (type == "text"_L1) {
        message.content += core::TextPart{core::json::textAt(*json, "text")};
        return {};
    }
    if (const object *image =
                type == "image_url"_L1 ? core::json::objectAt(*json, "image_url") : nullptr) {
        message.content += core::ImagePart{core::json::textAt(*image, "url").toUtf8(),
                                           core::json::textAt(*image, "detail")};
        return {};
    }
    return badFormat(path, u"unknown content type '%1'"_s.arg(type.left(60)));
}

Problem readMessage(const object &json, const QString &path, QList<Message> &messages)
{
    Message message;
    const QString name = core::json::textAt(json, "role");
    const auto *role = std::ranges::find_if(
            roles, [&](const auto &known) { return name == QLatin1StringView(known.first); });
    if (role == roles.end())
        return badFormat(path + u".role"_s, u"unknown value '%1'"_s.arg(name.left(60)));
    message.role = role->second;
    message.toolCallId = core::json::textAt(json, "tool_call_id");

    if (const auto *text = core::json::stringAt(json, "content"))
        message.content += core::TextPart{core::json::text(*text)};
    if (const auto *parts = core::json::arrayAt(json, "content")) {
        for (const auto &part : *parts) {
            const QString where = u"%1.content[%2]"_s.arg(path).arg(message.content.size());
            if (const Problem problem = readPart(part, where, message))
                return problem;
        }
    }
    if (const auto *calls = core::json::arrayAt(json, "tool_calls")) {
        for (const auto &value : *calls) {
            const object *call = value.if_object();
            const object *function = call ? core::json::objectAt(*call, "function") : nullptr;
            if (!function)
                return badFormat(path + u".tool_calls"_s, u"a function is expected"_s);
            message.toolCalls += core::ToolCall{
                    .id = core::json::textAt(*call, "id"),
                    .name = core::json::textAt(*function, "name"),
                    .arguments = core::json::textAt(*function, "arguments").toUtf8()};
        }
    }
    messages += message;
    return {};
}

Problem readMessages(FieldReader &reader, QList<Message> &messages)
{
    reader.require("messages");
    const auto *json = reader.array("messages");
    if (json && json->empty())
        reader.refuse("messages", u"must not be empty"_s);
    if (reader.refusal())
        return reader.refusal();
    for (const auto &value : *json) {
        const QString path = u"messages[%1]"_s.arg(messages.size());
        const object *message = value.if_object();
        if (!message)
            return badFormat(path, u"must be an object"_s);
        if (const Problem problem = readMessage(*message, path, messages))
            return problem;
    }
    return {};
}

Problem readTools(FieldReader &reader, core::ChatRequest &chat)
{
    if (const auto *json = reader.array("tools")) {
        for (const auto &value : *json) {
            const object *tool = value.if_object();
            const object *function = tool ? core::json::objectAt(*tool, "function") : nullptr;
            if (!function)
                return badFormat(u"tools[%1]"_s.arg(chat.tools.size()), u"must be a function"_s);
            const object *parameters = core::json::objectAt(*function, "parameters");
            chat.tools += core::Tool{.name = core::json::textAt(*function, "name"),
                                     .description = core::json::textAt(*function, "description"),
                                     .parameters = parameters ? *parameters : object()};
        }
    }
    if (!reader.has("tool_choice"))
        return reader.refusal();
    if (const object *choice = core::json::objectAt(reader.json(), "tool_choice")) {
        const object *function = core::json::objectAt(*choice, "function");
        chat.toolChoice = ToolChoice{.mode = ToolChoice::Mode::Function,
                                     .function = function ? core::json::textAt(*function, "name")
                                                          : QString()};
        return reader.refusal();
    }
    const QString word = reader.word("tool_choice", {"auto", "none", "required"});
    using Mode = ToolChoice::Mode;
    chat.toolChoice = ToolChoice{.mode = word == "none"_L1       ? Mode::None
                                         : word == "required"_L1 ? Mode::Required
                                                                 : Mode::Auto};
    return reader.refusal();
}

void readFormat(FieldReader &reader, core::ChatRequest &chat)
{
    const object *json = reader.object("response_format");
    if (!json)
        return;
    using Kind = core::ResponseFormat::Kind;
    const QString type = core::json::textAt(*json, "type");
    chat.responseFormat = core::ResponseFormat{.kind = type == "json_schema"_L1   ? Kind::JsonSchema
                                                       : type == "json_object"_L1 ? Kind::JsonObject
                                                                                  : Kind::Text};
    if (const object *schema = core::json::objectAt(*json, "json_schema")) {
        chat.responseFormat->name = core::json::textAt(*schema, "name");
        if (const object *inner = core::json::objectAt(*schema, "schema"))
            chat.responseFormat->schema = *inner;
    }
}

void readLimit(FieldReader &reader, ChatCall &call)
{
    constexpr qint64 most = std::numeric_limits<qint32>::max();
    for (const char *field : {"max_completion_tokens", "max_tokens"}) {
        if (const auto limit = reader.integer(field, 1, most)) {
            call.chat.maxTokens = limit;
            call.limitField = field;
        }
    }
}

QStringList readStop(FieldReader &reader)
{
    if (!core::json::stringAt(reader.json(), "stop"))
        return reader.texts("stop");
    return {reader.text("stop").value_or(QString())};
}

} // namespace

Judged<ChatCall> readOpenAiRequest(const object &body)
{
    ChatCall call;
    core::ChatRequest &chat = call.chat;
    FieldReader reader(body, {});
    for (const std::string_view stateful : {"store", "previous_response_id", "conversation"}) {
        if (reader.has(stateful))
            reader.refuse(stateful, u"is not supported on this endpoint"_s);
    }
    reader.require("model");
    call.model = reader.text("model").value_or(QString());
    chat.model = call.model;
    chat.stream = reader.flag("stream").value_or(false);
    if (const object *options = reader.object("stream_options"))
        call.includeUsage = core::json::boolAt(*options, "include_usage").value_or(false);
    readLimit(reader, call);
    chat.temperature = reader.number("temperature", 0, 2);
    chat.topP = reader.number("top_p", 0, 1);
    chat.frequencyPenalty = reader.number("frequency_penalty", -2, 2);
    chat.presencePenalty = reader.number("presence_penalty", -2, 2);
    chat.choices = int(reader.integer("n", 1, 5).value_or(1));
    chat.stop = readStop(reader);
    chat.parallelToolCalls = reader.flag("parallel_tool_calls");
    chat.reasoningEffort =
            reader.word("reasoning_effort", {"none", "minimal", "low", "medium", "high"});
    readFormat(reader, chat);
    if (const Problem problem = readMessages(reader, chat.messages))
        return std::unexpected(*problem);
    if (const Problem problem = readTools(reader, chat))
        return std::unexpected(*problem);
    if (reader.refusal())
        return std::unexpected(*reader.refusal());
    return call;
}

} // namespace oci::demo
