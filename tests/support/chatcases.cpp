// SPDX-License-Identifier: MIT
#include "tests/support/chatcases.h"

#include "core/json/json.h"

#include <QTest>

using core::ChatRequest;
using core::Message;
using core::Role;
using core::textMessage;
using namespace Qt::StringLiterals;

namespace tests {

namespace {

const QString llama = u"meta.llama-3.3-70b-instruct"_s;
const QString grok = u"xai.grok-4"_s;
const QString gemini = u"google.gemini-2.5-pro"_s;
const QString gpt5 = u"openai.gpt-5"_s;
const QString gptOss = u"openai.gpt-oss-120b"_s;

core::Tool weatherTool()
{
    return {.name = u"weather"_s,
            .description = u"Current weather"_s,
            .parameters = *core::json::parseObject(
                    R"({"type":"object","title":"Args","$defs":{"City":{"type":"string","title":"City"}},
                "properties":{"title":{"type":"string"},"city":{"$ref":"#/$defs/City","description":"where"},
                "days":{"anyOf":[{"type":"integer","exclusiveMinimum":0},{"type":"null"}],"default":null},
                "tags":{"type":["array","null"]}},"required":["city","gone"],"additionalProperties":false})"),
            .strict = true};
}

Message parallelCalls()
{
    return {.role = Role::Assistant,
            .toolCalls = {{u"call_1"_s, u"weather"_s, R"({"city":"Oslo"})"},
                          {u"call_2"_s, u"weather"_s, R"({"city":"Rome"})"}}};
}

Message result(const QString &id, const QString &text)
{
    Message message = textMessage(Role::Tool, text);
    message.toolCallId = id;
    return message;
}

ChatRequest toolConversation()
{
    return {.messages = {textMessage(Role::User, u"Weather in Oslo and Rome?"_s), parallelCalls(),
                         result(u"call_2"_s, u"{\"c\":20}"_s), result(u"call_1"_s, {}),
                         textMessage(Role::User, u"Thanks"_s)},
            .tools = {weatherTool()},
            .toolChoice = core::ToolChoice{.mode = core::ToolChoice::Mode::Function,
                                           .function = u"weather"_s},
            .parallelToolCalls = true};
}

ChatRequest everything()
{
    ChatRequest request{
            .messages = {textMessage(Role::User, u"Hi"_s)},
            .stream = true,
            .maxTokens = 100,
            .temperature = 0.2,
            .topP = 1,
            .topK = 40,
            .frequencyPenalty = -0.5,
            .presencePenalty = 0.25,
            .seed = 42,
            .stop = {u"END"_s, u"\n\n"_s},
            .choices = 2,
            .topLogProbs = 0,
            .responseFormat = core::ResponseFormat{.kind = core::ResponseFormat::Kind::JsonObject},
            .parallelToolCalls = false,
            .reasoningEffort = u"minimal"_s,
            .verbosity = u"low"_s,
            .serviceTier = u"auto"_s,
            .prediction = u"Hello"_s};
    request.logitBias = {{"50256", -100}};
    request.metadata = {{"team", "a"}};
    request.webSearch = *core::json::parseObject(
            R"({"search_context_size":"low","user_location":{"type":"approximate","approximate":{"city":"Oslo","country":"NO"}}})");
    return request;
}

ChatRequest attachments()
{
    return {.messages = {
                    {.role = Role::User,
                     .content = {core::TextPart{u"What is \"this\"?\tÆ😀\u0001"_s},
                                 core::ImagePart{"data:image/png;base64,iVBORw0=", u"high"_s},
                                 core::ImagePart{"data:image/png;base64,AAAA", {}},
                                 core::FilePart{core::FilePart::Kind::Document,
                                                "data:application/pdf;base64,JVBE", u"a.pdf"_s},
                                 core::FilePart{core::FilePart::Kind::Audio,
                                                "data:audio/mp3;base64,SUQz",
                                                {}},
                                 core::FilePart{core::FilePart::Kind::Video,
                                                "data:video/mp4;base64,AAAA",
                                                {}}},
                     .name = u"ann"_s}}};
}

ChatRequest schema()
{
    return {.messages = {textMessage(Role::User, u"Hi"_s)},
            .responseFormat = core::ResponseFormat{.kind = core::ResponseFormat::Kind::JsonSchema,
                                                   .name = u"city"_s,
                                                   .description = u"A city"_s,
                                                   .schema = weatherTool().parameters,
                                                   .strict = true}};
}

} // namespace

void addChatCases()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<ChatRequest>("request");

    const auto row = [](const char *name, const QString &model, const ChatRequest &request) {
        QTest::newRow(name) << model << request;
    };
    row("plain", llama, {.messages = {textMessage(Role::User, u"Hi"_s)}});
    row("conversation", llama,
        {.messages = {textMessage(Role::System, u"Be brief."_s),
                      textMessage(Role::Developer, u"In French."_s),
                      textMessage(Role::User, u"Hi"_s),
                      textMessage(Role::Assistant, u"Salut"_s),
                      textMessage(Role::User, {}),
                      {.role = Role::Assistant, .refusal = u"No."_s},
                      textMessage(Role::User, u"Why?"_s)}});
    row("developer_openai", gpt5,
        {.messages = {textMessage(Role::Developer, u"In French."_s),
                      textMessage(Role::User, u"Hi"_s)}});
    row("tools_llama4", u"meta.llama-4-scout-17b-16e-instruct"_s, toolConversation());
    row("tools_one_at_a_time", gemini, toolConversation());
    row("tools_openai", gpt5, toolConversation());
    ChatRequest noTools = toolConversation();
    noTools.tools.clear();
    row("choice_without_tools", llama, noTools);
    ChatRequest bare{.messages = {textMessage(Role::User, u"Hi"_s)}, .tools = {{.name = u"now"_s}}};
    bare.toolChoice = core::ToolChoice{.mode = core::ToolChoice::Mode::Required};
    row("tool_without_parameters", grok, bare);
    row("everything_llama", llama, everything());
    row("everything_grok", grok, everything());
    row("everything_gpt5", gpt5, everything());
    row("everything_gptoss", gptOss, everything());
    row("attachments", gemini, attachments());
    row("schema_gemini", gemini, schema());
    row("schema_llama", llama, schema());
    row("schema_gpt5", gpt5, schema());
}

} // namespace tests
