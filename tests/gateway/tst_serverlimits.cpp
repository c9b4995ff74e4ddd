// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "tests/gateway/httpserver.h"
#include "tests/gateway/rawclient.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using core::http::Exchange;
using gateway::http::Server;
using namespace tests;

class TestServerLimits : public QObject
{
    Q_OBJECT

private slots:
    void timesOutAHalfRequest_data()
    {
        QTest::addColumn<QByteArray>("half");
        QTest::newRow("head") << QByteArray("GET / HTTP/1.1\r\nHo");
        QTest::newRow("body") << QByteArray(
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
    }

    void timesOutAHalfRequest()
    {
        QFETCH(QByteArray, half);
        Server server(echo, {.headerTimeout = 50ms, .bodyTimeout = 50ms});
        server.setRefusalWriter([](const gateway::http::Refusal &refusal, const auto &) {
            return core::http::Response{.status = refusal.status, .body = "shaped"};
        });
        RawClient client(listen(server));

        client.send(half);

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.status(), 408);
        QCOMPARE(client.body(), "shaped");
    }

    void aTrickledHeadTimesOutAllTheSame()
    {
        Server server(echo, {.headerTimeout = 100ms});
        RawClient client(listen(server));
        QTimer trickle;
        connect(&trickle, &QTimer::timeout, &client.socket, [&] { client.socket.write("a"); });

        client.send("GET /");
        trickle.start(10ms);

        QTRY_COMPARE(client.status(), 408);
    }

    void closesAnIdleConnectionWithoutAWord()
    {
        Server server(echo, {.idleTimeout = 50ms});
        RawClient client(listen(server));
        QTRY_VERIFY(client.isConnected());

        QTRY_VERIFY(client.isClosed());
        QVERIFY(client.received.isEmpty());
        QTRY_COMPARE(server.connectionCount(), 0);
    }

    void refusesTooMuch_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");

