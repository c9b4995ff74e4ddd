// SPDX-License-Identifier: MIT
#include "gateway/anthropic/messagesrequest.h"

#include "core/json/json.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Result;
using core::ToolChoice;
using gateway::anthropic::MessagesCall;
using gateway::anthropic::readMessagesCall;

namespace {

Result<MessagesCall> read(const QByteArray &json)
{
    return core::json::parseObject(json).and_then(readMessagesCall);
}

//! A request with one message, and what else it has.
Result<MessagesCall> with(const QByteArray &more)
{
    return read("{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":"
                "\"hi\"}]," +
                more + '}');
}

} // namespace

class TestMessagesRequest : public QObject
{
    Q_OBJECT

private slots:
    void readsTheLeast()
    {
        const auto call = read(tests::json(
                "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}"));

        QVERIFY(call);
        MessagesCall expected;
        expected.request.model = u"m"_s;
        expected.request.maxTokens = 9;
        expected.request.messages = {core::textMessage(core::Role::User, u"hi"_s)};
        QVERIFY(*call == expected);
    }

    void readsEveryParameter()
    {
        const auto call = with(tests::json(
                "'stream':true,'temperature':0.5,'top_p':0.25,'top_k':40,"
                "'stop_sequences':['a','b'],'service_tier':'standard_only',"
                "'metadata':{'user_id':'u'},'thinking':{'type':'enabled','budget_tokens':5000},"
                "'tools':[{'name':'f','input_schema':{'type':'object'}}],"
                "'tool_choice':{'type':'tool','name':'f','disable_parallel_tool_use':true},"
                "'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}},"
                "'cache_control':{'type':'ephemeral'},'context_management':{},'unknown':1"));

        QVERIFY(call);
        const core::ChatRequest &request = call->request;
        QVERIFY(request.stream);
        QCOMPARE(request.temperature, 0.5);
        QCOMPARE(request.topP, 0.25);
        QCOMPARE(request.topK, 40);
        QCOMPARE(request.stop, (QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(request.serviceTier, u"default"_s);
        QVERIFY(request.metadata.empty());
        QCOMPARE(request.reasoningEffort, u"medium"_s);
        QVERIFY(call->showThinking);
        QCOMPARE(request.tools.size(), 1);
        QCOMPARE(request.toolChoice->function, u"f"_s);
        QCOMPARE(request.parallelToolCalls, false);
        QCOMPARE(request.responseFormat->kind, core::ResponseFormat::Kind::JsonSchema);
        QCOMPARE(core::json::serialize(*request.responseFormat->schema), "{\"type\":\"object\"}");
        QVERIFY(!request.responseFormat->name.isEmpty());
    }

    void thinkingIsAnEffort_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("effort");
        QTest::addColumn<bool>("shown");

        const auto row = [](const char *name, const char *json, const char *effort, bool shown) {
            QTest::newRow(name) << tests::json(json) << QString::fromLatin1(effort) << shown;
        };
        row("absent", "'x':0", "", false);
        row("null", "'thinking':null", "", false);
        row("disabled", "'thinking':{'type':'disabled'}", "none", false);
        row("small", "'thinking':{'type':'enabled','budget_tokens':1024}", "low", true);
        row("below", "'thinking':{'type':'enabled','budget_tokens':4095}", "low", true);
        row("middle", "'thinking':{'type':'enabled','budget_tokens':4096}", "medium", true);
        row("large", "'thinking':{'type':'enabled','budget_tokens':31999}", "high", true);
        row("adaptive", "'thinking':{'type':'adaptive'}", "", true);
        row("between tools", "'thinking':{'type':'between_tools'}", "", true);
        row("not to be seen", "'thinking':{'type':'adaptive','display':'omitted'}", "", false);
        row("effort alone", "'output_config':{'effort':'low'}", "low", false);
        row("effort wins",
            "'thinking':{'type':'enabled','budget_tokens':1024},'output_config':{'effort':'max'}",
            "high", true);
        row("disabled wins", "'thinking':{'type':'disabled'},'output_config':{'effort':'high'}",
            "none", false);
        row("effort of adaptive",
            "'thinking':{'type':'adaptive'},'output_config':{'effort':'xhigh'}", "high", true);
    }

    void thinkingIsAnEffort()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, effort);
        QFETCH(bool, shown);

