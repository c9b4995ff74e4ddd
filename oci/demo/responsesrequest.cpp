// SPDX-License-Identifier: MIT
#include "oci/demo/responsesrequest.h"

#include "core/json/json.h"
#include "oci/demo/chatdetails.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::Message;
using core::Role;

namespace oci::demo {

namespace {

using Problem = std::optional<Refusal>;

object withoutNulls(const object &json)
{
    object out;
    for (const auto &[key, value] : json) {
        if (!value.is_null())
            out[key] = value;
    }
    return out;
}

Problem readParts(const array &parts, const QString &path, Message &message)
{
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const object *part = parts[i].if_object();
        const QString type = part ? core::json::textAt(*part, "type") : QString();
        if (type == "input_text"_L1 || type == "output_text"_L1)
            message.content += core::TextPart{core::json::textAt(*part, "text")};
        else if (type == "input_image"_L1)
            message.content +=
                    core::ImagePart{.url = core::json::textAt(*part, "image_url").toUtf8()};
        else
            return badFormat(u"%1.content[%2]"_s.arg(path).arg(i), u"unknown type of part"_s);
    }
    return {};
}

Problem readMessage(const object &item, const QString &path, QList<Message> &messages)
{
    FieldReader reader(item, path);
    reader.require("role");
    const QString role = reader.word("role", {"user", "assistant", "system", "developer"});
    reader.require("content");
    if (reader.refusal())
        return reader.refusal();
    Message message{.role = role == "assistant"_L1   ? Role::Assistant
                            : role == "user"_L1      ? Role::User
                            : role == "developer"_L1 ? Role::Developer
                                                     : Role::System};
    if (const auto *text = core::json::stringAt(item, "content"))
        message.content += core::TextPart{core::json::text(*text)};
    else if (const array *parts = reader.array("content")) {
        if (const Problem problem = readParts(*parts, path, message))
            return problem;
    }
    messages += message;
    return reader.refusal();
}

Problem readItem(const object &item, const QString &path, QList<Message> &messages)
{
    const QString type = core::json::textAt(item, "type");
    if (type.isEmpty() || type == "message"_L1)
        return readMessage(item, path, messages);
    FieldReader reader(item, path);
    if (type == "function_call"_L1) {
        reader.require("call_id");
        reader.require("name");
        reader.require("arguments");
        messages += Message{
                .role = Role::Assistant,
                .toolCalls = {
                        {.id = reader.text("call_id").value_or(QString()),
                         .name = reader.text("name").value_or(QString()),
                         .arguments = reader.text("arguments").value_or(QString()).toUtf8()}}};
    } else if (type == "function_call_output"_L1) {
        reader.require("call_id");
        reader.require("output");
        messages += Message{.role = Role::Tool,
                            .content = {core::TextPart{core::json::textAt(item, "output")}},
                            .toolCallId = reader.text("call_id").value_or(QString())};
    } else if (type != "reasoning"_L1) {
        reader.refuse("type", u"unknown value '%1'"_s.arg(type.left(60)));
    }
    return reader.refusal();
}

Problem readInput(FieldReader &reader, ResponsesCall &call)
{
    reader.require("input");
    if (const auto *text = core::json::stringAt(reader.json(), "input")) {
        const object part{{"type", "input_text"}, {"text", *text}};
        call.inputItems = {object{{"id", "msg_demo_0"},
                                  {"type", "message"},
                                  {"role", "user"},
                                  {"content", array{part}}}};
        call.chat.chat.messages += core::textMessage(Role::User, core::json::text(*text));
        return reader.refusal();
    }
    const array *items = reader.array("input");
    if (items && items->empty())
        reader.refuse("input", u"must not be empty"_s);
    if (reader.refusal())
        return reader.refusal();
    for (std::size_t i = 0; i < items->size(); ++i) {
        const QString path = u"input[%1]"_s.arg(i);
        const object *item = (*items)[i].if_object();
        if (!item)
            return badFormat(path, u"must be an object"_s);
        if (const Problem problem = readItem(*item, path, call.chat.chat.messages))
            return problem;
        object listed{{"id", "msg_demo_" + std::to_string(i)}};
        listed.insert(item->begin(), item->end());
        call.inputItems.push_back(std::move(listed));
    }
    return {};
}

void readTools(FieldReader &reader, core::ChatRequest &chat)
{
    reader.eachObject("tools", [&](FieldReader &tool) {
        tool.require("type");
        tool.word("type", {"function"});
        chat.tools += readFunction(tool);
    });
}

void readToolChoice(FieldReader &reader, core::ChatRequest &chat)
{
    using Mode = core::ToolChoice::Mode;
    if (const object *choice = core::json::objectAt(reader.json(), "tool_choice")) {
        chat.toolChoice = core::ToolChoice{.mode = Mode::Function,
                                           .function = core::json::textAt(*choice, "name")};
    } else if (reader.has("tool_choice")) {
        const QString word = reader.word("tool_choice", {"auto", "none", "required"});
        chat.toolChoice = core::ToolChoice{.mode = word == "none"_L1       ? Mode::None
                                                   : word == "required"_L1 ? Mode::Required
                                                                           : Mode::Auto};
    }
}

void readOptions(FieldReader &reader, ResponsesCall &call)
{
    core::ChatRequest &chat = call.chat.chat;
    chat.stream = reader.flag("stream").value_or(false);
    chat.maxTokens = reader.integer("max_output_tokens", 16, std::numeric_limits<qint32>::max());
    chat.temperature = reader.number("temperature", 0, 2);
    chat.topP = reader.number("top_p", 0, 1);
    chat.parallelToolCalls = reader.flag("parallel_tool_calls");
    if (const object *reasoning = reader.object("reasoning"))
        chat.reasoningEffort = core::json::textAt(*reasoning, "effort");
    call.store = reader.flag("store").value_or(true);
    call.background = reader.flag("background").value_or(false);
    if (call.background && !call.store)
        reader.refuse("background", u"needs store to be true"_s);
    call.previousId = reader.text("previous_response_id").value_or(QString());
    if (const auto instructions = reader.text("instructions"))
        chat.messages += core::textMessage(Role::System, *instructions);
}

} // namespace

Judged<ResponsesCall> readResponsesRequest(const object &given)
{
    const object body = withoutNulls(given);
    ResponsesCall call;
    FieldReader reader(body, {});
    reader.allowOnly({"model",
                      "input",
                      "instructions",
                      "max_output_tokens",
                      "temperature",
                      "top_p",
                      "stream",
                      "store",
                      "background",
                      "previous_response_id",
                      "tools",
                      "tool_choice",
                      "parallel_tool_calls",
                      "reasoning",
                      "text",
                      "metadata",
                      "include",
                      "truncation",
                      "user",
                      "stream_options",
                      "service_tier",
                      "max_tool_calls",
                      "prompt_cache_key",
                      "safety_identifier"});
    reader.require("model");
    call.chat.model = reader.text("model").value_or(QString());
    call.chat.chat.model = call.chat.model;
    call.chat.includeUsage = true;
    readOptions(reader, call);
    readToolChoice(reader, call.chat.chat);
    if (const Problem problem = readInput(reader, call))
        return std::unexpected(*problem);
    readTools(reader, call.chat.chat);
    if (reader.refusal())
        return std::unexpected(*reader.refusal());
    // Without a limit OpenAI's own API gives models all the room that they have.
    if (!call.chat.chat.maxTokens)
        call.chat.chat.maxTokens = 4096;
    return call;
}

} // namespace oci::demo
