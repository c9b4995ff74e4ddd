// SPDX-License-Identifier: MIT
#include "gateway/anthropic/turns.h"

#include "core/json/json.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ContentPart;
using core::FilePart;
using core::ImagePart;
using core::Message;
using core::Result;
using core::Role;
using core::textMessage;
using core::TextPart;
using gateway::anthropic::readTurns;

namespace {

using Messages = QList<Message>;

Result<Messages> read(const QByteArray &json)
{
    return core::json::parseObject(json).and_then(readTurns);
}

//! A conversation of these turns, with ' for ".
Result<Messages> turns(const QByteArray &list)
{
    return read("{\"messages\":[" + tests::json(list.constData()) + "]}");
}

//! The parts of one user's message with these blocks.
QList<ContentPart> parts(const char *blocks)
{
    const auto messages =
            read("{\"messages\":[{\"role\":\"user\",\"content\":[" + tests::json(blocks) + "]}]}");
    return messages ? messages->first().content : QList<ContentPart>();
}

ContentPart text(const QString &words)
{
    return TextPart{.text = words};
}

ContentPart png(const QByteArray &data)
{
    return ImagePart{.url = "data:image/png;base64," + data, .detail = {}};
}

} // namespace

class TestTurns : public QObject
{
    Q_OBJECT

private slots:
    void readsPlainTurns()
    {
        const auto read = turns("{'role':'user','content':'Hi'},{'role':'assistant','content':"
                                "'Hello'},{'role':'user','content':[{'type':'text','text':'a'},"
                                "{'type':'text','text':'b','cache_control':{}}]}");

        QVERIFY(read);
        QVERIFY(*read ==
                (Messages{textMessage(Role::User, u"Hi"_s),
                          textMessage(Role::Assistant, u"Hello"_s),
                          Message{.role = Role::User, .content = {text(u"a"_s), text(u"b"_s)}}}));
    }

    void readsTheSystemPrompt_data()
    {
        QTest::addColumn<QByteArray>("system");
        QTest::addColumn<QString>("prompt"); // null: none

        QTest::newRow("text") << QByteArray("'Be brief.'") << u"Be brief."_s;
        QTest::newRow("blocks") << QByteArray("[{'type':'text','text':'A'},{'type':'text','text':"
                                              "'B','cache_control':{'type':'ephemeral'}}]")
                                << u"A\n\nB"_s;
        QTest::newRow("billing") << QByteArray("[{'type':'text','text':'x-anthropic-billing-"
                                               "header: cc_version=2; cch=1a2b3;'},"
                                               "{'type':'text','text':'A'}]")
                                 << u"A"_s;
        QTest::newRow("empty") << QByteArray("''") << QString();
        QTest::newRow("no blocks") << QByteArray("[]") << QString();
        QTest::newRow("null") << QByteArray("null") << QString();
    }

