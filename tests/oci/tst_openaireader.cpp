// SPDX-License-Identifier: MIT
#include "core/chat/streamaccumulator.h"
#include "core/stream/sseparser.h"
#include "oci/inference/openaireader.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::FinishReason;
using namespace Qt::StringLiterals;
using tests::json;

namespace {

oci::OpenAiReader reader()
{
    return oci::OpenAiReader([] { return u"made"_s; });
}

QByteArray sse(const QList<const char *> &events)
{
    QByteArray bytes;
    for (const char *event : events)
        bytes += "data: " + json(event) + "\n\n";
    return bytes;
}

QList<core::ChatChoice> streamed(QByteArrayView first, QByteArrayView second)
{
    core::SseParser parser;
    oci::OpenAiReader reads = reader();
    core::StreamAccumulator all;
    QList<core::SseEvent> events = parser.feed(first);
    events += parser.feed(second);
    events += parser.finish();
    for (const core::SseEvent &event : events) {
        const auto deltas = reads.take(event.data);
        if (!deltas)
            return {};
        for (const core::ChatDelta &delta : *deltas)
            all.add(delta);
    }
    const oci::AnswerEnd end = reads.end();
    for (const core::ChatDelta &delta : end.deltas)
        all.add(delta);
    all.finish(end.outcome);
    return all.choices();
}

} // namespace

class TestOpenAiReader : public QObject
{
    Q_OBJECT

private slots:
    void aStreamCutAnywhereSaysWhatTheWholeAnswerSays()
    {
        const QByteArray bytes =
                sse({"{'id':'1','created':5,'choices':[{'index':0,'delta':{'role':'assistant','"
                     "content':'','refusal':null},'finish_reason':null}],'usage':null}",
                     "{'choices':[{'index':0,'delta':{'reasoning_content':'hm'},'finish_reason':"
                     "null}]}",
                     "{'choices':[{'index':0,'delta':{'content':'Hi "
                     "Æ','annotations':null},'finish_reason':null}]}",
                     "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'a','type':'"
                     "function','function':{'name':'f','arguments':''}}]}}]}",
                     "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'"
                     "arguments':'{^x^:1}'}}]}}]}",
                     "{'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}]}",
                     "{'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens'"
                     ":3}}",
                     "[DONE]"});
        const auto whole = reader().whole(
                json("{'created':5,'choices':[{'index':0,'message':{'role':'assistant','content':'"
                     "Hi Æ','reasoning_content':'hm','annotations':null,"
                     "'tool_calls':[{'id':'a','type':'function','function':{'name':'f','arguments':"
                     "'{^x^:1}'}}]},'finish_reason':'stop'}],'usage':{'prompt_tokens':1,'"
                     "completion_tokens':2,'total_tokens':3}}"));
        QVERIFY(whole);
        core::StreamAccumulator all;
        for (const core::ChatDelta &delta : whole->deltas)
            all.add(delta);
        all.finish(whole->outcome);
        QCOMPARE(whole->outcome.created.toSecsSinceEpoch(), 5);
        QCOMPARE(whole->outcome.usage->totalTokens, 3);

        for (qsizetype cut = 0; cut <= bytes.size(); ++cut)
            QVERIFY(streamed(QByteArrayView(bytes).first(cut), QByteArrayView(bytes).sliced(cut)) ==
                    all.choices());
    }

    void knowsTheEnd()
    {
        oci::OpenAiReader reads = reader();
        QVERIFY(!reads.isDone());
        QVERIFY(reads.take(" [DONE] "));
        QVERIFY(reads.isDone());
        QCOMPARE(reads.end().outcome.finishReasons, QList{FinishReason::Stop});
    }

    void readsCitationsRefusalsAndLogProbs()
    {
        const auto whole = reader().whole(
                json("{'service_tier':'default','choices':[{'message':{'content':[{'type':'text','"
                     "text':'a'}],'refusal':'no',"
                     "'annotations':[{'type':'url_citation','url_citation':{'start_index':1,'end_"
                     "index':2,'title':'T','url':'u'}},7]},"
                     "'logprobs':{'content':[]},'finish_reason':'content_filter'}]}"));

        QVERIFY(whole);
        QCOMPARE(whole->deltas.size(), 1);
        const core::ChatDelta &delta = whole->deltas.first();
        QCOMPARE(delta.text, u"a"_s);
        QCOMPARE(delta.refusal, u"no"_s);
        QCOMPARE(delta.citations, QList<core::UrlCitation>({{1, 2, u"T"_s, u"u"_s}}));
        QVERIFY(delta.logProbs);
        QCOMPARE(whole->outcome.serviceTier, u"default"_s);
        QCOMPARE(whole->outcome.finishReasons, QList{FinishReason::ContentFilter});
    }

    void whatItStoppedAtIsToldWhereAServiceSaysSo_data()
    {
        QTest::addColumn<QByteArray>("choice");
        QTest::addColumn<std::optional<QString>>("expected");
        using Stop = std::optional<QString>;
        QTest::newRow("vLLM") << QByteArray("'finish_reason':'stop','stop_reason':'END'")
                              << Stop(u"END"_s);
        QTest::newRow("SGLang") << QByteArray("'finish_reason':'stop','matched_stop':'END'")
                                << Stop(u"END"_s);
        QTest::newRow("a token") << QByteArray("'finish_reason':'stop','stop_reason':128009")
                                 << Stop();
        QTest::newRow("nothing") << QByteArray("'finish_reason':'stop','stop_reason':null")
                                 << Stop();
        QTest::newRow("not there") << QByteArray("'finish_reason':'stop'") << Stop();
        QTest::newRow("too long") << QByteArray("'finish_reason':'length','stop_reason':'END'")
                                  << Stop();
    }

    void whatItStoppedAtIsToldWhereAServiceSaysSo()
    {
        QFETCH(QByteArray, choice);
        QFETCH(std::optional<QString>, expected);
        const QByteArray whole = "{'choices':[{'message':{'content':'a'}," + choice + "}]}";
        const QByteArray event = "{'choices':[{'delta':{'content':'a'}," + choice + "}]}";

        QCOMPARE(reader().whole(json(whole.constData()))->outcome.stoppedAt, expected);
        oci::OpenAiReader streamed = reader();
        QVERIFY(streamed.take(json(event.constData())));
        QCOMPARE(streamed.end().outcome.stoppedAt, expected);
    }

    void errorsComeInEitherShape_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("OpenAI") << json("{'error':{'message':'overheated','type':'server_error','"
                                        "param':null,'code':null}}");
        QTest::newRow("OCI") << json("{'code':'X','message':'overheated'}");
        QTest::newRow("text") << json("{'error':'overheated'}");
    }

    void errorsComeInEitherShape()
    {
        QFETCH(QByteArray, event);

        for (const auto &error : {reader().take(event).error(), reader().whole(event).error()}) {
            QCOMPARE(error.code, core::ErrorCode::Protocol);
            QVERIFY(error.message.contains("overheated"_L1));
        }
    }
};

QTEST_APPLESS_MAIN(TestOpenAiReader)
#include "tst_openaireader.moc"
