// SPDX-License-Identifier: MIT
#include "oci/inference/genericreader.h"
#include "oci/inference/tooltextreader.h"
#include "tests/oci/dialectbench.h"

using namespace Qt::StringLiterals;
using oci::ToolCallText;
using tests::json;

namespace {

ToolCallText::Found joined(const QList<QString> &pieces)
{
    ToolCallText text;
    ToolCallText::Found all;
    const auto add = [&all](const ToolCallText::Found &found) {
        all.text += found.text;
        all.calls += found.calls;
    };
    for (const QString &piece : pieces)
        add(text.feed(piece));
    add(text.finish());
    return all;
}

oci::ToolTextReader reader()
{
    return {std::make_unique<oci::GenericReader>(tests::countedIds()), tests::countedIds()};
}

QByteArray textEvent(const char *text)
{
    QByteArray event =
            json("{'message':{'role':'ASSISTANT','content':[{'type':'TEXT','text':'?'}]}}");
    return "data: " + event.replace("?", text) + "\n\n";
}

} // namespace

class TestToolCallText : public QObject
{
    Q_OBJECT

private slots:
    void findsCallsHoweverTheTextIsCut_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<core::ToolCall>>("calls");
        using Calls = QList<core::ToolCall>;
        const Calls oslo{{{}, u"weather"_s, R"({"city":"Oslo"})"}};
        const QString call =
                uR"(<tool_call>{"name":"weather","arguments":{"city":"Oslo"}}</tool_call>)"_s;
        const auto row = [](const char *name, const QString &written, const QString &text,
                            const Calls &calls) {
            QTest::newRow(name) << written << text << calls;
        };
        row("nothing", {}, {}, {});
        row("text", u"if (a < b && c <tool) return;"_s, u"if (a < b && c <tool) return;"_s, {});
        row("blanks", u" \n "_s, u" \n "_s, {});
        row("a call", call, {}, oslo);
        row("blanks around", u"\n\n"_s + call + u"\n"_s, {}, oslo);
        row("blanks inside",
            u"<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\":\"Oslo\"}}\n</tool_call>"_s,
            {}, oslo);
        row("the other tag",
            uR"(<tool_calling>{"name":"weather","arguments":{"city":"Oslo"}}</tool_calling>)"_s, {},
            oslo);
        row("between texts", u"Let me look.\n"_s + call + u"\n\nDone."_s, u"Let me look.\nDone."_s,
            oslo);
        row("two calls", call + u"\n"_s + call, {}, oslo + oslo);
        row("an array", uR"(<tool_call>[{"name":"a"},{"name":"b","arguments":"{}"}]</tool_call>)"_s,
            {}, {{{}, u"a"_s, "{}"}, {{}, u"b"_s, "{}"}});
        row("a function",
            uR"(<tool_call>{"type":"function","function":{"name":"a","parameters":{"x":1}}}</tool_call>)"_s,
            {}, {{{}, u"a"_s, R"({"x":1})"}});
        row("without its end", call.chopped(12), {}, oslo);
        row("half a call", u"Hm <tool_call>{\"name\":\"we"_s, u"Hm <tool_call>{\"name\":\"we"_s,
            {});
        row("half a tag", u"Hm <tool_ca"_s, u"Hm <tool_ca"_s, {});
        row("blanks and half a tag", u"\n <tool_ca"_s, u"\n <tool_ca"_s, {});
        row("no call", u"Write <tool_call>JSON</tool_call> so."_s,
            u"Write <tool_call>JSON</tool_call> so."_s, {});
        row("a call without a name", u" <tool_call>{\"x\":1}</tool_call>"_s,
            u" <tool_call>{\"x\":1}</tool_call>"_s, {});
        row("no call, then one", u"<tool_call>x</tool_call> "_s + call,
            u"<tool_call>x</tool_call> "_s, oslo);
        row("tags one after another", u"<<tool_call<tool_calling>"_s,
            u"<<tool_call<tool_calling>"_s, {});
    }

    void findsCallsHoweverTheTextIsCut()
    {
        QFETCH(QString, written);
        QFETCH(QString, text);
        QFETCH(QList<core::ToolCall>, calls);
        const ToolCallText::Found expected{text, calls};

        for (qsizetype cut = 0; cut <= written.size(); ++cut)
            QVERIFY2(joined({written.first(cut), written.sliced(cut)}) == expected,
                     qPrintable(joined({written.first(cut), written.sliced(cut)}).text));
        QList<QString> letters;
        for (const QChar c : written)
            letters += QString(c);
        QVERIFY(joined(letters) == expected);
    }

    void holdsBackNoMoreThanItMust()
    {
        ToolCallText text;
        QCOMPARE(text.feed(u"Hello "_s).text, u"Hello "_s);
        QCOMPARE(text.feed(u"a < b <to"_s).text, u"a < b "_s);
        QCOMPARE(text.feed(u"p> c"_s).text, u"<top> c"_s);
        QCOMPARE(text.feed(u" <tool_call>{"_s).text, u" "_s);
        QCOMPARE(text.feed(u"\"name\":\"f\"}</tool_call>"_s).calls.size(), 1);
    }

    void whatNeverEndsIsText()
    {
        const QString start = u"<tool_call>{\"name\":\"f\",\"arguments\":\""_s;
        const QString rest = QString(ToolCallText::longestCall, u'x') + u"\"}</tool_call>"_s;

        ToolCallText text;
        (void)text.feed(start);
        const auto found = text.feed(rest);

        QCOMPARE(found.text.size(), start.size() + rest.size());
        QVERIFY(found.calls.isEmpty());
        QCOMPARE(text.feed(u"more"_s).text, u"more"_s);
        QVERIFY(joined({start, rest, u"more"_s}) == joined({start + rest + u"more"_s}));
    }

    void theReaderMakesCallsOfThem()
    {
        const QByteArray stream = textEvent("I look.\\n<tool") +
                                  textEvent("_call>{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{"
                                            "\\\"x\\\":1}}</tool_call>\\n") +
                                  "data: " +
                                  json("{'message':{'toolCalls':[{'id':'own','type':'FUNCTION','"
                                       "name':'g','arguments':"
                                       "''}]}}") +
                                  "\n\ndata: " + json("{'message':{},'finishReason':'stop'}") +
                                  "\n\ndata: [DONE]\n\n";
        auto streaming = reader();
        const auto streamed = tests::readStream(streaming, stream);
        auto reading = reader();
        const auto whole = tests::readWhole(
                reading,
                json("{'choices':[{'message':{'content':[{'type':'TEXT','text':'I look.?'}],"
                     "'toolCalls':[{'id':'own','type':'FUNCTION','name':'g','arguments':''}]},"
                     "'finishReason':'stop'}]}")
                        .replace("?", "\\n<tool_call>{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{"
                                      "\\\"x\\\":1}}</tool_call>\\n"));

        QVERIFY(streamed && whole);
        QCOMPARE(streamed->text(), u"I look.\n"_s);
        QCOMPARE(streamed->outcome.finishReasons, QList{core::FinishReason::ToolCalls});
        const QList<core::ToolCall> calls = streamed->message().toolCalls;
        QCOMPARE(calls, (QList<core::ToolCall>{{u"made_1"_s, u"f"_s, R"({"x":1})"},
                                               {u"own"_s, u"g"_s, "{}"}}));
        QCOMPARE(whole->text(), streamed->text());
        QCOMPARE(whole->message().toolCalls.size(), 2);
        QVERIFY(whole->message().toolCalls.contains(calls[0]) &&
                whole->message().toolCalls.contains(calls[1]));
        QCOMPARE(whole->outcome.finishReasons, streamed->outcome.finishReasons);
    }

    void aCallAloneIsAToolCall()
    {
        auto reading = reader();
        const auto answer = tests::readStream(
                reading, textEvent("<tool_call>{\\\"name\\\":\\\"f\\\"}</tool_call>"));

        QVERIFY(answer);
        QCOMPARE(answer->text(), QString());
        QCOMPARE(answer->message().toolCalls, (QList<core::ToolCall>{{u"made_1"_s, u"f"_s, "{}"}}));
        QCOMPARE(answer->outcome.finishReasons, QList{core::FinishReason::ToolCalls});
    }

    void onlyADedicatedModelWithToolsIsReadSo_data()
    {
        QTest::addColumn<bool>("dedicated");
        QTest::addColumn<core::ChatRequest>("request");
        QTest::addColumn<int>("calls");
        core::ChatRequest tools{.tools = {{.name = u"f"_s}}};
        core::ChatRequest forbidden = tools;
        forbidden.toolChoice = core::ToolChoice{.mode = core::ToolChoice::Mode::None};
        QTest::newRow("dedicated") << true << tools << 1;
        QTest::newRow("without tools") << true << core::ChatRequest() << 0;
        QTest::newRow("no calls wanted") << true << forbidden << 0;
        QTest::newRow("on demand") << false << tools << 0;
    }

    void onlyADedicatedModelWithToolsIsReadSo()
    {
        QFETCH(bool, dedicated);
        QFETCH(core::ChatRequest, request);
        QFETCH(int, calls);
        oci::ChatCall call;
        call.target.serving =
                dedicated ? core::ServingMode::Dedicated : core::ServingMode::OnDemand;

        const auto reads = oci::readerFor(call, request, tests::countedIds());
        const auto answer = tests::readStream(
                *reads, textEvent("<tool_call>{\\\"name\\\":\\\"f\\\"}</tool_call>"));

        QVERIFY(answer);
        QCOMPARE(answer->message().toolCalls.size(), calls);
        QCOMPARE(answer->text().isEmpty(), calls > 0);
    }
};

QTEST_GUILESS_MAIN(TestToolCallText)
#include "tst_toolcalltext.moc"
