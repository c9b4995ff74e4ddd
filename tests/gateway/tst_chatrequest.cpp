// SPDX-License-Identifier: MIT
#include "gateway/openai/chatrequest.h"

#include "core/json/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace core;
using gateway::openai::ChatCall;
using gateway::openai::readChatCall;

namespace {

//! JSON with ' for ", which reads better within a string.
Result<ChatCall> read(QByteArray json)
{
    json.replace('\'', '"');
    return json::parseObject(json).and_then(readChatCall);
}

//! A request with one message, and what else it has.
QByteArray with(const QByteArray &more)
{
    return "{'model':'m','messages':[{'role':'user','content':'hi'}]," + more + '}';
}

//! A request with these messages.
QByteArray of(const QByteArray &messages)
{
    return "{'model':'m','messages':[" + messages + "]}";
}

} // namespace

class TestChatRequest : public QObject
{
    Q_OBJECT

private slots:
    void readsTheLeast()
    {
        const auto call = read("{'model':'m','messages':[{'role':'user','content':'hi'}]}");

        QVERIFY(call);
        ChatCall expected;
        expected.request.model = u"m"_s;
        expected.request.messages = {textMessage(Role::User, u"hi"_s)};
        QVERIFY(*call == expected);
    }

    void readsEveryParameter()
    {
        const auto call = read(with(
                "'stream':true,'stream_options':{'include_usage':true},"
                "'max_tokens':5,'max_completion_tokens':7,'temperature':0.5,'top_p':0.25,'top_k':"
                "40,"
                "'frequency_penalty':-1,'presence_penalty':1.5,'seed':-3,'stop':['a','b'],'n':2,"
                "'logprobs':true,'top_logprobs':4,'logit_bias':{'50256':-100},"
                "'parallel_tool_calls':false,'reasoning_effort':'low','verbosity':'high',"
                "'service_tier':'priority','metadata':{'b':'1','a':'2'},"
                "'prediction':{'type':'content','content':[{'type':'text','text':'pre'}]},"
                "'web_search_options':{'search_context_size':'low'},"
                "'user':'u','store':true,'some_new_field':{'x':[1]}"));

        QVERIFY2(call, call ? "" : qPrintable(call.error().message));
        QVERIFY(call->includeUsage);
        const ChatRequest &request = call->request;
        QVERIFY(request.stream);
        QCOMPARE(request.maxTokens, 7);
        QCOMPARE(request.temperature, 0.5);
        QCOMPARE(request.topP, 0.25);
        QCOMPARE(request.topK, 40);
        QCOMPARE(request.frequencyPenalty, -1.0);
        QCOMPARE(request.presencePenalty, 1.5);
        QCOMPARE(request.seed, -3);
        QCOMPARE(request.stop, QStringList({u"a"_s, u"b"_s}));
        QCOMPARE(request.choices, 2);
        QCOMPARE(request.topLogProbs, 4);
        QCOMPARE(json::serialize(request.logitBias), "{\"50256\":-100}");
        QCOMPARE(request.parallelToolCalls, false);
        QCOMPARE(request.reasoningEffort, u"low"_s);
        QCOMPARE(request.verbosity, u"high"_s);
        QCOMPARE(request.serviceTier, u"priority"_s);
        QCOMPARE(json::serialize(request.metadata), "{\"b\":\"1\",\"a\":\"2\"}");
        QCOMPARE(request.prediction, u"pre"_s);
        QVERIFY(request.webSearch);
        QCOMPARE(json::serialize(*request.webSearch), "{\"search_context_size\":\"low\"}");
    }

    void documentsAreTakenAsTextsAndObjects()
    {
        const auto call = read(with("'documents':['plain',{'id':'7','year':2026,'more':{'a':[1]}}],"
                                    "'citation_quality':'FAST','safety_mode':'strict'"));

        QVERIFY2(call, call ? "" : qPrintable(call.error().message));
        QCOMPARE(json::serialize(boost::json::value(call->request.documents)),
                 "[{\"text\":\"plain\"},{\"id\":\"7\",\"year\":\"2026\",\"more\":"
                 "\"{\\\"a\\\":[1]}\"}]");
        QCOMPARE(call->request.citationQuality, u"fast"_s);
        QCOMPARE(call->request.safetyMode, u"strict"_s);
    }

