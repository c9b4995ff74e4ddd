// SPDX-License-Identifier: MIT
#include "oci/inference/coherereader.h"
#include "oci/inference/coherev2reader.h"
#include "tests/oci/dialectbench.h"

using core::FinishReason;
using namespace Qt::StringLiterals;
using tests::FinalAnswer;
using tests::json;

namespace {

std::unique_ptr<oci::AnswerReader> readerFor(bool v2)
{
    if (v2)
        return std::make_unique<oci::CohereV2Reader>(tests::countedIds());
    return std::make_unique<oci::CohereReader>(tests::countedIds());
}

core::Result<FinalAnswer> whole(bool v2, const QByteArray &body)
{
    const auto reader = readerFor(v2);
    return tests::readWhole(*reader, body);
}

FinalAnswer fixture(const QString &name)
{
    return whole(name.startsWith("coherev2"_L1),
                 tests::readTestFile(u"fixtures/oci/%1.json"_s.arg(name)))
            .value();
}

} // namespace

class TestCohereReader : public QObject
{
    Q_OBJECT

private slots:
    //! tests/fixtures/oci/<name>.sse and <name>.json are one answer, told in both ways.
    void aStreamCutAnywhereSaysWhatTheWholeAnswerSays_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"cohere_text", "cohere_rest", "cohere_last", "cohere_tools",
                                 "cohere_lasttools", "cohere_sources", "coherev2_text",
                                 "coherev2_tools", "coherev2_repeated", "coherev2_sources"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void aStreamCutAnywhereSaysWhatTheWholeAnswerSays()
    {
        QFETCH(QString, name);
        const QByteArray sse = tests::readTestFile(u"fixtures/oci/%1.sse"_s.arg(name));
        const FinalAnswer expected = fixture(name);

        for (qsizetype cut = 0; cut <= sse.size(); ++cut) {
            const auto reader = readerFor(name.startsWith("coherev2"_L1));
            const auto seen = tests::readStream(*reader, QByteArrayView(sse).first(cut),
                                                QByteArrayView(sse).sliced(cut));
            QVERIFY2(seen, seen ? "" : qPrintable(seen.error().message));
            QCOMPARE(seen->text(), expected.text());
            QCOMPARE(seen->message().toolCalls, expected.message().toolCalls);
            QVERIFY2(*seen == expected, qPrintable(u"cut at %1"_s.arg(cut)));
        }
    }

    void readsText()
    {
        const FinalAnswer answer = fixture(u"cohere_text"_s);
        QCOMPARE(answer.text(), u"Blåbær"_s);
        QCOMPARE(answer.outcome.finishReasons, QList{FinishReason::Stop});
        QCOMPARE(answer.outcome.usage,
                 (core::Usage{.promptTokens = 9, .completionTokens = 3, .totalTokens = 12}));
    }

    void readsThinking()
    {
        const FinalAnswer answer = fixture(u"coherev2_text"_s);
        QCOMPARE(answer.text(), u"Blåbær"_s);
        QCOMPARE(answer.message().reasoning, u"Let me think"_s);
        QCOMPARE(answer.outcome.usage->totalTokens, 12);
        QVERIFY(answer.choices.first().logProbs);
        QCOMPARE(core::json::serialize(*answer.choices.first().logProbs).count("\"token\""), 2);
    }

    void callsGetIdsAndWinOverTheWord()
    {
        const FinalAnswer answer = fixture(u"cohere_tools"_s);
        QCOMPARE(answer.outcome.finishReasons, QList{FinishReason::ToolCalls});
        QCOMPARE(answer.text(), u"I will look."_s);
        QCOMPARE(answer.message().toolCalls,
                 (QList<core::ToolCall>{{u"made_1"_s, u"weather"_s, R"({"city":"Oslo"})"},
                                        {u"made_2"_s, u"weather"_s, R"({"city":"Rome"})"},
                                        {u"made_3"_s, u"now"_s, "{}"}}));
    }

    void callsOfTheSecondFormatKeepTheirIds()
    {
        const FinalAnswer answer = fixture(u"coherev2_tools"_s);
        QCOMPARE(answer.message().reasoning, u"I will use weather."_s);
        QCOMPARE(answer.message().toolCalls,
                 (QList<core::ToolCall>{{u"c1"_s, u"weather"_s, R"({"city":"Oslo"})"},
                                        {u"c2"_s, u"weather"_s, R"({"city":"Rome"})"}}));
    }

    void aRepeatedAnswerIsSaidOnce()
    {
        const FinalAnswer answer = fixture(u"coherev2_repeated"_s);
        QCOMPARE(answer.text(), u"Hello"_s);
        QCOMPARE(answer.message().reasoning, u"Hm"_s);
        QCOMPARE(answer.message().toolCalls,
                 (QList<core::ToolCall>{{u"made_1"_s, u"weather"_s, R"({"city":"Oslo"})"},
                                        {u"made_2"_s, u"now"_s, "{}"}}));
    }

