// SPDX-License-Identifier: MIT
#include "tests/oci/chatbench.h"

#include <QTest>

using core::ErrorCode;
using tests::Script;
using Transport = tests::CannedServer::Transport;
using namespace tests::chat;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! How answers end: well, broken off, given up, or longer than anybody reads at once.
class TestChatEnds : public QObject
{
    Q_OBJECT

private slots:
    void aCleanEndWithoutAFinishReasonIsStop()
    {
        Bench bench(Transport::Tls);
        bench.server.add(Script::events().chunk(textEvent("Hello")).lastChunk());

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.ends.first()->finishReasons, QList{core::FinishReason::Stop});
    }

    void aBrokenStreamIsAProtocolError_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<Transport>("transport");
        const Script begun = Script::events("opc-request-id: ABC\r\n").chunk(textEvent("Hel"));
        const QByteArray error = "data: {\"error\":{\"message\":\"overheated\"}}\n\n";
        const std::pair<const char *, Script> ways[] = {
                {"reset", Script(begun).wait(5ms).reset()},
                {"closed", Script(begun).wait(5ms).close()},
                {"closed at once", Script(begun).close()},
                {"ended with its connection",
                 Script().send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                               "connection: close\r\nopc-request-id: ABC\r\n\r\n" +
                               textEvent("Hel"))
                         .close()},
                {"garbage", Script(begun).chunk("data: {\"index\n\n").lastChunk()},
                {"half an event", Script(begun).chunk("data: {\"index").lastChunk()},
                {"error event", Script(begun).chunk(error).lastChunk()},
        };
        for (const auto &[name, script] : ways) {
            QTest::newRow(name) << script << Transport::Plain;
            QTest::addRow("%s over TLS", name) << script << Transport::Tls;
        }
    }

    void aBrokenStreamIsAProtocolError()
    {
        QFETCH(Script, script);
        QFETCH(Transport, transport);
        Bench bench(transport);
        bench.server.add(script);
        oci::OciChatBackend &backend = bench.backend();
        // Often: what the client has read when the connection ends is a matter of luck.
        for (int i = 1; i <= 10; ++i) {
            const auto stream = backend.startChat(request(true));
            Heard heard(*stream);

            QTRY_COMPARE(heard.ends.size(), 1);
            QCOMPARE(heard.text(), u"Hel"_s);
            QCOMPARE(heard.error().code, ErrorCode::Protocol);
            QCOMPARE(heard.error().requestId, u"ABC"_s);
            QCOMPARE(bench.server.requests.size(), i); // never again once something was said
        }
    }

    void chunksOverPlainHttpMustSayThatTheyAreComplete_data()
    {
        QTest::addColumn<QByteArray>("last");
        QTest::newRow("finish reason") << stopEvent;
        QTest::newRow("[DONE]") << sse("[DONE]");
    }

    //! Whether their end is one cannot be told from a broken connection.
    void chunksOverPlainHttpMustSayThatTheyAreComplete()
    {
        QFETCH(QByteArray, last);
        Bench bench;
        bench.server.add(Script::events().chunk(textEvent("Hello")).lastChunk());
        bench.server.add(Script::events().chunk(textEvent("Hello") + last).lastChunk());
        oci::OciChatBackend &backend = bench.backend();

        const auto uncertain = backend.startChat(request(true));
        Heard first(*uncertain);
        QTRY_COMPARE(first.ends.size(), 1);
        QCOMPARE(first.error().code, ErrorCode::Protocol);

        const auto stream = backend.startChat(request(true));
        Heard heard(*stream);
        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.text(), u"Hello"_s);
    }

    void aStreamThatStallsTimesOut()
    {
        Bench bench;
        bench.settings.idleTimeout = 60ms;
        bench.server.add(Script::events().chunk(textEvent("Hel")));

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, ErrorCode::Timeout);
        QTRY_COMPARE(bench.server.closed, 1);
    }

    void destroyingTheStreamClosesTheConnection_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<int>("deltas");
        QTest::newRow("before the head") << Script() << 0;
        QTest::newRow("after the head") << Script::events() << 0;
        QTest::newRow("in the answer") << Script::events().chunk(textEvent("Hel")) << 1;
        QTest::newRow("in a whole answer")
                << Script().send("HTTP/1.1 200 OK\r\ncontent-type: "
                                 "application/json\r\ncontent-length: 100\r\n\r\n{")
                << 0;
    }

    void destroyingTheStreamClosesTheConnection()
    {
        QFETCH(Script, script);
        QFETCH(int, deltas);
        Bench bench;
        bench.server.add(script);
        auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);
        QTRY_COMPARE(bench.server.requests.size(), 1);
        QTRY_COMPARE(heard.deltas, deltas);

        stream.reset();

        QTRY_COMPARE_WITH_TIMEOUT(bench.server.closed, 1, 1000);
        QVERIFY(heard.ends.isEmpty());
    }

    void destroyingTheStreamWhileItIsSignedSendsNothing()
    {
        Bench bench;
        bench.auth.waits = true;
        auto stream = bench.backend().startChat(request(true));
        QTRY_COMPARE(bench.auth.calls, 1);

        stream.reset();
        bench.auth.letIn();

        // One that is sent afterwards is the only one that arrives.
        bench.auth.waits = false;
        bench.server.add(Script::reply(200, hello));
        const auto next = bench.chats->startChat(request(false));
        Heard heard(*next);
        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void theStreamMayBeDestroyedInItsOwnSignals()
    {
        Bench bench;
        bench.server.add(
                Script::events()
                        .chunk(textEvent("a") + textEvent("b") + stopEvent + "data: [DONE]\n\n")
                        .lastChunk());
        oci::OciChatBackend &backend = bench.backend();
        for (const auto when : {"started"_L1, "delta"_L1, "finished"_L1}) {
            auto stream = backend.startChat(request(true));
            bool gone = false;
            const auto drop = [&] {
                stream.reset();
                gone = true;
            };
            if (when == "started"_L1)
                connect(stream.get(), &core::ChatStream::started, this, drop);
            else if (when == "delta"_L1)
                connect(stream.get(), &core::ChatStream::delta, this, drop);
            else
                connect(stream.get(), &core::ChatStream::finished, this, drop);
            QTRY_VERIFY(gone);
        }
    }

    void aSlowReaderFillsNoMemory()
    {
        Bench bench;
        bench.settings.readBuffer = 64 * 1024;
        const QByteArray much = textEvent(QByteArray(64 * 1024, 'x'));
        Script script = Script::events();
        for (int i = 0; i < 400; ++i)
            script.chunk(much);
        bench.server.add(script.chunk("data: [DONE]\n\n").lastChunk());
        bench.server.add(Script::reply(200, hello));
        auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);
        connect(
                stream.get(), &core::ChatStream::delta, this, [&] { stream->setPaused(true); },
                Qt::SingleShotConnection);
        QTRY_VERIFY(heard.deltas >= 1);

        const int deltas = heard.deltas;
        // Other chats go on meanwhile and give this one the time to misbehave.
        for (int i = 0; i < 50; ++i) {
            const auto other = bench.chats->startChat(request(false));
            Heard otherHeard(*other);
            QTRY_COMPARE(otherHeard.ends.size(), 1);
        }
        QCOMPARE(heard.deltas, deltas);
        QVERIFY2(bench.server.unsent() > 10 * 1024 * 1024,
                 qPrintable(QString::number(bench.server.unsent())));

        stream->setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(heard.ends.size(), 1, 20000);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.deltas, 400);
    }

    void aBigAnswerArrives()
    {
        Bench bench;
        QByteArray big = hello;
        big.replace("Hello", QByteArray(10 * 1024 * 1024, 'y'));
        bench.server.add(Script::reply(200, big));

        const auto stream = bench.backend().startChat(request(false));
        Heard heard(*stream);

        QTRY_COMPARE_WITH_TIMEOUT(heard.ends.size(), 1, 20000);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.text().size(), 10 * 1024 * 1024);
    }

    void anAnswerBeyondTheLimitIsCutOff()
    {
        Bench bench;
        bench.settings.longestBody = 1024;
        QByteArray big = hello;
        big.replace("Hello", QByteArray(100 * 1024, 'y'));
        bench.server.add(Script::reply(200, big));

        const auto stream = bench.backend().startChat(request(false));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, ErrorCode::TooLarge);
    }
};

QTEST_GUILESS_MAIN(TestChatEnds)
#include "tst_chatends.moc"
