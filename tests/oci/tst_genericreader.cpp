// SPDX-License-Identifier: MIT
#include "core/chat/streamaccumulator.h"
#include "core/stream/sseparser.h"
#include "oci/inference/genericreader.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::ChatChoice;
using core::FinishReason;
using core::Result;
using namespace Qt::StringLiterals;
using tests::json;

namespace {

oci::GenericReader reader()
{
    return oci::GenericReader([count = 0]() mutable { return u"made_%1"_s.arg(++count); });
}

struct Answer {
    QList<ChatChoice> choices;
    core::ChatOutcome outcome;

    bool operator==(const Answer &) const = default;
};

Answer accumulated(const QList<core::ChatDelta> &deltas, const core::ChatOutcome &outcome)
{
    core::StreamAccumulator all;
    for (const core::ChatDelta &delta : deltas)
        all.add(delta);
    all.finish(outcome);
    return {all.choices(), outcome};
}

Result<Answer> streamed(QByteArrayView first, QByteArrayView second = {})
{
    core::SseParser parser;
    oci::GenericReader reads = reader();
    QList<core::SseEvent> events = parser.feed(first);
    events += parser.feed(second);
    events += parser.finish();
    QList<core::ChatDelta> deltas;
    for (const core::SseEvent &event : events) {
        const auto taken = reads.take(event.data);
        if (!taken)
            return std::unexpected(taken.error());
        deltas += *taken;
    }
    const oci::AnswerEnd end = reads.end();
    return accumulated(deltas + end.deltas, end.outcome);
}

Result<Answer> whole(QByteArrayView body)
{
    const auto end = reader().whole(body);
    if (!end)
        return std::unexpected(end.error());
    return accumulated(end->deltas, end->outcome);
}

} // namespace

