// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/responses/responserequest.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Message;
using core::Role;
using gateway::responses::Kept;
using gateway::responses::readResponseCall;
using gateway::responses::ResponseCall;
using tests::json;

namespace {

core::Result<ResponseCall> readBody(const char *text, const Kept &kept = {})
{
    return core::json::parseObject(json(text)).and_then([&](const boost::json::object &body) {
        return readResponseCall(body, kept);
    });
}

ResponseCall goodBody(const char *text, const Kept &kept = {})
{
    const auto call = readBody(text, kept);
    if (!call)
        qFatal("%s", qPrintable(call.error().message));
    return *call;
}

boost::json::array items(const char *text)
{
    return core::json::parse(json(text))->as_array();
}

} // namespace

class TestResponseRequest : public QObject
{
    Q_OBJECT

private slots:
    void aTextIsAMessageOfTheUser()
    {
        const auto call = goodBody("{'model':'m','instructions':'Be brief.','input':'Hi'}");

        QCOMPARE(call.request.model, u"m"_s);
        QCOMPARE(call.request.messages,
                 (QList<Message>{core::textMessage(Role::System, u"Be brief."_s),
                                 core::textMessage(Role::User, u"Hi"_s)}));
        QVERIFY(call.store);
        QVERIFY(!call.background);
        QCOMPARE(call.input.size(), std::size_t(1));
        QVERIFY(call.input[0].at("type") == "message");
        QVERIFY(call.input[0].at("content").at(0).at("type") == "input_text");
        QVERIFY(call.echo.at("instructions") == "Be brief.");
        QVERIFY(call.echo.at("tool_choice") == "auto");
    }

    void partsOfAMessage()
    {
        const auto call = goodBody(
                "{'model':'m','input':[{'role':'user','content':[{'type':'input_text','text':'a'},"
                "{'type':'input_image','image_url':'data:image/"
                "png;base64,AA==','detail':'original'},"
                "{'type':'input_file','filename':'a.pdf','file_data':'data:application/"
                "pdf;base64,AA=='},"
                "{'type':'input_file','filename':'b.txt','file_data':'QQ=='}]}]}");

        const auto &parts = call.request.messages[0].content;
        QCOMPARE(parts.size(), 4);
        QCOMPARE(std::get<core::ImagePart>(parts[1]).detail, u"high"_s);
        QCOMPARE(std::get<core::FilePart>(parts[2]).fileName, u"a.pdf"_s);
        QCOMPARE(std::get<core::FilePart>(parts[3]).dataUri, "data:text/plain;base64,QQ==");
    }

    void itemsOfOneAnswerAreOneMessage()
    {
        const auto call = goodBody(
                "{'model':'m','input':[{'role':'user','content':'Weather?'},"
                "{'type':'reasoning','id':'rs_1','summary':[{'type':'summary_text','text':'Hm.'},"
                "{'type':'summary_text','text':'Ask.'}],'encrypted_content':null},"
                "{'type':'message','role':'assistant','content':[{'type':'output_text','text':'"
                "Looking.'}]},"
                "{'type':'function_call','call_id':'c1','name':'weather','arguments':'{}'},"
                "{'type':'custom_tool_call','call_id':'c2','name':'patch','input':'a^b'},"
                "{'type':'function_call_output','call_id':'c2','output':[{'type':'input_text','"
                "text':'ok'}]},"
                "{'type':'function_call_output','call_id':'c1','output':'4'},"
                "{'type':'web_search_call','id':'ws_1','status':'completed'},"
                "{'role':'assistant','content':'Four.'}]}");

        const auto &messages = call.request.messages;
        QCOMPARE(messages.size(), 5);
        const Message &answer = messages[1];
        QCOMPARE(answer.role, Role::Assistant);
        QCOMPARE(answer.reasoning, u"Hm.\n\nAsk."_s);
        QCOMPARE(core::textOf(answer), u"Looking."_s);
        QCOMPARE(answer.toolCalls.size(), 2);
        QCOMPARE(answer.toolCalls[1].arguments, json("{'input':'a^b'}"));
        QCOMPARE(messages[2].toolCallId, u"c2"_s);
        QCOMPARE(core::textOf(messages[2]), u"ok"_s);
        QCOMPARE(messages[3].toolCallId, u"c1"_s);
        QCOMPARE(core::textOf(messages[4]), u"Four."_s);
    }

