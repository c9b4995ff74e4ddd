// SPDX-License-Identifier: MIT
#include "tests/oci/demoharness.h"

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tests;
using boost::json::object;

namespace {

const object streamed{{"isStream", true}};

} // namespace

class TestDemoFaults : public QObject
{
    Q_OBJECT

private slots:
    void givesTheStatusWithOraclesWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("401") << 401 << u"NotAuthenticated"_s;
        QTest::newRow("404") << 404 << u"NotAuthorizedOrNotFound"_s;
        QTest::newRow("409") << 409 << u"IncorrectState"_s;
        QTest::newRow("413") << 413 << u"RequestEntityTooLarge"_s;
        QTest::newRow("429") << 429 << u"TooManyRequests"_s;
        QTest::newRow("500") << 500 << u"InternalServerError"_s;
        QTest::newRow("503") << 503 << u"ServiceUnavailable"_s;
    }

    void givesTheStatusWithOraclesWords()
    {
        QFETCH(int, status);
        QFETCH(QString, code);
        DemoHarness demo;
        demo.addFault(R"({"status":)" + QByteArray::number(status) + '}');

        const auto failed = demo.chat(chatBody(u"Hi"_s));
        const auto next = demo.chat(chatBody(u"Hi"_s));

        QCOMPARE(failed->response.status, status);
        QCOMPARE(textAt(jsonOf(*failed), "/code"), code);
        QVERIFY(!textAt(jsonOf(*failed), "/message").isEmpty());
        QVERIFY(core::http::headerValue(failed->response.headers, "retry-after").isEmpty());
        QCOMPARE(next->response.status, 200); // once, unless told otherwise
    }

    void saysItsOwnCodeMessageAndRetryAfter()
    {
        DemoHarness demo;
        demo.addFault(R"({"status":429,"code":"Throttled","message":"Slow down","retryAfter":7})");

        const auto failed = demo.chat(chatBody(u"Hi"_s));

        QCOMPARE(failed->response.body, R"({"code":"Throttled","message":"Slow down"})");
        QCOMPARE(core::http::headerValue(failed->response.headers, "retry-after"), "7");
    }

    void meetsOnlyWhomItIsMeantFor()
    {
        DemoHarness demo;
        demo.addFault(R"([{"match":{"path":"/models"},"status":500,"times":0},)"
                      R"({"match":{"model":"grok","prompt":"owl"},"status":503,"times":2}])");
        const auto status = [&demo](const QString &prompt, std::string_view model) {
            return demo.chat(chatBody(prompt, {}, model))->response.status;
        };

        QCOMPARE(status(u"an owl"_s, "meta.llama-3.3-70b-instruct"), 200);
        QCOMPARE(status(u"a cat"_s, "xai.grok-4.3"), 200);
        QCOMPARE(status(u"an owl"_s, "xai.grok-4.3"), 503);
        QCOMPARE(status(u"an owl"_s, "xai.grok-4.3"), 503);
        QCOMPARE(status(u"an owl"_s, "xai.grok-4.3"), 200);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(demo.get(DemoHarness::modelsPath)->response.status, 500);

        QCOMPARE(demo.ask({.method = "DELETE", .target = "/demo/faults"})->response.status, 204);
        QCOMPARE(demo.get(DemoHarness::modelsPath)->response.status, 400); // no compartment
    }

    void spoilsTheBody()
    {
        DemoHarness demo;
        demo.addFault(R"([{"body":"html"},{"body":"garbage"},{"body":"empty"}])");

        const auto html = demo.chat(chatBody(u"Hi"_s));
        const auto garbage = demo.chat(chatBody(u"Hi"_s));
        const auto empty = demo.chat(chatBody(u"Hi"_s));

        QCOMPARE(html->response.status, 502);
        QCOMPARE(html->response.contentType, "text/html");
        QVERIFY(html->response.body.startsWith("<html>"));
        QCOMPARE(garbage->response.status, 200);
        QVERIFY(!core::json::parse(garbage->response.body));
        QVERIFY(empty->response.body.isEmpty());
    }

    void closesBeforeTheHead()
    {
        DemoHarness demo;
        demo.addFault(R"({"closeBeforeHead":true})");

        const auto exchange = demo.chat(chatBody(u"Hi"_s));

        QVERIFY(exchange->aborted);
        QVERIFY(!exchange->begun);
    }

    void waitsBeforeTheHeadAndNotForWhoLeft()
    {
        DemoHarness demo;
        demo.addFault(R"({"delayMs":20,"times":2})");

        auto leaver = demo.chat(chatBody(u"Hi"_s));
        const auto stayer = demo.chat(chatBody(u"Hi"_s));
        QVERIFY(!stayer->begun);
        leaver.reset();

        QTRY_VERIFY(stayer->ended);
        QCOMPARE(stayer->response.status, 200);
        QCOMPARE(demo.service.traffic().requests().front().status, 0);
    }

    void cutsAfterEvents()
    {
        DemoHarness demo;
        demo.addFault(R"({"cutAfterEvents":3})");

        const auto exchange = demo.chat(chatBody(u"Hi"_s, streamed));

        QVERIFY(exchange->aborted && !exchange->ended);
        QCOMPARE(exchange->chunks.size(), 3);
    }

    void cutsAfterBytes()
    {
        DemoHarness demo;
        demo.addFault(R"({"cutAfterBytes":150})");

        const auto exchange = demo.chat(chatBody(u"Hi"_s, streamed));

        QVERIFY(exchange->aborted && !exchange->ended);
        QCOMPARE(exchange->response.body.size(), 150);
    }

    void failsInTheMiddle_data()
    {
        QTest::addColumn<QByteArray>("shape");
        QTest::addColumn<QByteArray>("pointer");
        QTest::newRow("OCI") << QByteArray("oci") << QByteArray("/code");
        QTest::newRow("OpenAI") << QByteArray("openAi") << QByteArray("/error/message");
        QTest::newRow("finish reason") << QByteArray("finishReason") << QByteArray("/errorMessage");
    }

    void failsInTheMiddle()
    {
        QFETCH(QByteArray, shape);
        QFETCH(QByteArray, pointer);
        DemoHarness demo;
        demo.addFault(QByteArray(R"({"errorAfterEvents":2,"errorShape":"%"})").replace('%', shape));

        const auto exchange = demo.chat(chatBody(u"Hi"_s, streamed));

        QVERIFY(exchange->ended);
        QCOMPARE(eventsOf(*exchange).size(), 3);
        QVERIFY(!textAt(eventsOf(*exchange).back(), pointer.toStdString()).isEmpty());
        QVERIFY(!exchange->response.body.contains("[DONE]"));
    }

    void writesInPiecesOfAnySize_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {1, 2, 3, 7, 64})
            QTest::addRow("%d", size) << size;
    }

    void writesInPiecesOfAnySize()
    {
        QFETCH(int, size);
        DemoHarness demo;
        const auto whole = demo.chat(chatBody(u"猫头鹰"_s, streamed));
        QTRY_VERIFY(whole->ended);
        demo.addFault(R"({"bytesPerWrite":)" + QByteArray::number(size) + '}');

        const auto exchange = demo.chat(chatBody(u"猫头鹰"_s, streamed));
        QTRY_VERIFY(exchange->ended);

        QCOMPARE(exchange->response.body, whole->response.body);
        for (const QByteArray &chunk : std::as_const(exchange->chunks))
            QVERIFY(chunk.size() <= size);
    }

    void separatesEventsOtherwise_data()
    {
        QTest::addColumn<QByteArray>("separator");
        QTest::newRow("CRLF") << QByteArray("crLf");
        QTest::newRow("single newlines") << QByteArray("singleNewline");
    }

    void separatesEventsOtherwise()
    {
        QFETCH(QByteArray, separator);
        DemoHarness demo;
        const auto good = demo.chat(chatBody(u"Hi"_s, streamed));
        QTRY_VERIFY(good->ended);
        demo.addFault(QByteArray(R"({"separator":"%"})").replace('%', separator));

        const auto exchange = demo.chat(chatBody(u"Hi"_s, streamed));
        QTRY_VERIFY(exchange->ended);

        QVERIFY(exchange->response.body != good->response.body);
        QCOMPARE(exchange->response.body.contains("\r\n\r\n"), separator == "crLf");
        QCOMPARE(exchange->response.body.contains("\n\n"), false);
        QCOMPARE(eventsOf(*exchange), eventsOf(*good));
    }

    void leavesOutTheEnd()
    {
        DemoHarness demo;
        demo.addFault(R"([{"done":false},{"finishReason":false}])");

        const auto noDone = demo.chat(chatBody(u"Hi"_s, streamed));
        QTRY_VERIFY(noDone->ended);
        const auto noReason = demo.chat(chatBody(u"Hi"_s, streamed));
        QTRY_VERIFY(noReason->ended);

        QVERIFY(!noDone->response.body.contains("[DONE]"));
        QVERIFY(noDone->response.body.contains("finishReason"));
        QVERIFY(noReason->response.body.contains("[DONE]"));
        QVERIFY(!noReason->response.body.contains("finishReason"));
    }

    void answersAsMuchAsIsAsked()
    {
        DemoHarness demo;
        demo.addFault(R"({"answerBytes":1000001})");

        const auto json = jsonOf(*demo.chat(chatBody(u"Hi"_s)));

        QCOMPARE(textAt(json, "/chatResponse/choices/0/message/content/0/text").size(), 1'000'001);
    }

    void aWrongClockRefusesUntilTheClientFollows()
    {
        DemoHarness demo;
        demo.addFault(R"({"clockSkewSeconds":3600,"times":0})");

        const auto refused = demo.chat(chatBody(u"Hi"_s));
        QCOMPARE(refused->response.status, 401);
        QCOMPARE(core::http::headerValue(refused->response.headers, "Date"),
                 "Thu, 05 Jan 2034 22:31:40 GMT");

        const QByteArray body = core::json::serialize(chatBody(u"Hi"_s));
        demo.clock.now = demoNow.addSecs(3600);
        const auto corrected = demo.request("POST", DemoHarness::chatPath, body);
        demo.clock.now = demoNow;
        QCOMPARE(demo.ask(corrected)->response.status, 200);
    }

    void aPersonCanAskForThem()
    {
        DemoHarness demo;

        QCOMPARE(demo.chat(chatBody(u"/error 429"_s))->response.status, 429);
        QCOMPARE(demo.chat(chatBody(u"/error"_s))->response.status, 500);
        QCOMPARE(demo.chat(chatBody(u"/html"_s))->response.contentType, "text/html");
        const auto cut = demo.chat(chatBody(u"/cut"_s, streamed));
        QVERIFY(cut->aborted && !cut->chunks.isEmpty());
        const auto stalled = demo.chat(chatBody(u"/stall"_s, streamed));
        for (int i = 0; i < 20; ++i)
            QCoreApplication::processEvents();
        QVERIFY(!stalled->ended && !stalled->aborted && !stalled->chunks.isEmpty());
        const auto thought = jsonOf(*demo.chat(chatBody(u"/think"_s)));
        QVERIFY(textAt(thought, "/chatResponse/choices/0/message/reasoningContent").size() > 500);
        const QString help = textAt(jsonOf(*demo.chat(chatBody(u"/help"_s))),
                                    "/chatResponse/choices/0/message/content/0/text");
        for (const auto &name : {u"/error"_s, u"/slow"_s, u"/long"_s, u"/think"_s, u"/cut"_s})
            QVERIFY2(help.contains(name), qPrintable(name));
    }

    void refusesARuleThatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("unknown field") << QByteArray(R"({"stauts":500})") << QByteArray("stauts");
        QTest::newRow("unknown match")
                << QByteArray(R"({"match":{"host":"a"}})") << QByteArray("match.host");
        QTest::newRow("status") << QByteArray(R"({"status":99})") << QByteArray("status");
        QTest::newRow("body") << QByteArray(R"({"body":"xml"})") << QByteArray("xml");
        QTest::newRow("no object") << QByteArray("[1]") << QByteArray("object");
        QTest::newRow("no JSON") << QByteArray("{") << QByteArray("JSON");
        QTest::newRow("second of two")
                << QByteArray(R"([{"status":500},{"pacing":{"x":1}}])") << QByteArray("pacing.x");
    }

    void refusesARuleThatItDoesNotUnderstand()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, word);
        DemoHarness demo;
        FakeExchange exchange(json, "/demo/faults");

        demo.service.handle(exchange);

        QCOMPARE(exchange.response.status, 400);
        QVERIFY2(exchange.response.body.contains(word), exchange.response.body);
        QCOMPARE(demo.service.faults().count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDemoFaults)
#include "tst_demofaults.moc"