class TestGenericReader : public QObject
{
    Q_OBJECT

private slots:
    //! tests/fixtures/oci/<name>.sse and <name>.json are one answer, told in both ways.
    void aStreamCutAnywhereSaysWhatTheWholeAnswerSays_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name :
             {"text", "reasoning", "toolcalls", "parallel", "gemini", "wrapped", "choices"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void aStreamCutAnywhereSaysWhatTheWholeAnswerSays()
    {
        QFETCH(QString, name);
        const QByteArray sse = tests::readTestFile(u"fixtures/oci/%1.sse"_s.arg(name));
        const auto expected = whole(tests::readTestFile(u"fixtures/oci/%1.json"_s.arg(name)));
        QVERIFY(expected);

        for (qsizetype cut = 0; cut <= sse.size(); ++cut) {
            const auto seen =
                    streamed(QByteArrayView(sse).first(cut), QByteArrayView(sse).sliced(cut));
            QVERIFY(seen);
            QVERIFY2(*seen == *expected, qPrintable(u"cut at %1"_s.arg(cut)));
        }
    }

    void aChoiceToldInTwoPartsKeepsItsCall()
    {
        const auto answer = whole(json(
                "{'chatResponse':{'choices':["
                "{'index':0,'message':{'content':[{'type':'TEXT','text':'a'}]}},"
                "{'index':0,'message':{'toolCalls':[{'id':'c','name':'f','arguments':''}]}}]}}"));

        QVERIFY(answer);
        QCOMPARE(answer->choices.size(), 1);
        const core::Message &message = answer->choices.first().message;
        QCOMPARE(core::textOf(message), u"a"_s);
        QCOMPARE(message.toolCalls.size(), 1);
        QCOMPARE(message.toolCalls.first().arguments, "{}");
    }

    void theTotalCountsMoreThanAChoicesShare()
    {
        const auto answer =
                whole(json("{'chatResponse':{'choices':["
                           "{'index':0,'message':{},'usage':{'completionTokens':3}},"
                           "{'index':1,'message':{},'usage':{'completionTokens':4}}],"
                           "'usage':{'promptTokens':5,'completionTokens':7,'totalTokens':12}}}"));
        const auto parts = whole(json("{'chatResponse':{'choices':[{'index':0,'message':{},'usage':"
                                      "{'completionTokens':3}}]}}"));

        QVERIFY(answer);
        QCOMPARE(answer->outcome.usage->completionTokens, 7);
        QVERIFY(parts);
        QCOMPARE(parts->outcome.usage->completionTokens, 3);
    }

    void readsAWholeAnswer()
    {
        const auto answer = whole(json(
                "{'modelId':'m','chatResponse':{'timeCreated':'2026-05-04T10:11:12.345Z','"
                "serviceTier':'PRIORITY','choices':[{'index':0,'message':{'role':'ASSISTANT','"
                "content':[{'type':'TEXT','text':'a'},{'type':'TEXT'},{'type':'TEXT','text':'b'}],'"
                "refusal':'no','reasoningContent':'hm','annotations':[{'type':'url_citation','"
                "urlCitation':{'startIndex':1,'endIndex':2,'title':'T','url':'https://"
                "example.com'}}]},'finishReason':'length','logprobs':{'tokens':['a'],'"
                "tokenLogprobs':[-0.5],'topLogprobs':[{'a':-0.5,'b':-1}]}}],'usage':{'promptTokens'"
                ":5,'totalTokens':9,'completionTokensDetails':{'reasoningTokens':2},'"
                "promptTokensDetails':{'cachedTokens':1}}}}"));

        QVERIFY(answer);
        const ChatChoice &choice = answer->choices.first();
        QCOMPARE(textOf(choice.message), u"ab"_s);
        QCOMPARE(choice.message.reasoning, u"hm"_s);
        QCOMPARE(choice.message.refusal, u"no"_s);
        QCOMPARE(choice.message.citations,
                 QList<core::UrlCitation>({{1, 2, u"T"_s, u"https://example.com"_s}}));
        QVERIFY(choice.logProbs);
        QCOMPARE(choice.finishReason, FinishReason::Length);
        QCOMPARE(answer->outcome.created,
                 QDateTime::fromString(u"2026-05-04T10:11:12.345Z"_s, Qt::ISODateWithMs));
        QCOMPARE(answer->outcome.serviceTier, u"priority"_s);
        QCOMPARE(answer->outcome.usage, (core::Usage{.promptTokens = 5,
                                                     .completionTokens = 4,
                                                     .totalTokens = 9,
                                                     .reasoningTokens = 2,
                                                     .cachedTokens = 1}));
    }

    void everythingIsOptional_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no message")
                << QByteArray(json("{'chatResponse':{'choices':[{'finishReason':'length'}]}}"));
        QTest::newRow("nulls") << QByteArray(
                json("{'chatResponse':{'choices':[{'message':{'content':null,'toolCalls':null},'"
                     "finishReason':'length','logprobs':{}}],'usage':null}}"));
        QTest::newRow("empty content")
                << QByteArray(json("{'chatResponse':{'choices':[{'index':0,'message':{'content':[]}"
                                   ",'finishReason':'MAX_TOKENS'}]}}"));
        QTest::newRow("TEXT without text") << QByteArray(
                json("{'chatResponse':{'choices':[{'index':0,'message':{'content':[{'type':'TEXT'}]"
                     "},'finishReason':'length'}]}}"));
        QTest::newRow("wrong types") << QByteArray(
                json("{'chatResponse':{'choices':[{'index':'x','message':{'content':[1,null,{'text'"
                     ":2}],'toolCalls':{}},'finishReason':'length'},7]}}"));
    }

    void everythingIsOptional()
    {
        QFETCH(QByteArray, body);

        const auto answer = whole(body);

        QVERIFY(answer);
        QCOMPARE(textOf(answer->choices.first().message), QString());
        QCOMPARE(answer->outcome.finishReasons, QList{FinishReason::Length});
    }

