// SPDX-License-Identifier: MIT
#include "gateway/ollama/calls.h"

#include "core/json/json.h"
#include "gateway/ollama/images.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ImagePart;
using core::Message;
using core::ResponseFormat;
using core::Role;
using core::TextPart;
using gateway::ollama::ChatCall;
using tests::json;

namespace {

constexpr auto onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgG"
                          "AWjR9awAAAABJRU5ErkJggg==";

core::Result<ChatCall> chat(const QByteArray &body)
{
    return gateway::ollama::readChatCall(*core::json::parseObject(body));
}

core::Result<ChatCall> generate(const QByteArray &body)
{
    return gateway::ollama::readGenerateCall(*core::json::parseObject(body));
}

} // namespace

class TestOllamaCalls : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryParameter()
    {
        const auto call =
                chat(json("{'model':'a.b:latest','messages':[{'role':'user','content':'hi'}],"
                          "'stream':false,'format':'json','keep_alive':'5m','think':'high',"
                          "'logprobs':true,'top_logprobs':2,'options':{'num_predict':7,"
                          "'temperature':0.5,'top_p':0.9,'top_k':40,'seed':1,'stop':['x'],"
                          "'frequency_penalty':1,'presence_penalty':-1,'num_ctx':4096,'min_p':0.1,"
                          "'repeat_penalty':1.1}}"));

        QVERIFY2(call, qPrintable(call ? QString() : call.error().message));
        QCOMPARE(call->model, u"a.b:latest"_s);
        QVERIFY(!call->options.stream);
        QVERIFY(call->options.showsThinking);
        core::ChatRequest expected{.model = u"a.b"_s,
                                   .messages = {core::textMessage(Role::User, u"hi"_s)}};
        expected.maxTokens = 7;
        expected.temperature = 0.5;
        expected.topP = 0.9;
        expected.topK = 40;
        expected.seed = 1;
        expected.stop = {u"x"_s};
        expected.frequencyPenalty = 1;
        expected.presencePenalty = -1;
        expected.topLogProbs = 2;
        expected.reasoningEffort = u"high"_s;
        expected.responseFormat = ResponseFormat{.kind = ResponseFormat::Kind::JsonObject};
        QVERIFY(call->request == expected);
    }

    void streamsUnlessToldOtherwise()
    {
        const auto call = chat(json("{'model':'m','messages':[{'role':'user','content':'a'}]}"));

        QVERIFY(call->options.stream && call->request.stream);
        QVERIFY(!call->asksNothing());
    }

    void thinking_data()
    {
        QTest::addColumn<QByteArray>("think");
        QTest::addColumn<QString>("effort");
        QTest::addColumn<bool>("shows");
        QTest::newRow("yes") << QByteArray("true") << u"medium"_s << true;
        QTest::newRow("no") << QByteArray("false") << u"none"_s << false;
        QTest::newRow("null") << QByteArray("null") << QString() << true;
        QTest::newRow("low") << QByteArray("\"low\"") << u"low"_s << true;
        QTest::newRow("max") << QByteArray("\"max\"") << u"high"_s << true;
    }

    void thinking()
    {
        QFETCH(QByteArray, think);
        QFETCH(QString, effort);
        QFETCH(bool, shows);

        const auto call = chat("{\"model\":\"m\",\"messages\":[],\"think\":" + think + "}");

        QVERIFY(call);
        QCOMPARE(call->request.reasoningEffort, effort);
        QCOMPARE(call->options.showsThinking, shows);
    }

    void aSchemaIsAFormat()
    {
        const auto call = chat(json("{'model':'m','messages':[],'format':{'type':'object'}}"));

        QCOMPARE(call->request.responseFormat->kind, ResponseFormat::Kind::JsonSchema);
        QCOMPARE(*call->request.responseFormat->schema, (boost::json::object{{"type", "object"}}));
        QVERIFY(!chat(json("{'model':'m','messages':[],'format':''}"))->request.responseFormat);
    }

    void unboundedLengthsAreNoLimit_data()
    {
        QTest::addColumn<QByteArray>("length");
        for (const char *length : {"-1", "-2", "0"})
            QTest::newRow(length) << QByteArray(length);
    }

    void unboundedLengthsAreNoLimit()
    {
        QFETCH(QByteArray, length);

        const auto call = chat(
                "{\"model\":\"m\",\"messages\":[],\"options\":{\"num_predict\":" + length + "}}");

        QVERIFY(call && !call->request.maxTokens);
    }

    void callsAndResultsFindEachOther()
    {
        const auto call = chat(json(
                "{'model':'m','messages':[{'role':'user','content':'q'},{'role':'assistant',"
                "'content':'','thinking':'hm','tool_calls':[{'function':{'name':'a','arguments':"
                "{'x':1}}},{'function':{'name':'b','arguments':{}}},{'function':{'name':'a'}}]},"
                "{'role':'tool','tool_name':'b','content':'B'},"
                "{'role':'tool','tool_name':'a','content':'A1'},"
                "{'role':'tool','content':'A2'}],"
                "'tools':[{'type':'function','function':{'name':'a','parameters':"
                "{'type':'object','properties':{}}}}]}"));

        QVERIFY2(call, qPrintable(call ? QString() : call.error().message));
        const QList<Message> &messages = call->request.messages;
        QCOMPARE(messages[1].toolCalls.size(), 3);
        QCOMPARE(messages[1].toolCalls[0].arguments, R"({"x":1})");
        QCOMPARE(messages[1].toolCalls[2].arguments, "{}");
        QCOMPARE(messages[1].reasoning, u"hm"_s);
        QVERIFY(messages[1].content.isEmpty());
        QCOMPARE(messages[2].toolCallId, messages[1].toolCalls[1].id);
        QCOMPARE(messages[3].toolCallId, messages[1].toolCalls[0].id);
        QCOMPARE(messages[4].toolCallId, messages[1].toolCalls[2].id);
        QCOMPARE(call->request.tools.size(), 1);
    }

    void idsOfClientsStay()
    {
        const auto call = chat(json(
                "{'model':'m','messages':[{'role':'assistant','tool_calls':[{'id':'one',"
                "'function':{'name':'a'}},{'id':'two','function':{'name':'a'}}]},"
                "{'role':'tool','tool_name':'a','tool_call_id':'two','content':'A'},{'role':'tool',"
                "'tool_name':'a','tool_call_id':'made up','content':'A'}]}"));

        QCOMPARE(call->request.messages[0].toolCalls[0].id, u"one"_s);
        QCOMPARE(call->request.messages[1].toolCallId, u"two"_s);
        QCOMPARE(call->request.messages[2].toolCallId, u"one"_s); // by its name
    }

    void imagesGetTheirType()
    {
        const auto call = chat(json("{'model':'m','messages':[{'role':'user','content':'a',"
                                    "'images':['") +
                               onePixel + json("','data:image/gif;base64,R0lGOD'") + "]}]}");

        QVERIFY2(call, qPrintable(call ? QString() : call.error().message));
        const auto &content = call->request.messages[0].content;
        QCOMPARE(content.size(), 3);
        QCOMPARE(std::get<ImagePart>(content[1]).url,
                 QByteArray("data:image/png;base64,") + onePixel);
        QCOMPARE(std::get<ImagePart>(content[2]).url, "data:image/gif;base64,R0lGOD");
    }

    void knowsImagesByTheirFirstBytes_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("png") << QByteArray("\x89PNG\r\n\x1a\n...") << QByteArray("image/png");
        QTest::newRow("jpeg") << QByteArray("\xff\xd8\xff\xe0") << QByteArray("image/jpeg");
        QTest::newRow("gif") << QByteArray("GIF89a") << QByteArray("image/gif");
        QTest::newRow("webp") << QByteArray("RIFF1234WEBPVP8 ") << QByteArray("image/webp");
        QTest::newRow("wave") << QByteArray("RIFF1234WAVEfmt ") << QByteArray();
        QTest::newRow("bmp") << QByteArray("BM1234") << QByteArray("image/bmp");
        QTest::newRow("tiff") << QByteArray("II*\0", 4) << QByteArray("image/tiff");
        QTest::newRow("text") << QByteArray("hello") << QByteArray();
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }

    void knowsImagesByTheirFirstBytes()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, type);

        QCOMPARE(gateway::ollama::imageType(bytes), type);
    }

    void generationIsAChat()
    {
        const auto call = generate(json("{'model':'m','prompt':'p','system':'s','raw':false,"
                                        "'context':[1],'template':'t'}"));

        QCOMPARE(call->request.messages, QList({core::textMessage(Role::System, u"s"_s),
                                                core::textMessage(Role::User, u"p"_s)}));
        QVERIFY(!call->fillsGap);
    }

    void gapsAreFilled()
    {
        const auto suffix = generate(json("{'model':'m','prompt':'a','suffix':'b'}"));
        const auto markers = generate(json("{'model':'m','raw':true,'prompt':"
                                           "'<fim_prefix>a<fim_suffix>b<fim_middle>'}"));

        QVERIFY(suffix->fillsGap && markers->fillsGap);
        QVERIFY(suffix->request.messages == markers->request.messages);
    }

    void nothingAskedIsALoad()
    {
        QVERIFY(generate(json("{'model':'m'}"))->asksNothing());
        QVERIFY(generate(json("{'model':'m','prompt':''}"))->asksNothing());
        QVERIFY(chat(json("{'model':'m'}"))->asksNothing());
        QVERIFY(chat(json("{'model':'m','messages':[]}"))->asksNothing());
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("param");
        const auto row = [](const char *name, const char *body, const QString &param) {
            QTest::newRow(name) << json(body) << param;
        };
        row("no model", "{'messages':[]}", u"model"_s);
        row("no role", "{'model':'m','messages':[{'content':'a'}]}", u"messages[0].role"_s);
        row("unknown role", "{'model':'m','messages':[{'role':'x'}]}", u"messages[0].role"_s);
        row("parts", "{'model':'m','messages':[{'role':'user','content':[]}]}",
            u"messages[0].content"_s);
        row("no image", "{'model':'m','messages':[{'role':'user','images':['aGVsbG8=']}]}",
            u"messages[0].images[0]"_s);
        row("no base64", "{'model':'m','messages':[{'role':'user','images':['?']}]}",
            u"messages[0].images[0]"_s);
        row("an answer to nothing", "{'model':'m','messages':[{'role':'tool','content':'a'}]}",
            u"messages[0]"_s);
        row("arguments",
            "{'model':'m','messages':[{'role':'assistant','tool_calls':[{'function':"
            "{'name':'a','arguments':[1]}}]}]}",
            u"messages[0].tool_calls[0].function.arguments"_s);
        row("format", "{'model':'m','messages':[],'format':'xml'}", u"format"_s);
        row("think", "{'model':'m','messages':[],'think':'hard'}", u"think"_s);
        row("temperature", "{'model':'m','messages':[],'options':{'temperature':'hot'}}",
            u"options.temperature"_s);
        row("stop", "{'model':'m','messages':[],'options':{'stop':[1]}}", u"options.stop[0]"_s);
        row("options", "{'model':'m','messages':[],'options':[]}", u"options"_s);
    }

    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, param);

        const auto call = chat(body);

        QVERIFY(!call);
        QCOMPARE(call.error().code, core::ErrorCode::InvalidRequest);
        QCOMPARE(call.error().param, param);
    }
};

QTEST_APPLESS_MAIN(TestOllamaCalls)
#include "tst_ollamacalls.moc"