    void nullIsAsAbsent()
    {
        const auto plain = read(with("'stream':false"));
        const auto nulls = read(
                with("'stream':null,'max_tokens':null,'temperature':null,'stop':null,'tools':null,"
                     "'tool_choice':null,'response_format':null,'stream_options':null,'n':null,"
                     "'logprobs':null,'logit_bias':null,'metadata':null,'reasoning_effort':null"));

        QVERIFY(nulls);
        QVERIFY(*nulls == *plain);
    }

    void readsTheSmallVariations()
    {
        QCOMPARE(read(with("'stop':'x'"))->request.stop, QStringList{u"x"_s});
        QCOMPARE(read(with("'max_tokens':9"))->request.maxTokens, 9);
        QCOMPARE(read(with("'max_tokens':9.0"))->request.maxTokens, 9);
        QCOMPARE(read(with("'logprobs':true"))->request.topLogProbs, 1);
        QCOMPARE(read(with("'logprobs':false"))->request.topLogProbs, std::nullopt);
        QCOMPARE(read(with("'reasoning_effort':'xhigh'"))->request.reasoningEffort, u"high"_s);
        QCOMPARE(read(with("'reasoning_effort':'disable'"))->request.reasoningEffort, u"none"_s);
        QCOMPARE(read(with("'reasoning':{'effort':'low'}"))->request.reasoningEffort, u"low"_s);
        QCOMPARE(read(with("'service_tier':'flex'"))->request.serviceTier, QString());
        QCOMPARE(read(with("'prediction':{'type':'content','content':'p'}"))->request.prediction,
                 u"p"_s);
    }

    void readsContentParts()
    {
        const auto call =
                read(of("{'role':'user','name':'ann','content':["
                        "{'type':'text','text':'look'},"
                        "{'type':'image_url','image_url':{'url':'data:image/"
                        "png;base64,AA==','detail':'low'}},"
                        "{'type':'image_url','image_url':'https://a.example/b.png'},"
                        "{'type':'input_audio','input_audio':{'data':'AAAA','format':'wav'}},"
                        "{'type':'file','file':{'file_data':'data:application/"
                        "pdf;base64,AA==','filename':'a.pdf'}},"
                        "{'type':'video_url','video_url':{'url':'data:video/mp4;base64,AA=='}}]}"));

        QVERIFY2(call, call ? "" : qPrintable(call.error().message));
        const Message &message = call->request.messages.first();
        QCOMPARE(message.name, u"ann"_s);
        const QList<ContentPart> expected{
                TextPart{u"look"_s},
                ImagePart{"data:image/png;base64,AA==", u"low"_s},
                ImagePart{"https://a.example/b.png", {}},
                FilePart{FilePart::Kind::Audio, "data:audio/wav;base64,AAAA", {}},
                FilePart{FilePart::Kind::Document, "data:application/pdf;base64,AA==", u"a.pdf"_s},
                FilePart{FilePart::Kind::Video, "data:video/mp4;base64,AA==", {}}};
        QVERIFY(message.content == expected);
    }

    void readsAConversationWithTools()
    {
        const auto call = read(of(
                "{'role':'system','content':'s'},{'role':'developer','content':'d'},"
                "{'role':'assistant','content':null,'reasoning_content':'why','tool_calls':["
                "{'id':'c1','type':'function','function':{'name':'f','arguments':'{\\'a\\':1}'}},"
                "{'id':'c2','type':'function','function':{'name':'g','arguments':{'b':2}}}]},"
                "{'role':'tool','tool_call_id':'c1','content':'one'},"
                "{'role':'tool','tool_call_id':'c2','content':[{'type':'text','text':'two'}]},"
                "{'role':'assistant','content':[{'type':'refusal','refusal':'no'}]}"));

        QVERIFY2(call, call ? "" : qPrintable(call.error().message));
        const QList<Message> &messages = call->request.messages;
        QCOMPARE(messages.size(), 6);
        QCOMPARE(messages[0].role, Role::System);
        QCOMPARE(messages[1].role, Role::Developer);
        QVERIFY(messages[2].content.isEmpty());
        QCOMPARE(messages[2].reasoning, u"why"_s);
        const QList<ToolCall> calls{{u"c1"_s, u"f"_s, "{\"a\":1}"}, {u"c2"_s, u"g"_s, "{\"b\":2}"}};
        QVERIFY(messages[2].toolCalls == calls);
        QCOMPARE(messages[3].role, Role::Tool);
        QCOMPARE(messages[3].toolCallId, u"c1"_s);
        QCOMPARE(textOf(messages[4]), u"two"_s);
        QCOMPARE(messages[5].refusal, u"no"_s);
    }