    void sourcesBecomeCitations()
    {
        using Citations = QList<core::UrlCitation>;
        QCOMPARE(fixture(u"cohere_sources"_s).message().citations,
                 (Citations{{0, 4, u"Owls"_s, u"https://example.com/owls"_s}, {0, 4, u"b"_s, {}}}));
        QCOMPARE(fixture(u"coherev2_sources"_s).message().citations,
                 (Citations{{0, 4, u"Owls"_s, u"https://example.com"_s}, {0, 4, u"t"_s, {}}}));
    }

    void finishReasons_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<FinishReason>("expected");
        for (const char *word : {"COMPLETE", "STOP_SEQUENCE", "USER_CANCEL", "SOMETHING_NEW"})
            QTest::newRow(word) << QByteArray(word) << FinishReason::Stop;
        for (const char *word : {"MAX_TOKENS", "ERROR_LIMIT"})
            QTest::newRow(word) << QByteArray(word) << FinishReason::Length;
        QTest::newRow("TOOL_CALL") << QByteArray("TOOL_CALL") << FinishReason::ToolCalls;
        QTest::newRow("ERROR_TOXIC") << QByteArray("ERROR_TOXIC") << FinishReason::ContentFilter;
    }

    void finishReasons()
    {
        QFETCH(QByteArray, word);
        QFETCH(FinishReason, expected);

        for (const bool v2 : {false, true}) {
            const auto answer = whole(v2, "{\"chatResponse\":{\"finishReason\":\"" + word + "\"}}");
            QVERIFY(answer);
            QCOMPARE(answer->outcome.finishReasons, QList{expected});
            // Which of them the service does not say.
            QCOMPARE(answer->outcome.stoppedAt.has_value(), word == "STOP_SEQUENCE");
        }
    }

    void errorsAreFoundWhereverTheyStand_data()
    {
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<core::ErrorCode>("code");
        using core::ErrorCode;
        QTest::newRow("finish reason")
                << json("{'text':'a','finishReason':'ERROR','errorMessage':'overheated'}")
                << ErrorCode::Protocol;
        QTest::newRow("message alone")
                << json("{'errorMessage':'overheated'}") << ErrorCode::Protocol;
        QTest::newRow("OCI's") << json("{'code':'429','message':'overheated'}")
                               << ErrorCode::RateLimited;
        QTest::newRow("OpenAI's") << json("{'error':{'message':'overheated'}}")
                                  << ErrorCode::Protocol;
        QTest::newRow("inside") << json("{'chatResponse':{'finishReason':'ERROR','errorMessage':"
                                        "'overheated'}}")
                                << ErrorCode::Protocol;
    }

    void errorsAreFoundWhereverTheyStand()
    {
        QFETCH(QByteArray, event);
        QFETCH(core::ErrorCode, code);

        for (const bool v2 : {false, true}) {
            const auto taken = readerFor(v2)->take(event);
            QVERIFY(!taken);
            QCOMPARE(taken.error().code, code);
            QVERIFY(taken.error().message.contains("overheated"_L1));
            QVERIFY(!whole(v2, event));
        }
    }

    void everythingIsOptional_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("nothing") << json("{'chatResponse':{}}");
        QTest::newRow("nulls") << json(
                "{'chatResponse':{'text':null,'message':null,'toolCalls':null,'citations':null,"
                "'documents':null,'usage':null,'finishReason':null,'logProbabilities':null}}");
        QTest::newRow("wrong types")
                << json("{'chatResponse':{'text':7,'toolCalls':[1,{'name':2},{'function':3}],"
                        "'citations':[1,{'documentIds':[1]},{'sources':[1]}],'documents':[1],"
                        "'message':{'content':[1],'toolCalls':[1,{}],'citations':{}},"
                        "'logProbabilities':[1,{}],'usage':[],'finishReason':7}}");
    }

    void everythingIsOptional()
    {
        QFETCH(QByteArray, body);

        for (const bool v2 : {false, true}) {
            const auto answer = whole(v2, body);
            QVERIFY(answer);
            QCOMPARE(answer->text(), QString());
            QVERIFY(answer->message().toolCalls.isEmpty());
            QCOMPARE(answer->outcome.finishReasons, QList{FinishReason::Stop});
        }
    }

    void somethingElseIsNoAnswer()
    {
        for (const bool v2 : {false, true}) {
            QCOMPARE(whole(v2, "{}").error().code, core::ErrorCode::Protocol);
            QCOMPARE(whole(v2, "").error().code, core::ErrorCode::Protocol);
        }
    }
};

QTEST_GUILESS_MAIN(TestCohereReader)
#include "tst_coherereader.moc"
