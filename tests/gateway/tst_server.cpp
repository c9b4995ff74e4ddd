// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "tests/gateway/rawclient.h"

#include <QDir>
#include <QLocalSocket>
#include <QPointer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using core::http::Exchange;
using gateway::Limits;
using gateway::http::Head;
using gateway::http::Server;
using gateway::http::Verdict;
using tests::RawClient;

class TestServer : public QObject
{
    Q_OBJECT

private:
    static QByteArray get(const QByteArray &target, const QByteArray &more = {})
    {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
    }
    static QByteArray post(const QByteArray &body)
    {
        return "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
               QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }
    //! Says which request it was.
    static void echo(Exchange &exchange)
    {
        const auto &request = exchange.request();
        exchange.send({.contentType = "text/plain",
                       .body = request.method + ' ' + request.target + ' ' + request.body});
    }
    static quint16 listen(Server &server)
    {
        return server.listen(QHostAddress::LocalHost, 0).value_or(0);
    }

private slots:
    void answersAndKeepsTheConnection()
    {
        Server server(echo);
        RawClient client(listen(server));

        client.send(get("/a"));
        QTRY_VERIFY(client.body() == "GET /a ");
        QVERIFY(client.received.contains("Content-Length: 7\r\n"));
        QVERIFY(client.received.contains("Connection: keep-alive\r\n"));
        const QRegularExpression date(u"\r\nDate: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} "
                                      "[0-9]{2}:[0-9]{2}:[0-9]{2} GMT\r\n"_s);
        QVERIFY(date.match(QString::fromLatin1(client.received)).hasMatch());
        client.received.clear();
        client.send(get("/b"));
        QTRY_VERIFY(client.body() == "GET /b ");
        QVERIFY(client.isConnected());
        QCOMPARE(server.connectionCount(), 1);
    }

    void answersPipelinedRequestsInOrder()
    {
        // The first answer comes last: the second must wait for it.
        QList<QPointer<Exchange>> waiting;
        Server server([&](Exchange &exchange) {
            if (exchange.request().target == "/slow")
                waiting.append(&exchange);
            else
                echo(exchange);
        });
        RawClient client(listen(server));

        client.send(get("/slow") + post("two") + get("/three"));
        QTRY_COMPARE(waiting.size(), 1);
        QVERIFY(client.received.isEmpty());
        echo(*waiting.first());

        QTRY_VERIFY(client.received.contains("/three"));
        const qsizetype slow = client.received.indexOf("GET /slow");
        const qsizetype two = client.received.indexOf("POST /x two");
        QVERIFY(slow >= 0 && slow < two && two < client.received.indexOf("GET /three"));
    }

    void answersALongPipelineWithoutDeepRecursion()
    {
        constexpr int count = 5000;
        Server server(echo);
        RawClient client(listen(server));

        client.send(get("/n").repeated(count));

        QTRY_COMPARE(client.received.count("HTTP/1.1 200 OK"), count);
    }