        const auto call = with(json);

        QVERIFY(call);
        QCOMPARE(call->request.reasoningEffort, effort);
        QCOMPARE(call->showThinking, shown);
    }

    void theOlderOutputFormatIsRead()
    {
        const auto call = with(
                tests::json("'output_format':{'type':'json_schema','schema':{'type':'array'}}"));

        QVERIFY(call);
        QCOMPARE(core::json::serialize(*call->request.responseFormat->schema),
                 "{\"type\":\"array\"}");
    }

    void anUnknownTierIsAWish()
    {
        QCOMPARE(with(tests::json("'service_tier':'auto'"))->request.serviceTier, u"auto"_s);
        QCOMPARE(with(tests::json("'service_tier':'galactic'"))->request.serviceTier, QString());
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("param");

        const auto row = [](const char *json, const char *param) {
            QTest::newRow(json) << tests::json(json) << QString::fromLatin1(param);
        };
        row("'temperature':1.5", "temperature");
        row("'temperature':'hot'", "temperature");
        row("'top_p':2", "top_p");
        row("'top_k':-1", "top_k");
        row("'stream':'yes'", "stream");
        row("'stop_sequences':'a'", "stop_sequences");
        row("'stop_sequences':['a',1]", "stop_sequences.1");
        row("'stop_sequences':['']", "stop_sequences.0");
        row("'thinking':true", "thinking");
        row("'thinking':{}", "thinking.type");
        row("'thinking':{'type':'deep'}", "thinking.type");
        row("'thinking':{'type':'enabled','budget_tokens':'many'}", "thinking.budget_tokens");
        row("'output_config':{'effort':'some'}", "output_config.effort");
        row("'output_config':{'format':{'type':'xml'}}", "output_config.format.type");
        row("'output_config':{'format':{'type':'json_schema'}}", "output_config.format.schema");
        row("'output_config':7", "output_config");
        row("'metadata':'me'", "metadata");
        row("'service_tier':1", "service_tier");
        row("'thread':{'type':'create'}", "thread");
        row("'tools':[{'name':'f'}]", "tools.0.input_schema");
        row("'tool_choice':{'type':'maybe'}", "tool_choice.type");
        row("'system':[{'type':'image'}]", "system.0.type");
    }

    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, param);

        const auto call = with(json);

        QVERIFY(!call);
        QCOMPARE(call.error().code, core::ErrorCode::InvalidRequest);
        QCOMPARE(call.error().param, param);
        QVERIFY(call.error().message.startsWith(param + u": "_s));
    }

    void whatIsNeededHasToBeThere()
    {
        const auto param = [](const char *json) { return read(tests::json(json)).error().param; };
        QCOMPARE(param("{}"), u"model"_s);
        QCOMPARE(param("{'model':'','max_tokens':1,'messages':[]}"), u"model"_s);
        QCOMPARE(param("{'model':'m','max_tokens':1}"), u"messages"_s);
        QCOMPARE(param("{'model':'m','max_tokens':1,'messages':[]}"), u"messages"_s);
        const char *hi = "{'model':'m','messages':[{'role':'user','content':'hi'}]}";
        QCOMPARE(param(hi), u"max_tokens"_s);
        QCOMPARE(with("\"max_tokens\":0").error().param, u"max_tokens"_s);
    }

    void countingNeedsNoLimit()
    {
        const auto request =
                core::json::parseObject(tests::json("{'model':'m','system':'s','messages':[{'role':"
                                                    "'user','content':'hi'}],"
                                                    "'tools':[{'name':'f','input_schema':{}}]}"))
                        .and_then(gateway::anthropic::readTokenCount);

        QVERIFY(request);
        QCOMPARE(request->messages.size(), 2);
        QCOMPARE(request->tools.size(), 1);
        QVERIFY(!request->maxTokens);
    }
};

QTEST_APPLESS_MAIN(TestMessagesRequest)
#include "tst_messagesrequest.moc"