    void options()
    {
        const auto call = goodBody(
                "{'model':'m','input':'a','max_output_tokens':9,'temperature':0.5,'top_p':0.9,"
                "'parallel_tool_calls':false,'reasoning':{'effort':'xhigh','summary':'auto'},"
                "'text':{'verbosity':'low','format':{'type':'json_schema','name':'n','strict':true,"
                "'schema':{'type':'object'}}},'include':['message.output_text.logprobs'],"
                "'top_logprobs':2,'store':false,'stream':true,'metadata':{'a':'b'},'user':'u'}");

        QCOMPARE(call.request.maxTokens, 9);
        QCOMPARE(call.request.temperature, 0.5);
        QCOMPARE(call.request.topP, 0.9);
        QCOMPARE(call.request.parallelToolCalls, false);
        QCOMPARE(call.request.reasoningEffort, u"high"_s);
        QCOMPARE(call.request.verbosity, u"low"_s);
        QCOMPARE(call.request.responseFormat->name, u"n"_s);
        QCOMPARE(call.request.responseFormat->strict, true);
        QVERIFY(call.request.responseFormat->schema->contains("type"));
        QCOMPARE(call.request.topLogProbs, 2);
        QVERIFY(call.request.stream);
        QVERIFY(!call.store);
        QVERIFY(call.request.metadata.empty()); // they are for who looks the response up
        QVERIFY(call.echo.at("metadata").at("a") == "b");
        QVERIFY(call.echo.at("reasoning").at("effort") == "xhigh");
        QVERIFY(call.echo.at("user") == "u");
    }

