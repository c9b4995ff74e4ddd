// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "tests/gateway/httpserver.h"
#include "tests/gateway/rawclient.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

using namespace std::chrono_literals;
using core::http::Exchange;
using gateway::http::Server;
using namespace tests;

class TestServerHangUp : public QObject
{
    Q_OBJECT

private slots:
    void aLeavingClientEndsTheExchangeInEveryPhase_data()
    {
        QTest::addColumn<bool>("streaming");
        QTest::addColumn<bool>("reset");
        QTest::addColumn<bool>("pipelined");
        for (const bool streaming : {false, true}) {
            for (const bool reset : {false, true}) {
                for (const bool pipelined : {false, true}) {
                    QTest::addRow("%s %s %s", streaming ? "mid-stream" : "before the head",
                                  reset ? "reset" : "closed", pipelined ? "with more sent" : "")
                            << streaming << reset << pipelined;
                }
            }
        }
    }

    void aLeavingClientEndsTheExchangeInEveryPhase()
    {
        QFETCH(bool, streaming);
        QFETCH(bool, reset);
        QFETCH(bool, pipelined);
        QPointer<Exchange> exchange;
        Server server([&](Exchange &given) {
            exchange = &given;
            if (streaming) {
                given.beginStream({.contentType = "text/event-stream"});
                given.write("data: 1\n\n");
            }
        });
        QSignalSpy active(&server, &Server::activeRequestsChanged);
        RawClient client(listen(server));
        client.send(get("/") + (pipelined ? get("/next") : QByteArray()));
        QTRY_VERIFY(exchange);
        if (streaming)
            QTRY_VERIFY(client.received.endsWith("data: 1\n\n\r\n"));
        QCOMPARE(server.activeRequests(), 1);

        if (reset)
            client.socket.abort();
        else
            client.socket.disconnectFromHost();

        QTRY_VERIFY_WITH_TIMEOUT(!exchange, 1000);
        QCOMPARE(server.activeRequests(), 0);
        QCOMPARE(active.count(), 2);
        QTRY_COMPARE(server.connectionCount(), 0);
    }

    void anEndBehindMoreThanIsReadAheadIsSeen_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::newRow("closed") << false;
        QTest::newRow("reset") << true;
    }

    void anEndBehindMoreThanIsReadAheadIsSeen()
    {
        QFETCH(bool, reset);
        QPointer<Exchange> exchange;
        Server server([&](Exchange &given) { exchange = &given; }, {.headerTimeout = 80ms});
        RawClient client(listen(server));
        client.send(get("/"));
        QTRY_VERIFY(exchange);
        client.send(post(QByteArray(300 * 1024, 'x'))); // of which 256 KB are read ahead
        QTRY_COMPARE(client.socket.bytesToWrite(), 0);
        QTest::qWait(100); // several looks at the clock: who stays is served
        QVERIFY(exchange);

        if (reset)
            client.socket.abort();
        else
            client.socket.disconnectFromHost();

        QTRY_VERIFY_WITH_TIMEOUT(!exchange, 1000);
        QTRY_COMPARE(server.connectionCount(), 0);
    }

    void lateAnswersToAClientThatLeftAreIgnored()
    {
        QPointer<Exchange> exchange;
        Server server([&](Exchange &given) { exchange = &given; });
        int late = 0;
        connect(&server, &Server::activeRequestsChanged, this, [&](int count) {
            if (count > 0)
                return;
            // The client has left and the exchange has a turn of the event loop to live.
            exchange->beginStream({});
            exchange->write("late");
            exchange->endStream();
            ++late;
        });
        RawClient client(listen(server));
        client.send(get("/"));
        QTRY_VERIFY(exchange);

        client.socket.abort();

        QTRY_VERIFY(!exchange);
        QCOMPARE(late, 1);
    }

    void destroyingTheServerEndsEveryExchange()
    {
        QPointer<Exchange> exchange;
        auto server = std::make_unique<Server>([&](Exchange &given) { exchange = &given; });
        RawClient client(listen(*server));
        client.send(get("/"));
        QTRY_VERIFY(exchange);

        server.reset();

        QVERIFY(!exchange);
        QTRY_VERIFY(client.isClosed());
    }

#ifdef Q_OS_UNIX
    void aHalfClosedClientStillGetsAnAnswerThatIsReady()
    {
        Server server(echo);
        RawClient client(listen(server));
        client.send("GET / HTTP/1.0\r\n\r\n");
        client.socket.flush();

        QCOMPARE(::shutdown(int(client.socket.socketDescriptor()), SHUT_WR), 0);

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.body(), "GET / ");
        QTRY_COMPARE(server.connectionCount(), 0);
    }

    void aHalfClosedClientCountsAsGone()
    {
        // To us its FIN looks like that of a client that has hung up.
        QPointer<Exchange> exchange;
        Server server([&](Exchange &given) { exchange = &given; });
        RawClient client(listen(server));
        client.send(get("/"));
        QTRY_VERIFY(exchange);

        QCOMPARE(::shutdown(int(client.socket.socketDescriptor()), SHUT_WR), 0);

        QTRY_VERIFY(!exchange);
    }
#endif
};

QTEST_GUILESS_MAIN(TestServerHangUp)
#include "tst_serverhangup.moc"