        const QByteArray head = "POST / HTTP/1.1\r\nHost: h\r\n";
        QTest::newRow("line") << "GET /" + QByteArray(17 * 1024, 'a') + " HTTP/1.1\r\n\r\n" << 414;
        QTest::newRow("header") << head + "X: " + QByteArray(1024 * 1024, 'a') + "\r\n\r\n" << 431;
        QTest::newRow("headers") << head + QByteArray("X: y\r\n").repeated(101) + "\r\n" << 431;
        QTest::newRow("declared 100 MB") << head + "Content-Length: 104857600\r\n\r\n" << 413;
        QTest::newRow("garbage") << QByteArray("\x16\x03\x01\x02\r\n\r\n") << 400;
    }

    void refusesTooMuch()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        Server server([](Exchange &) { QFAIL("no handler may see it"); });
        RawClient client(listen(server));

        client.send(request);

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.status(), status);
        QCOMPARE(client.received.count("HTTP/1.1"), 1);
    }

    void aClientThatSendsItAllStillReadsTheRefusal()
    {
        // 100 MB are written without a look at the answer: a reset would lose it.
        Server server(echo);
        RawClient client(listen(server));
        client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 104857600\r\n\r\n");
        const QByteArray piece(1024 * 1024, 'x');
        int left = 100;
        const auto more = [&] {
            while (left > 0 && client.socket.bytesToWrite() < piece.size()) {
                --left;
                client.socket.write(piece);
            }
        };
        connect(&client.socket, &QTcpSocket::bytesWritten, &client.socket, more);
        more();

        QTRY_COMPARE_WITH_TIMEOUT(client.status(), 413, 20'000);
        QVERIFY(client.body().contains("larger than"));
    }

    void stopsAChunkedBodyAtTheBound()
    {
        Server server([](Exchange &) { QFAIL("no handler may see it"); }, {.body = 1024 * 1024});
        RawClient client(listen(server));

        client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        const QByteArray chunk = "10000\r\n" + QByteArray(0x10000, 'x') + "\r\n";
        for (int i = 0; i < 17; ++i)
            client.send(chunk);

        QTRY_COMPARE(client.status(), 413);
        QTRY_VERIFY(client.isClosed());
    }

    void turnsAwayTooManyConnections()
    {
        Server server(echo, {.connections = 2});
        const quint16 port = listen(server);
        RawClient one(port);
        RawClient two(port);
        QTRY_COMPARE(server.connectionCount(), 2);

        RawClient three(port);

        QTRY_COMPARE(three.status(), 503);
        QTRY_VERIFY(three.isClosed());
        one.send(get("/"));
        QTRY_COMPARE(one.status(), 200);
        two.socket.abort();
        QTRY_COMPARE(server.connectionCount(), 1);
        RawClient four(port);
        four.send(get("/"));
        QTRY_COMPARE(four.status(), 200);
    }

    void pausesForASlowReaderAndResumes()
    {
        QPointer<Exchange> exchange;
        Server server([&](Exchange &given) { exchange = &given; },
                      {.congestion = 64 * 1024, .unsent = 1 << 30});
        RawClient client(listen(server));
        client.socket.setReadBufferSize(1024);
        client.send(get("/"));
        QTRY_VERIFY(exchange);
        exchange->beginStream({.contentType = "text/event-stream"});
        QSignalSpy congested(exchange, &Exchange::congested);
        QSignalSpy drained(exchange, &Exchange::drained);
        client.socket.disconnect(&client.socket); // reads nothing for now

        const QByteArray piece(64 * 1024, 'x');
        for (int i = 0; i < 2000 && congested.isEmpty(); ++i)
            exchange->write(piece);
        QCOMPARE(congested.count(), 1);
        exchange->write(piece);
        QCOMPARE(congested.count(), 1);
        QVERIFY(drained.isEmpty());
        client.socket.setReadBufferSize(0);
        connect(&client.socket, &QTcpSocket::readyRead, &client.socket,
                [&] { client.socket.readAll(); });
        client.socket.readAll();

        QTRY_COMPARE(drained.count(), 1);
        QVERIFY(exchange);
    }

    void cutsOffAReaderThatIsFarBehind()
    {
        QPointer<Exchange> exchange;
        Server server([&](Exchange &given) { exchange = &given; },
                      {.congestion = 64 * 1024, .unsent = 1024 * 1024});
        RawClient client(listen(server));
        client.socket.setReadBufferSize(1024);
        client.send(get("/"));
        QTRY_VERIFY(exchange);
        client.socket.disconnect(&client.socket); // reads no more
        exchange->beginStream({.contentType = "text/event-stream"});

        const QByteArray piece(64 * 1024, 'x');
        for (int i = 0; i < 2000 && server.activeRequests() > 0; ++i)
            exchange->write(piece);

        QCOMPARE(server.activeRequests(), 0);
        QTRY_VERIFY(!exchange);
        QCOMPARE(server.connectionCount(), 0);
    }

    void cutsOffAReaderThatHasStopped()
    {
        QPointer<Exchange> exchange;
        Server server([&](Exchange &given) { exchange = &given; },
                      {.idleTimeout = 100ms, .congestion = 64 * 1024, .unsent = 1 << 30});
        RawClient client(listen(server));
        client.socket.setReadBufferSize(1024);
        client.send(get("/"));
        QTRY_VERIFY(exchange);
        client.socket.disconnect(&client.socket); // reads no more
        exchange->beginStream({.contentType = "text/event-stream"});
        QSignalSpy congested(exchange, &Exchange::congested);
        for (int i = 0; i < 2000 && congested.isEmpty(); ++i)
            exchange->write(QByteArray(64 * 1024, 'x'));
        QCOMPARE(congested.count(), 1);

        QTRY_VERIFY(!exchange);
    }

    void aClientThatNeverReadsIsNotAnsweredForEver()
    {
        int answered = 0;
        Server server(
                [&](Exchange &exchange) {
                    ++answered;
                    exchange.send({.body = QByteArray(1024 * 1024, 'x')});
                },
                {.congestion = 64 * 1024});
        RawClient client(listen(server));
        client.socket.setReadBufferSize(1);

        client.send(get("/").repeated(1000));

        QTRY_VERIFY(answered > 0);
        QTest::qWait(200); // nothing to wait for: nothing more must happen
        QVERIFY2(answered < 100, qPrintable(QString::number(answered)));
    }
};

QTEST_GUILESS_MAIN(TestServerLimits)
#include "tst_serverlimits.moc"
