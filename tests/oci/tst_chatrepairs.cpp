// SPDX-License-Identifier: MIT
#include "tests/oci/chatbench.h"

#include <QTest>

using core::ErrorCode;
using tests::Script;
using namespace tests::chat;
using namespace Qt::StringLiterals;

//! What a refusal teaches, and what is sent again because of it.
class TestChatRepairs : public QObject
{
    Q_OBJECT

private slots:
    void aRefusedFieldIsLeftOutAndRemembered()
    {
        Bench bench;
        bench.server.add(Script::reply(
                400,
                R"({"error":{"message":"Unsupported parameter: 'temperature' is not supported with this model.","type":"invalid_request_error","param":"temperature","code":"unsupported_parameter"}})"));
        bench.server.add(Script::reply(200, hello));
        core::ChatRequest warm = request(false);
        warm.temperature = 0.5;
        oci::OciChatBackend &backend = bench.backend();
        QStringList notes;

        for (int i = 0; i < 2; ++i) {
            const auto stream = backend.startChat(warm);
            Heard heard(*stream);
            QTRY_COMPARE(heard.ends.size(), 1);
            QVERIFY(heard.ends.first());
            QCOMPARE(heard.starts.size(), 1);
            notes += heard.starts.first().warning;
        }

        QCOMPARE(bench.server.requests.size(), 3);
        QVERIFY(notes.first().endsWith("does not take it: temperature"_L1));
        QCOMPARE(notes.last(), notes.first()); // whoever asks again hears it again
        QVERIFY(bench.server.requests[0].body.contains("temperature"));
        QVERIFY(!bench.server.requests[1].body.contains("temperature"));
        QVERIFY(!bench.server.requests[2].body.contains("temperature"));
    }

    void aServiceThatRefusesEverythingIsAskedFourTimesAtMost()
    {
        Bench bench;
        bench.server.add(Script::reply(400, R"({"code":"400","message":"seed is not supported"})"));
        bench.server.add(Script::reply(400, R"({"code":"400","message":"stop is not supported"})"));
        bench.server.add(Script::reply(400, R"({"code":"400","message":"topP is not supported"})"));
        bench.server.add(Script::reply(400, R"({"code":"400","message":"topK is not supported"})"));

        core::ChatRequest everything = request(false);
        everything.seed = 1;
        everything.stop = {u"x"_s};
        everything.topP = 0.5;
        everything.topK = 5;

        const auto stream = bench.backend().startChat(everything);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(bench.server.requests.size(), 4);
    }

    void whatWouldBeTheSameAgainIsNotSentAgain()
    {
        Bench bench;
        bench.server.add(Script::reply(400, R"({"code":"400","message":"seed is not supported"})"));

        const auto stream = bench.backend().startChat(request(false)); // which has no seed
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void aModelThatDoesNotStreamAnswersWhole()
    {
        Bench bench;
        bench.server.add(Script::reply(
                400, R"({"code":"400","message":"isStream is not supported with this model"})"));
        bench.server.add(Script::reply(200, hello));
        oci::OciChatBackend &backend = bench.backend();

        for (int i = 0; i < 2; ++i) {
            const auto stream = backend.startChat(request(true));
            Heard heard(*stream);

            QTRY_COMPARE(heard.ends.size(), 1);
            QCOMPARE(heard.text(), u"Hello"_s);
            QCOMPARE(heard.deltas, 1);
            QVERIFY(heard.starts.first().warning.endsWith(": stream"_L1));
        }

        QCOMPARE(bench.server.requests.size(), 3); // remembered
        QVERIFY(bench.server.requests[0].body.contains(R"("isStream":true)"));
        QVERIFY(bench.server.requests[1].body.contains(R"("isStream":false)"));
        QVERIFY(bench.server.requests[2].body.contains(R"("isStream":false)"));
    }

    void aRefusalInsideA200IsRepairedToo_data()
    {
        QTest::addColumn<Script>("script");
        const QByteArray refusal = R"({"code":"400","message":"seed is not supported"})";
        QTest::newRow("body") << Script::reply(200, refusal);
        QTest::newRow("event") << Script::events().chunk(sse(refusal)).lastChunk();
        QTest::newRow("last event") << Script::events().chunk("data: " + refusal).lastChunk();
    }

    void aRefusalInsideA200IsRepairedToo()
    {
        QFETCH(Script, script);
        Bench bench;
        bench.server.add(script);
        bench.server.add(Script::events().chunk(textEvent("Hello") + stopEvent).lastChunk());
        core::ChatRequest seeded = request(true);
        seeded.seed = 7;

        const auto stream = bench.backend().startChat(seeded);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY2(heard.ends.first(), qPrintable(heard.error().message));
        QCOMPARE(heard.text(), u"Hello"_s);
        QCOMPARE(heard.starts.size(), 1);
        QCOMPARE(bench.server.requests.size(), 2);
        QVERIFY(!bench.server.requests[1].body.contains("seed"));
    }

    void aRefusalAfterTheFirstWordIsAnError()
    {
        Bench bench;
        bench.server.add(Script::events()
                                 .chunk(textEvent("Hel") +
                                        sse(R"({"code":"400","message":"seed is not supported"})"))
                                 .lastChunk());

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().upstreamStatus, 400);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void theFormatOfAnUnknownEndpointIsFoundAndRemembered()
    {
        Bench bench;
        const QByteArray mismatch =
                R"({"code":"400","message":"Chat request type does not match serving model"})";
        const QByteArray answer =
                R"({"chatResponse":{"apiFormat":"COHERE","text":"Hello","finishReason":"COMPLETE"}})";
        bench.server.add(Script::reply(400, mismatch));
        bench.server.add(Script::reply(200, answer));
        bench.server.add(Script::reply(200, answer));
        oci::OciChatBackend &backend = bench.backend();

        for (int i = 0; i < 2; ++i) {
            const auto stream = backend.startChat(
                    request(false, u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc"_s));
            Heard heard(*stream);
            QTRY_COMPARE(heard.ends.size(), 1);
            QCOMPARE(heard.text(), u"Hello"_s);
        }

        const auto sent = bench.posts();
        QCOMPARE(sent.size(), 3);
        QVERIFY(sent[0].body.contains(R"("apiFormat":"GENERIC")"));
        QVERIFY(sent[1].body.contains(R"("apiFormat":"COHERE")"));
        QVERIFY(sent[2].body.contains(R"("apiFormat":"COHERE")"));
    }
};

QTEST_GUILESS_MAIN(TestChatRepairs)
#include "tst_chatrepairs.moc"