    void readsLegacyFunctions()
    {
        const auto call = read(
                "{'model':'m','function_call':{'name':'f'},"
                "'functions':[{'name':'f','parameters':{'type':'object'}}],'messages':["
                "{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
                "{'role':'function','name':'f','content':'one'},"
                "{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
                "{'role':'function','name':'f','content':'two'}]}");

        QVERIFY2(call, call ? "" : qPrintable(call.error().message));
        const QList<Message> &messages = call->request.messages;
        QCOMPARE(messages[1].role, Role::Tool);
        QVERIFY(!messages[1].toolCallId.isEmpty());
        QCOMPARE(messages[1].toolCallId, messages[0].toolCalls.first().id);
        QCOMPARE(messages[3].toolCallId, messages[2].toolCalls.first().id);
        QVERIFY(messages[1].toolCallId != messages[3].toolCallId);
        QCOMPARE(call->request.tools.first().name, u"f"_s);
        QVERIFY(call->request.toolChoice ==
                (ToolChoice{.mode = ToolChoice::Mode::Function, .function = u"f"_s}));
    }

    void keepsToolsAndTheirKeysInOrder()
    {
        const auto call = read(
                with("'tools':["
                     "{'type':'function','function':{'name':'z','description':'d','strict':true,"
                     "'parameters':{'type':'object','properties':{'z':{},'a':{},'m':{}}}}},"
                     "{'type':'web_search'},"
                     "{'type':'function','function':{'name':'a'}},"
                     "{'type':'function','name':'flat','parameters':{}}]"));

        QVERIFY2(call, call ? "" : qPrintable(call.error().message));
        const QList<Tool> &tools = call->request.tools;
        QCOMPARE(tools.size(), 3);
        QCOMPARE(tools[0].name, u"z"_s);
        QCOMPARE(tools[0].description, u"d"_s);
        QCOMPARE(tools[0].strict, true);
        QCOMPARE(json::serialize(tools[0].parameters),
                 "{\"type\":\"object\",\"properties\":{\"z\":{},\"a\":{},\"m\":{}}}");
        QCOMPARE(tools[1].name, u"a"_s);
        QCOMPARE(tools[2].name, u"flat"_s);
    }