    void readsTheSystemPrompt()
    {
        QFETCH(QByteArray, system);
        QFETCH(QString, prompt);

        const auto messages = read("{\"system\":" + tests::json(system.constData()) +
                                   ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        QVERIFY(messages);
        QCOMPARE(messages->size(), prompt.isNull() ? 1 : 2);
        if (!prompt.isNull())
            QVERIFY(messages->first() == textMessage(Role::System, prompt));
    }

    void aSystemTurnStaysWhereItIs()
    {
        const auto messages = turns("{'role':'user','content':'a'},{'role':'system','content':"
                                    "[{'type':'text','text':'now'}]},"
                                    "{'role':'user','content':'b'}");

        QVERIFY(messages);
        QCOMPARE(messages->size(), 3);
        QVERIFY(messages->at(1) == textMessage(Role::System, u"now"_s));
    }

    void aTurnThatOnlyChangesToolsIsNoMessage()
    {
        const auto messages = turns("{'role':'user','content':'a'},{'role':'system','content':["
                                    "{'type':'tool_addition','tool':{'name':'f'}}]}");

        QVERIFY(messages);
        QCOMPARE(messages->size(), 1);
    }

    void readsAttachments()
    {
        QVERIFY(parts("{'type':'image','source':{'type':'base64','media_type':'image/png',"
                      "'data':'QUJD'}}") == (QList{png("QUJD")}));
        QVERIFY(parts("{'type':'image','source':{'type':'url','url':'https://a.example/x'}}") ==
                (QList{ContentPart(ImagePart{.url = "https://a.example/x", .detail = {}})}));
        QVERIFY(parts("{'type':'document','title':'t.pdf','source':{'type':'base64','media_type':"
                      "'application/pdf','data':'QUJD'}}") ==
                (QList{ContentPart(FilePart{.kind = FilePart::Kind::Document,
                                            .dataUri = "data:application/pdf;base64,QUJD",
                                            .fileName = u"t.pdf"_s})}));
        QVERIFY(parts("{'type':'document','title':'T','context':'C','source':{'type':'text',"
                      "'media_type':'text/plain','data':'words'}}") ==
                (QList{text(u"T\nC\nwords"_s)}));
        QVERIFY(parts("{'type':'document','source':{'type':'content','content':[{'type':'text',"
                      "'text':'a'},{'type':'image','source':{'type':'base64','media_type':"
                      "'image/png','data':'QUJD'}}]}}") == (QList{text(u"a"_s), png("QUJD")}));
        QVERIFY(parts("{'type':'search_result','title':'T','source':'S','content':[{'type':"
                      "'text','text':'a'}]}") == (QList{text(u"T\nS\na"_s)}));
    }

    void readsAnAssistantsTurn()
    {
        const auto messages =
                turns("{'role':'user','content':'q'},{'role':'assistant','content':["
                      "{'type':'thinking','thinking':'hm','signature':'s'},"
                      "{'type':'redacted_thinking','data':'x'},{'type':'text','text':'Let me.'},"
                      "{'type':'server_tool_use','id':'s1','name':'web_search','input':{}},"
                      "{'type':'web_search_tool_result','tool_use_id':'s1','content':[]},"
                      "{'type':'tool_use','id':'t1','name':'f','input':{'b':1,'a':[2]}},"
                      "{'type':'tool_use','id':'t2','name':'g','input':{}}]}");

        QVERIFY(messages);
        QCOMPARE(messages->size(), 2);
        Message expected = textMessage(Role::Assistant, u"Let me."_s);
        expected.reasoning = u"hm"_s;
        expected.toolCalls = {{u"t1"_s, u"f"_s, "{\"b\":1,\"a\":[2]}"}, {u"t2"_s, u"g"_s, "{}"}};
        QVERIFY(messages->at(1) == expected);
    }

    void aTurnOfWhatIsDroppedIsNoMessage()
    {
        const auto messages =
                turns("{'role':'user','content':'q'},{'role':'assistant','content':["
                      "{'type':'redacted_thinking','data':'x'}]},{'role':'user','content':'r'}");

        QVERIFY(messages);
        QCOMPARE(messages->size(), 2);
    }

    void resultsComeBeforeTheRestOfTheTurn()
    {
        const auto messages =
                turns("{'role':'user','content':[{'type':'text','text':'and now?'},"
                      "{'type':'tool_result','tool_use_id':'t1','content':'4 degrees'},"
                      "{'type':'tool_result','tool_use_id':'t2','content':[{'type':'text',"
                      "'text':'a'},{'type':'text','text':'b'}]},"
                      "{'type':'tool_result','tool_use_id':'t3'}]}");

        QVERIFY(messages);
        QVERIFY(*messages == (Messages{{.role = Role::Tool,
                                        .content = {text(u"4 degrees"_s)},
                                        .toolCallId = u"t1"_s},
                                       {.role = Role::Tool,
                                        .content = {text(u"a"_s), text(u"b"_s)},
                                        .toolCallId = u"t2"_s},
                                       {.role = Role::Tool, .content = {}, .toolCallId = u"t3"_s},
                                       {.role = Role::User, .content = {text(u"and now?"_s)}}}));
    }

    void picturesWithinResultsAreKept()
    {
        const auto messages =
                turns("{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1',"
                      "'content':[{'type':'image','source':{'type':'base64','media_type':"
                      "'image/png','data':'QUJD'}}]},{'type':'tool_result','tool_use_id':'t2',"
                      "'content':'done'},{'type':'text','text':'look'}]}");

        QVERIFY(messages);
        QCOMPARE(messages->size(), 3);
        QVERIFY(core::textOf(messages->at(0)).contains("next message"_L1));
        QCOMPARE(messages->at(1).toolCallId, u"t2"_s);
        QVERIFY(messages->at(2) ==
                (Message{.role = Role::User, .content = {png("QUJD"), text(u"look"_s)}}));
    }

    void aFailedResultSaysSo_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("text") << QByteArray("'no such file'") << u"Error: no such file"_s;
        QTest::newRow("said already") << QByteArray("'error: x'") << u"error: x"_s;
        QTest::newRow("nothing") << QByteArray("[]") << u"Error: "_s;
        QTest::newRow("blocks") << QByteArray("[{'type':'text','text':'bad'}]") << u"Error: bad"_s;
    }

