// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "tests/gateway/httpserver.h"
#include "tests/gateway/rawclient.h"

#include <QPointer>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using core::http::Exchange;
using gateway::http::Arrival;
using gateway::http::Head;
using gateway::http::Server;
using gateway::http::Verdict;
using namespace tests;

class TestServer : public QObject
{
    Q_OBJECT

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
        const auto judge = [](const Head &, const Arrival &) {
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
        const auto judge = [](const Head &head, const Arrival &arrival) {
            Verdict verdict{.headers = {{"X-Port", QByteArray::number(arrival.port)}}};
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
};

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