    void whatCameBeforeStandsBetweenInstructionsAndInput()
    {
        Kept kept;
        kept.conversation = [](const QString &id) -> core::Result<QList<boost::json::array>> {
            if (id != "resp_1"_L1)
                return std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest,
                                                   .message = u"unknown"_s,
                                                   .param = u"previous_response_id"_s});
            return QList{
                    items("[{'type':'message','role':'user','content':'one'}]"),
                    items("[{'type':'function_call','call_id':'c','name':'f','arguments':'{}'}]")};
        };

        const auto call =
                goodBody("{'model':'m','instructions':'new','previous_response_id':'resp_1',"
                         "'input':[{'type':'function_call_output','call_id':'c','output':'x'}]}",
                         kept);
        const auto missing =
                readBody("{'model':'m','previous_response_id':'resp_2','input':'a'}", kept);

        QCOMPARE(call.request.messages.size(), 4);
        QCOMPARE(core::textOf(call.request.messages[0]), u"new"_s);
        QCOMPARE(core::textOf(call.request.messages[1]), u"one"_s);
        QCOMPARE(call.request.messages[3].toolCallId, u"c"_s);
        QCOMPARE(call.input.size(), std::size_t(1));
        QCOMPARE(missing.error().param, u"previous_response_id"_s);
    }

    void aReferenceIsTheItem()
    {
        Kept kept;
        kept.item = [](const QString &id) -> std::optional<boost::json::object> {
            if (id != "msg_1"_L1)
                return {};
            return items("[{'id':'msg_1','type':'message','role':'user','content':'kept'}]")[0]
                    .as_object();
        };

        const auto call =
                goodBody("{'model':'m','input':[{'type':'item_reference','id':'msg_1'}]}", kept);
        const auto missing =
                readBody("{'model':'m','input':[{'type':'item_reference','id':'msg_2'}]}", kept);

        QCOMPARE(core::textOf(call.request.messages[0]), u"kept"_s);
        QCOMPARE(missing.error().param, u"input[0].id"_s);
    }

    void errorsNameTheField_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QString>("param");

        const auto row = [](const char *name, const char *fields, const QString &param) {
            QTest::newRow(name) << QByteArray(fields) << param;
        };
        row("no input", "'a':1", u"input"_s);
        row("empty", "'input':[]", u"input"_s);
        row("number", "'input':1", u"input"_s);
        row("item", "'input':[1]", u"input[0]"_s);
        row("type", "'input':[{'type':'computer_call'}]", u"input[0].type"_s);
        row("role", "'input':[{'role':'nobody','content':''}]", u"input[0].role"_s);
        row("content", "'input':[{'role':'user'}]", u"input[0].content"_s);
        row("part", "'input':[{'role':'user','content':[{'type':'x'}]}]",
            u"input[0].content[0].type"_s);
        row("image",
            "'input':[{'role':'user','content':[{'type':'input_image','image_url':'ftp://a'}]}]",
            u"input[0].content[0].image_url"_s);
        row("file", "'input':[{'role':'user','content':[{'type':'input_file','file_id':'f'}]}]",
            u"input[0].content[0].file_id"_s);
        row("file url",
            "'input':[{'role':'user','content':[{'type':'input_file','file_url':'https://a'}]}]",
            u"input[0].content[0].file_url"_s);
        row("orphan", "'input':[{'type':'function_call_output','call_id':'c','output':''}]",
            u"input[0].call_id"_s);
        row("conversation", "'input':'a','conversation':'conv_1'", u"conversation"_s);
        row("prompt", "'input':'a','prompt':{'id':'p'}", u"prompt"_s);
        row("background", "'input':'a','background':true,'store':false", u"background"_s);
        row("effort", "'input':'a','reasoning':{'effort':'x'}", u"reasoning.effort"_s);
        row("format", "'input':'a','text':{'format':{'type':'x'}}", u"text.format.type"_s);
        row("schema", "'input':'a','text':{'format':{'type':'json_schema'}}",
            u"text.format.name"_s);
        row("tokens", "'input':'a','max_output_tokens':0", u"max_output_tokens"_s);
        row("tool", "'input':'a','tools':[{'type':'function'}]", u"tools[0].name"_s);
        row("syntax",
            "'input':'a','tools':[{'type':'custom','name':'p','format':{'type':'grammar',"
            "'syntax':'x','definition':'y'}}]",
            u"tools[0].format.syntax"_s);
        row("hosted",
            "'input':'a','tools':[{'type':'file_search'}],'tool_choice':{'type':'file_search'}",
            u"tool_choice.type"_s);
        row("required", "'input':'a','tools':[{'type':'local_shell'}],'tool_choice':'required'",
            u"tool_choice"_s);
        row("unknown tool", "'input':'a','tool_choice':{'type':'function','name':'f'}",
            u"tool_choice.name"_s);
        row("previous", "'input':'a','previous_response_id':'resp_1'", u"previous_response_id"_s);
        row("reference", "'input':[{'id':'msg_1'}]", u"input[0].id"_s);
        row("store", "'input':'a','store':'yes'", u"store"_s);
    }

    void errorsNameTheField()
    {
        QFETCH(QByteArray, fields);
        QFETCH(QString, param);

        const auto call = readBody(QByteArray("{'model':'m'," + fields + '}').constData());

        QVERIFY(!call);
        QCOMPARE(call.error().code, core::ErrorCode::InvalidRequest);
        QCOMPARE(call.error().param, param);
    }

    void aModelIsNeeded() { QCOMPARE(readBody("{'input':'a'}").error().param, u"model"_s); }
};

QTEST_APPLESS_MAIN(TestResponseRequest)
#include "tst_responserequest.moc"