    void readsToolChoice_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<ToolChoice>("choice");
        using enum ToolChoice::Mode;
        QTest::newRow("auto") << QByteArray("'auto'") << ToolChoice{.mode = Auto};
        QTest::newRow("none") << QByteArray("'none'") << ToolChoice{.mode = None};
        QTest::newRow("required") << QByteArray("'required'") << ToolChoice{.mode = Required};
        QTest::newRow("function") << QByteArray("{'type':'function','function':{'name':'f'}}")
                                  << ToolChoice{.mode = Function, .function = u"f"_s};
        QTest::newRow("flat") << QByteArray("{'type':'function','name':'f'}")
                              << ToolChoice{.mode = Function, .function = u"f"_s};
    }

    void readsToolChoice()
    {
        QFETCH(QByteArray, json);
        QFETCH(ToolChoice, choice);

        const auto call = read(with("'tool_choice':" + json));

        QVERIFY(call);
        QVERIFY(call->request.toolChoice == choice);
    }

    void readsResponseFormats()
    {
        using enum ResponseFormat::Kind;
        QCOMPARE(read(with("'response_format':{'type':'text'}"))->request.responseFormat->kind,
                 Text);
        QCOMPARE(read(with("'response_format':{'type':'json_object'}"))
                         ->request.responseFormat->kind,
                 JsonObject);
        const auto schema =
                read(with("'response_format':{'type':'json_schema','json_schema':"
                          "{'name':'n','description':'d','strict':true,'schema':{'z':1,'a':2}}}"));
        QVERIFY(schema);
        const ResponseFormat &format = *schema->request.responseFormat;
        QCOMPARE(format.kind, JsonSchema);
        QCOMPARE(format.name, u"n"_s);
        QCOMPARE(format.description, u"d"_s);
        QCOMPARE(format.strict, true);
        QCOMPARE(json::serialize(*format.schema), "{\"z\":1,\"a\":2}");
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("param");

        int number = 0;
        const auto row = [&number](const QByteArray &json, const QString &param) {
            QTest::addRow("%d %s", ++number, qPrintable(param)) << json << param;
        };
        row("{}", u"model"_s);
        row("{'model':7}", u"model"_s);
        row("{'model':''}", u"model"_s);
        row("{'model':'m'}", u"messages"_s);
        row("{'model':'m','messages':{}}", u"messages"_s);
        row("{'model':'m','messages':[]}", u"messages"_s);
        row(of("7"), u"messages[0]"_s);
        row(of("{'content':'x'}"), u"messages[0].role"_s);
        row(of("{'role':'user','content':'a'},{'role':'boss','content':'x'}"),
            u"messages[1].role"_s);
        row(of("{'role':'user'}"), u"messages[0].content"_s);
        row(of("{'role':'user','content':null}"), u"messages[0].content"_s);
        row(of("{'role':'user','content':7}"), u"messages[0].content"_s);
        row(of("{'role':'user','content':'a','name':7}"), u"messages[0].name"_s);
        row(of("{'role':'tool','content':'a'}"), u"messages[0].tool_call_id"_s);
        row(of("{'role':'function','name':'f','content':'a'}"), u"messages[0].name"_s);

        const auto part = [](const QByteArray &json) {
            return of("{'role':'user','content':[{'type':'text','text':'a'}," + json + "]}");
        };
        row(part("7"), u"messages[0].content[1]"_s);
        row(part("{}"), u"messages[0].content[1].type"_s);
        row(part("{'type':'smell'}"), u"messages[0].content[1].type"_s);
        row(part("{'type':'text'}"), u"messages[0].content[1].text"_s);
        row(part("{'type':'image_url'}"), u"messages[0].content[1].image_url"_s);
        row(part("{'type':'image_url','image_url':{}}"), u"messages[0].content[1].image_url.url"_s);
        row(part("{'type':'image_url','image_url':{'url':'file:///etc/passwd'}}"),
            u"messages[0].content[1].image_url.url"_s);
        row(part("{'type':'image_url','image_url':{'url':'data:,a','detail':'x'}}"),
            u"messages[0].content[1].image_url.detail"_s);
        row(part("{'type':'input_audio','input_audio':{'data':'A'}}"),
            u"messages[0].content[1].input_audio.format"_s);
        row(part("{'type':'input_audio','input_audio':{'data':'A','format':'a;b'}}"),
            u"messages[0].content[1].input_audio.format"_s);
        row(part("{'type':'file','file':{'file_id':'f'}}"),
            u"messages[0].content[1].file.file_id"_s);
        row(part("{'type':'file','file':{'file_data':'AA=='}}"),
            u"messages[0].content[1].file.file_data"_s);
        row(part("{'type':'video_url','video_url':{'url':'https://a.example'}}"),
            u"messages[0].content[1].video_url.url"_s);

        const auto toolCall = [](const QByteArray &json) {
            return of("{'role':'assistant','tool_calls':[" + json + "]}");
        };
        row(toolCall("7"), u"messages[0].tool_calls[0]"_s);
        row(toolCall("{'function':{'name':'f'}}"), u"messages[0].tool_calls[0].id"_s);
        row(toolCall("{'id':'c','type':'custom'}"), u"messages[0].tool_calls[0].type"_s);
        row(toolCall("{'id':'c'}"), u"messages[0].tool_calls[0].function"_s);
        row(toolCall("{'id':'c','function':{}}"), u"messages[0].tool_calls[0].function.name"_s);
        row(toolCall("{'id':'c','function':{'name':'f','arguments':7}}"),
            u"messages[0].tool_calls[0].function.arguments"_s);

        for (const auto &[json, param] : std::initializer_list<std::pair<const char *, QString>>{
                     {"'stream':'yes'", u"stream"_s},
                     {"'stream_options':true", u"stream_options"_s},
                     {"'stream_options':{'include_usage':1}", u"stream_options.include_usage"_s},
                     {"'max_tokens':0", u"max_tokens"_s},
                     {"'max_tokens':1.5", u"max_tokens"_s},
                     {"'max_tokens':18446744073709551615", u"max_tokens"_s},
                     {"'max_completion_tokens':-1", u"max_completion_tokens"_s},
                     {"'temperature':2.1", u"temperature"_s},
                     {"'temperature':'hot'", u"temperature"_s},
                     {"'top_p':-0.1", u"top_p"_s},
                     {"'top_k':-2", u"top_k"_s},
                     {"'frequency_penalty':3", u"frequency_penalty"_s},
                     {"'presence_penalty':-3", u"presence_penalty"_s},
                     {"'seed':0.5", u"seed"_s},
                     {"'n':0", u"n"_s},
                     {"'n':129", u"n"_s},
                     {"'stop':7", u"stop"_s},
                     {"'stop':['a',7]", u"stop[1]"_s},
                     {"'logprobs':5", u"logprobs"_s},
                     {"'logprobs':true,'top_logprobs':21", u"top_logprobs"_s},
                     {"'top_logprobs':2", u"top_logprobs"_s},
                     {"'logit_bias':{'1':101}", u"logit_bias.1"_s},
                     {"'reasoning_effort':'huge'", u"reasoning_effort"_s},
                     {"'reasoning':{'effort':'huge'}", u"reasoning.effort"_s},
                     {"'verbosity':'loud'", u"verbosity"_s},
                     {"'documents':{}", u"documents"_s},
                     {"'documents':['a',7]", u"documents[1]"_s},
                     {"'documents':[{}]", u"documents[0]"_s},
                     {"'citation_quality':'best'", u"citation_quality"_s},
                     {"'safety_mode':1", u"safety_mode"_s},
                     {"'metadata':[]", u"metadata"_s},
                     {"'web_search_options':true", u"web_search_options"_s},
                     {"'prediction':{'content':7}", u"prediction.content"_s},
                     {"'parallel_tool_calls':'no'", u"parallel_tool_calls"_s},
                     {"'tools':{}", u"tools"_s},
                     {"'tools':[7]", u"tools[0]"_s},
                     {"'tools':[{'function':{'name':'f'}}]", u"tools[0].type"_s},
                     {"'tools':[{'type':'function'}]", u"tools[0].name"_s},
                     {"'tools':[{'type':'function','function':{}}]", u"tools[0].function.name"_s},
                     {"'tools':[{'type':'function','function':{'name':'f','parameters':[]}}]",
                      u"tools[0].function.parameters"_s},
                     {"'functions':[{}]", u"functions[0].name"_s},
                     {"'tool_choice':'maybe'", u"tool_choice"_s},
                     {"'tool_choice':{'type':'function'}", u"tool_choice.name"_s},
                     {"'tool_choice':{'type':'allowed_tools'}", u"tool_choice.type"_s},
                     {"'response_format':{'type':'xml'}", u"response_format.type"_s},
                     {"'response_format':{'type':'json_schema'}", u"response_format.json_schema"_s},
                     {"'response_format':{'type':'json_schema','json_schema':{'schema':{}}}",
                      u"response_format.json_schema.name"_s},
             })
            row(with(json), param);
    }

    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, param);

        const auto call = read(json);

        QVERIFY(!call);
        QCOMPARE(call.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(call.error().param, param);
        QVERIFY(call.error().message.contains(param));
    }
};

QTEST_APPLESS_MAIN(TestChatRequest)
#include "tst_chatrequest.moc"