    void closesWhenAsked_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("1.1 close") << get("/", "Connection: close\r\n");
        QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n");
    }

    void closesWhenAsked()
    {
        QFETCH(QByteArray, request);
        Server server(echo);
        RawClient client(listen(server));

        client.send(request);

        QTRY_VERIFY(client.isClosed());
        QVERIFY(client.received.contains("Connection: close\r\n"));
        QCOMPARE(client.body(), "GET / ");
        QTRY_COMPARE(server.connectionCount(), 0);
    }

    void keepsAnHttp10ConnectionWhenAsked()
    {
        Server server(echo);
        RawClient client(listen(server));

        client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

        QTRY_COMPARE(client.body(), "GET / ");
        QVERIFY(client.received.contains("Connection: keep-alive\r\n"));
        QVERIFY(client.isConnected());
    }

    void answersHeadWithoutABody()
    {
        Server server([](Exchange &exchange) { exchange.send({.body = "12345"}); });
        RawClient client(listen(server));

        client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/"));

        QTRY_COMPARE(client.received.count("HTTP/1.1 200 OK"), 2);
        QTRY_COMPARE(client.received.count("12345"), 1);
        QCOMPARE(client.received.count("Content-Length: 5\r\n"), 2);
    }

    void streamsInChunks()
    {
        Server server([](Exchange &exchange) {
            exchange.beginStream({.contentType = "text/event-stream"});
            exchange.write("data: 1\n\n");
            exchange.write("");
            exchange.write("data: 2\n\n");
            exchange.endStream();
        });
        RawClient client(listen(server));

        client.send(get("/"));

        QTRY_COMPARE(client.body(), "9\r\ndata: 1\n\n\r\n9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        QVERIFY(client.received.contains("Transfer-Encoding: chunked\r\n"));
        QVERIFY(!client.received.contains("Content-Length"));
        QVERIFY(client.isConnected());
    }

    void endsAnHttp10StreamByClosing()
    {
        Server server([](Exchange &exchange) {
            exchange.beginStream({.contentType = "text/event-stream"});
            exchange.write("data: 1\n\n");
            exchange.endStream();
        });
        RawClient client(listen(server));

        client.send("GET / HTTP/1.0\r\n\r\n");

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.body(), "data: 1\n\n");
        QVERIFY(!client.received.contains("chunked"));
    }

    void abortsAStreamWithoutItsEnd()
    {
        Server server([](Exchange &exchange) {
            exchange.beginStream({.contentType = "text/event-stream"});
            exchange.write("data: 1\n\n");
            exchange.abort();
        });
        RawClient client(listen(server));

        client.send(get("/"));

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.body(), "9\r\ndata: 1\n\n\r\n");
    }

    void asksForABodyThatWaits()
    {
        Server server(echo);
        RawClient client(listen(server));

        client.send(
                "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        QTRY_COMPARE(client.received, "HTTP/1.1 100 Continue\r\n\r\n");
        client.received.clear();
        client.send("ab");

        QTRY_COMPARE(client.body(), "POST / ab");
    }

    void refusesABodyThatWaitsWithTheFinalStatus()
    {
        const auto judge = [](const Head &, quint16) {
            return Verdict{.answer = core::http::Response{.status = 401, .body = "no"}};
        };
        Server server(echo, {}, judge);
        RawClient client(listen(server));

        client.send(
                "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.status(), 401);
        QVERIFY(!client.received.contains("100 Continue"));
    }

    void aJudgedRequestWithoutABodyKeepsTheConnection()
    {
        const auto judge = [](const Head &head, quint16 port) {
            Verdict verdict{.headers = {{"X-Port", QByteArray::number(port)}}};
            if (head.request.target == "/no")
                verdict.answer = core::http::Response{.status = 403, .body = "no"};
            return verdict;
        };
        Server server(echo, {}, judge);
        const quint16 port = listen(server);
        RawClient client(port);

        client.send(get("/no") + get("/yes"));

        QTRY_VERIFY(client.received.endsWith("GET /yes "));
        QCOMPARE(client.status(), 403);
        QCOMPARE(client.received.count("X-Port: " + QByteArray::number(port)), 2);
    }

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
        server.setRefusalWriter([](const gateway::http::Refusal &refusal) {
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

    void listensOnIPv6()
    {
        Server server(echo);
        const auto port = server.listen(QHostAddress::LocalHostIPv6, 0);
        if (!port)
            QSKIP("no IPv6 here");
        RawClient client(*port, QHostAddress::LocalHostIPv6);

        client.send(get("/six"));

        QTRY_COMPARE(client.body(), "GET /six ");
    }

    void saysWhyItCannotListen()
    {
        Server first(echo);
        Server second(echo);
        const quint16 port = listen(first);

        const auto taken = second.listen(QHostAddress::LocalHost, port);
        const auto foreign = second.listen(QHostAddress(u"192.0.2.1"_s), 0);

        QVERIFY(!taken);
        QCOMPARE(taken.error().reason, u"address_in_use"_s);
        QVERIFY(taken.error().message.contains(QString::number(port)));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().reason, u"address_unavailable"_s);
    }

    void listensOnAUnixSocketOfItsOwner()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"gateway.sock"_s);
        auto server = std::make_unique<Server>(echo);
        QVERIFY(server->listen(path));
        QCOMPARE(QFile::permissions(path) & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);

        QLocalSocket client;
        client.connectToServer(path);
        QByteArray received;
        connect(&client, &QLocalSocket::readyRead, this, [&] { received += client.readAll(); });
        client.write(get("/unix"));
        QTRY_VERIFY(received.endsWith("GET /unix "));

        Server second(echo);
        const auto taken = second.listen(path);
        QVERIFY(!taken);
        QCOMPARE(taken.error().reason, u"address_in_use"_s);
        client.abort();
        QTRY_COMPARE(server->connectionCount(), 0);
        server.reset();
        QVERIFY(!QFile::exists(path));
    }

    void takesTheSocketFileOfADeadServerOver()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"gateway.sock"_s);
        const QString moved = folder.filePath(u"moved.sock"_s);
        {
            Server dead(echo);
            QVERIFY(dead.listen(moved));
            QVERIFY(QFile::rename(moved, path)); // so that its end does not remove the file
        }
        QVERIFY(QFileInfo::exists(path));

        Server server(echo);
        QVERIFY(server.listen(path));
    }

    void leavesAFileThatIsNoSocketAlone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"notes.txt"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();

        Server server(echo);

        QVERIFY(!server.listen(path));
        QVERIFY(QFileInfo(path).isFile());
    }
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
