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

void addCohereCases()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<ChatRequest>("request");

    const auto row = [](const char *name, const ChatRequest &request) {
        QTest::newRow(name) << QString() << request;
    };
    const Message question = textMessage(Role::User, u"Weather in Oslo and Rome?"_s);
    const ChatRequest asked{.messages = {question}, .tools = {weatherTool()}};

    row("plain", {.messages = {textMessage(Role::User, u"Hi"_s)}});
    row("conversation", {.messages = {textMessage(Role::System, u"Be brief."_s),
                                      textMessage(Role::Developer, u"In French."_s),
                                      textMessage(Role::User, u"Hi"_s),
                                      textMessage(Role::Assistant, u"Salut"_s),
                                      textMessage(Role::User, {}),
                                      {.role = Role::Assistant, .refusal = u"No."_s},
                                      textMessage(Role::User, u"Why?"_s)}});
    row("instructions_alone", {.messages = {textMessage(Role::System, u"Say hello."_s)}});
    row("tools", asked);
    ChatRequest chosen = asked;
    chosen.tools.append({.name = u"now"_s});
    chosen.toolChoice =
            core::ToolChoice{.mode = core::ToolChoice::Mode::Function, .function = u"now"_s};
    row("tool_chosen", chosen);
    chosen.toolChoice = core::ToolChoice{.mode = core::ToolChoice::Mode::None};
    row("tools_forbidden", chosen);
    chosen.toolChoice = core::ToolChoice{.mode = core::ToolChoice::Mode::Required};
    row("tools_required", chosen);

    ChatRequest answered = asked;
    answered.messages +=
            {parallelCalls(), result(u"call_2"_s, u"{\"c\":20}"_s), result(u"call_1"_s, {})};
    row("results", answered);
    ChatRequest half = asked;
    half.messages += {parallelCalls(), result(u"call_2"_s, u"warm"_s)};
    row("results_missing", half);
    ChatRequest rounds = answered;
    rounds.messages += {{.role = Role::Assistant,
                         .content = {core::TextPart{u"And tomorrow?"_s}},
                         .toolCalls = {{u"call_3"_s, u"weather"_s, "{\"city\":"}}},
                        result(u"call_3"_s, u"rain"_s)};
    row("rounds", rounds);
    ChatRequest thanks = answered;
    thanks.messages += textMessage(Role::User, u"Thanks"_s);
    row("user_after_results", thanks);

    ChatRequest all = everything();
    all.choices = 1;
    all.maxTokens = 100'000;
    all.temperature = 1.5;
    all.safetyMode = u"strict"_s;
    all.citationQuality = u"fast"_s;
    row("everything", all);
    row("schema", schema());
    ChatRequest documents = asked;
    documents.tools.clear();
    documents.documents.push_back(boost::json::object{{"id", "a"}, {"snippet", "Snow."}});
    const QByteArray words = QByteArray("word ").repeated(301);
    documents.messages[0].content +=
            {core::FilePart{core::FilePart::Kind::Document, "data:text/plain,Rain%21", u"r.txt"_s},
             core::FilePart{core::FilePart::Kind::Document,
                            "data:text/markdown;base64," + words.toBase64(), u"long.md"_s}};
    row("documents", documents);

    ChatRequest seen{
            .messages = {{.role = Role::User,
                          .content = {core::TextPart{u"What is this?"_s},
                                      core::ImagePart{"data:image/png;base64,AAAA", u"high"_s},
                                      core::ImagePart{"https://example.com/a.png", {}}}}}};
    row("images_v2", seen);
    ChatRequest thought{.messages = {textMessage(Role::User, u"Hi"_s),
                                     {.role = Role::Assistant,
                                      .content = {core::TextPart{u"Hello"_s}},
                                      .reasoning = u"A greeting."_s},
                                     textMessage(Role::User, u"Bye"_s)},
                        .reasoningEffort = u"medium"_s};
    row("thinking_v2", thought);
    thought.reasoningEffort = u"none"_s;
    row("not_thinking_v2", thought);
}

} // namespace tests