    void aFailedResultSaysSo()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);

        const auto messages = turns("{'role':'user','content':[{'type':'tool_result',"
                                    "'tool_use_id':'t','is_error':true,'content':" +
                                    content + "}]}");

        QVERIFY(messages);
        QCOMPARE(core::textOf(messages->first()), said);
    }

    void namesTheFieldAtFault_data()
    {
        QTest::addColumn<QByteArray>("turn");
        QTest::addColumn<QString>("param");

        const auto row = [](const char *name, const QByteArray &turn, const QByteArray &param) {
            QTest::newRow(name) << turn << QString::fromLatin1(param);
        };
        const auto user = [&row](const char *name, const char *block, const char *param) {
            row(name, "{'role':'user','content':[" + QByteArray(block) + "]}",
                "messages.0.content.0" + QByteArray(param));
        };
        row("no object", "1", "messages.0");
        row("no role", "{'content':'x'}", "messages.0.role");
        row("role", "{'role':'tool','content':'x'}", "messages.0.role");
        row("no content", "{'role':'user'}", "messages.0.content");
        row("content", "{'role':'user','content':1}", "messages.0.content");
        user("block", "1", "");
        user("no type", "{}", ".type");
        user("type", "{'type':'audio'}", ".type");
        user("text", "{'type':'text'}", ".text");
        user("no source", "{'type':'image'}", ".source");
        user("source", "{'type':'image','source':{'type':'x'}}", ".source.type");
        user("file", "{'type':'image','source':{'type':'file','file_id':'f'}}", ".source.file_id");
        user("media type",
             "{'type':'image','source':{'type':'base64','media_type':'image/png;x','data':'A'}}",
             ".source.media_type");
        user("no data", "{'type':'image','source':{'type':'base64','media_type':'image/png'}}",
             ".source.data");
        user("address", "{'type':'image','source':{'type':'url','url':'file:///etc'}}",
             ".source.url");
        user("document by URL",
             "{'type':'document','source':{'type':'url','url':'https://a.example/b.pdf'}}",
             ".source.type");
        user("inner block",
             "{'type':'search_result','title':'t','source':'s','content':[{'type':'x'}]}",
             ".content.0.type");
        user("result without id", "{'type':'tool_result'}", ".tool_use_id");
        user("result", "{'type':'tool_result','tool_use_id':'t','content':7}", ".content");
        user("block of a result",
             "{'type':'tool_result','tool_use_id':'t','content':[{'type':'text'}]}",
             ".content.0.text");
        row("assistant's picture", "{'role':'assistant','content':[{'type':'image'}]}",
            "messages.0.content.0.type");
        row("call without id", "{'role':'assistant','content':[{'type':'tool_use'}]}",
            "messages.0.content.0.id");
        row("input",
            "{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f',"
            "'input':'x'}]}",
            "messages.0.content.0.input");
    }

    void namesTheFieldAtFault()
    {
        QFETCH(QByteArray, turn);
        QFETCH(QString, param);

        const auto messages = turns(turn);

        QVERIFY(!messages);
        QCOMPARE(messages.error().param, param);
        QVERIFY(messages.error().message.startsWith(param + u": "_s));
    }
};

QTEST_APPLESS_MAIN(TestTurns)
#include "tst_turns.moc"