    void finishReasons_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<FinishReason>("expected");
        for (const char *word : {"stop", "COMPLETE", "STOP_SEQUENCE", "end_turn", "EOS",
                                 "USER_CANCEL", "something new", ""})
            QTest::newRow(word) << QByteArray(word) << FinishReason::Stop;
        for (const char *word : {"length", "max_tokens", "MAX_TOKENS", "ERROR_LIMIT"})
            QTest::newRow(word) << QByteArray(word) << FinishReason::Length;
        for (const char *word : {"tool_calls", "TOOL_CALL", "TOOL_USE", "function_call"})
            QTest::newRow(word) << QByteArray(word) << FinishReason::ToolCalls;
        for (const char *word : {"ERROR_TOXIC", "content_filter", "SAFETY", "PROHIBITED_CONTENT"})
            QTest::newRow(word) << QByteArray(word) << FinishReason::ContentFilter;
    }

    void finishReasons()
    {
        QFETCH(QByteArray, word);
        QFETCH(FinishReason, expected);

        const auto answer =
                streamed("data: {\"message\":{},\"finishReason\":\"" + word + "\"}\n\n");

        QVERIFY(answer);
        QCOMPARE(answer->outcome.finishReasons, QList{expected});
    }

    void toolCallsWinOverTheWord()
    {
        const auto answer = streamed(json("data: "
                                          "{'message':{'toolCalls':[{'id':'a','name':'f','"
                                          "arguments':'{}'}]},'finishReason':'stop'}"));

        QCOMPARE(answer->outcome.finishReasons, QList{FinishReason::ToolCalls});
    }

    void errorsInTheMiddle_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<core::ErrorCode>("code");
        QTest::addColumn<QString>("text");
        using core::ErrorCode;
        QTest::newRow("OCI's") << QByteArray(json(
                                          "{'code':'InternalServerError','message':'overheated'}"))
                               << ErrorCode::Unavailable << u"overheated"_s;
        QTest::newRow("OCI's throttling")
                << QByteArray(json("{'code':'TooManyRequests','message':'slow down'}"))
                << ErrorCode::RateLimited << u"slow down"_s;
        QTest::newRow("unheard of")
                << QByteArray(json("{'code':'Overheated','message':'overheated'}"))
                << ErrorCode::Protocol << u"overheated"_s;
        QTest::newRow("a status") << QByteArray(json("{'code':'429','message':'slow down'}"))
                                  << ErrorCode::RateLimited << u"slow down"_s;
        QTest::newRow("a number") << QByteArray(json("{'code':503,'message':'later'}"))
                                  << ErrorCode::Unavailable << u"later"_s;
        QTest::newRow("OpenAI's")
                << QByteArray(json("{'error':{'message':'overheated','code':'server_error'}}"))
                << ErrorCode::Protocol << u"overheated"_s;
        QTest::newRow("finish reason")
                << QByteArray(json("{'message':{'role':'ASSISTANT'},'finishReason':'ERROR','"
                                   "errorMessage':'overheated'}"))
                << ErrorCode::Protocol << u"overheated"_s;
        QTest::newRow("no JSON") << QByteArray("<html>") << ErrorCode::Protocol
                                 << u"cannot be read"_s;
        QTest::newRow("an array") << QByteArray("[]") << ErrorCode::Protocol << u"cannot be read"_s;
    }

    void errorsInTheMiddle()
    {
        QFETCH(QByteArray, event);
        QFETCH(core::ErrorCode, code);
        QFETCH(QString, text);

        const auto taken = reader().take(event);

        QVERIFY(!taken);
        QCOMPARE(taken.error().code, code);
        QVERIFY2(taken.error().message.contains(text), qPrintable(taken.error().message));
    }

    void groundingBecomesCitations()
    {
        const auto answer =
                whole(json("{'choices':[{'message':{'content':[{'type':'TEXT','text':'abc'}]},'"
                           "groundingMetadata':{'groundingChunks':[{'web':{'uri':'https://"
                           "example.com','title':'E'}}],'groundingSupports':[{'segment':{'"
                           "startIndex':0,'endIndex':3},'groundingChunkIndices':[0,5,-1]}]}}]}"));

        QCOMPARE(answer->choices.first().message.citations,
                 QList<core::UrlCitation>({{0, 3, u"E"_s, u"https://example.com"_s}}));
    }

    void indicesAreNotTrusted()
    {
        const auto answer =
                streamed("data: {\"index\":2000000000,\"message\":{\"content\":\"x\"}}\n\ndata: "
                         "{\"index\":-5,\"message\":{\"content\":\"y\"}}\n\n");

        QVERIFY(answer);
        QVERIFY(answer->choices.size() <= 128);
        QCOMPARE(textOf(answer->choices.first().message), u"y"_s);
    }

    void somethingElseIsNoAnswer()
    {
        QCOMPARE(whole("{}").error().code, core::ErrorCode::Protocol);
        QCOMPARE(whole("").error().code, core::ErrorCode::Protocol);
    }
};

QTEST_APPLESS_MAIN(TestGenericReader)
#include "tst_genericreader.moc"
