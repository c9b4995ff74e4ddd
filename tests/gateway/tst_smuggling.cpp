// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "tests/gateway/httpserver.h"
#include "tests/gateway/rawclient.h"

#include <QTest>

using gateway::http::Server;
using namespace tests;

namespace {

const QByteArray head = "POST /first HTTP/1.1\r\nHost: localhost\r\n";
const QByteArray coded = head + "Transfer-Encoding: chunked\r\n";
const QByteArray chunked = coded + "\r\n";
// What a program in front of us would take for a piece of the first request.
const QByteArray smuggled = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

} // namespace

//! Requests that two programs could read in two ways (RFC 9112, 11.2): one refusal, a closed
//! connection, and nothing behind them is taken for a request.
class TestSmuggling : public QObject
{
    Q_OBJECT

private slots:
    void isRefusedAndTheConnectionCloses_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");

        // Which length counts
        QTest::newRow("length, then chunked")
                << head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                << 400;
        QTest::newRow("chunked, then length") << coded + "Content-Length: 3\r\n\r\n0\r\n\r\n"
                                              << 400;
        QTest::newRow("two lengths") << head + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n"
                                     << 400;
        QTest::newRow("the same length twice")
                << head + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"
                << 400;
        QTest::newRow("a list of lengths") << head + "Content-Length: 0, 44\r\n\r\n" << 400;
        for (const char *length : {"+0", "-1", "0x0", "0 1", "1e1", "0;", "\"0\"", "", "\xb2"}) {
            QTest::newRow(
                    qPrintable(QStringLiteral("length of '%1'").arg(QLatin1StringView(length))))
                    << head + "Content-Length: " + length + "\r\n\r\n"
                    << 400;
        }
        QTest::newRow("a length beyond 64 bits")
                << head + "Content-Length: 18446744073709551616\r\n\r\n"
                << 400;

        // Whether it is chunked
        QTest::newRow("chunked twice") << coded + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                       << 400;
        QTest::newRow("chunked, identity")
                << head + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"
                << 400;
        QTest::newRow("chunked in two fields")
                << head + "Transfer-Encoding: identity\r\nTransfer-Encoding: "
                          "chunked\r\n\r\n0\r\n\r\n"
                << 501;
        for (const char *coding :
             {"xchunked", "chunke", "\"chunked\"", "chunked;q=1", "gzip, chunked"}) {
            QTest::newRow(
                    qPrintable(QStringLiteral("coded as '%1'").arg(QLatin1StringView(coding))))
                    << head + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n"
                    << 501;
        }
        QTest::newRow("a vertical tab before chunked")
                << head + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n"
                << 400;
        QTest::newRow("a space before the colon")
                << head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"
                << 400;
        QTest::newRow("a folded coding") << head + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"
                                         << 400;
        QTest::newRow("chunked in HTTP/1.0")
                << QByteArray("POST /first HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                << 400;

        // Where a line ends
        QTest::newRow("bare LF") << QByteArray("POST /first HTTP/1.1\nHost: localhost\n\n") << 400;
        QTest::newRow("bare LF in a field") << head + "X: a\nTransfer-Encoding: chunked\r\n\r\n"
                                            << 400;
        QTest::newRow("bare CR in a field") << head + "X: a\rTransfer-Encoding: chunked\r\n\r\n"
                                            << 400;
        QTest::newRow("NUL in a field") << head + QByteArray("X: a\0b\r\n\r\n", 10) << 400;
        QTest::newRow("a space before a field") << head + " Content-Length: 3\r\n\r\nabc" << 400;
        QTest::newRow("a field without a colon") << head + "Content-Length 3\r\n\r\nabc" << 400;

        // Where a chunk ends
        for (const char *size : {"0x5", "+5", "-5", " 5", "5 ", "5_0", "", "g"}) {
            QTest::newRow(qPrintable(QStringLiteral("chunk of '%1'").arg(QLatin1StringView(size))))
                    << chunked + size + "\r\nabcde\r\n0\r\n\r\n"
                    << 400;
        }
        QTest::newRow("a chunk size beyond 64 bits")
                << chunked + "10000000000000005\r\nabcde\r\n0\r\n\r\n"
                << 400;
        QTest::newRow("bare LF after a chunk size") << chunked + "5\nabcde\r\n0\r\n\r\n" << 400;
        QTest::newRow("bare LF in a chunk extension") << chunked + "5;a\nabcde\r\n0\r\n\r\n" << 400;
        QTest::newRow("bare CR in a chunk extension") << chunked + "5;a\rb\r\nabcde\r\n0\r\n\r\n"
                                                      << 400;
        QTest::newRow("bare LF after a chunk") << chunked + "5\r\nabcde\n0\r\n\r\n" << 400;
        QTest::newRow("two other bytes after a chunk") << chunked + "5\r\nabcdeXX0\r\n\r\n" << 400;
        QTest::newRow("bare LF after the last chunk") << chunked + "0\n\n" << 400;

        QTest::newRow("a length in a trailer")
                << chunked + "0\r\nContent-Length: 3\r\n\r\nabc" << 400;

        // What it waits for, and whom it is for
        QTest::newRow("another expectation")
                << head + "Expect: y 100-continue\r\nContent-Length: 3\r\n\r\n"
                << 417;
        QTest::newRow("two hosts") << head + "Host: other\r\n\r\n" << 400;
        QTest::newRow("two request lines")
                << QByteArray(
                           "POST /first HTTP/1.1 GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n")
                << 400;
        QTest::newRow("HTTP/0.9") << QByteArray("GET /first\r\n\r\n") << 505;
        QTest::newRow("HTTP/2 without a word")
                << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
    }

    void isRefusedAndTheConnectionCloses()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        QByteArrayList served;
        Server server([&](core::http::Exchange &exchange) {
            served.append(exchange.request().target);
            echo(exchange);
        });
        RawClient client(listen(server));

        client.send(request + smuggled);

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.status(), status);
        QCOMPARE(client.received.count("\r\nConnection: close\r\n"), 1);
        QCOMPARE(client.received.count("\r\nContent-Length: "), 1); // one answer
        QVERIFY2(served.isEmpty(), served.join(' ').constData());
    }

    //! A body belongs to its request, also where nobody expects one.
    void aBodyIsNeverTheNextRequest_data()
    {
        QTest::addColumn<QByteArray>("first");
        const QByteArray length = QByteArray::number(smuggled.size());
        for (const char *method : {"GET", "HEAD", "DELETE", "OPTIONS", "POST"}) {
            QTest::newRow(method) << QByteArray(method) +
                                             " /first HTTP/1.1\r\nHost: localhost\r\n" +
                                             "Content-Length: " + length + "\r\n\r\n" + smuggled;
        }
        QTest::newRow("GET in chunks")
                << "GET /first HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" +
                           QByteArray::number(smuggled.size(), 16) + "\r\n" + smuggled +
                           "\r\n0\r\n\r\n";
        QTest::newRow("in a trailer")
                << chunked + "0\r\nHost: other\r\nX: GET /smuggled HTTP/1.1\r\n\r\n";
        QTest::newRow("behind an upgrade")
                << "GET /first HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                   "Upgrade: websocket\r\nContent-Length: " +
                           length + "\r\n\r\n" + smuggled;
        QTest::newRow("to CONNECT") << "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n"
                                       "Content-Length: " +
                                               length + "\r\n\r\n" + smuggled;
    }

    void aBodyIsNeverTheNextRequest()
    {
        QFETCH(QByteArray, first);
        QByteArrayList served;
        Server server([&](core::http::Exchange &exchange) {
            served.append(exchange.request().target);
            exchange.send({.body = "fine"});
        });
        RawClient client(listen(server));

        client.send(first + get("/second"));

        QTRY_COMPARE(client.received.count("HTTP/1.1 200"), 2);
        QCOMPARE(served.size(), 2);
        QVERIFY(served.first() == "/first" || served.first() == "localhost:1");
        QCOMPARE(served.last(), "/second");
    }

    //! Refused before its body was read: what follows is that body, not another request.
    void theBodyOfARefusedRequestIsNotRead()
    {
        QByteArrayList served;
        const auto judge = [](const gateway::http::Head &, const gateway::http::Arrival &) {
            return gateway::http::Verdict{
                    .answer = core::http::Response{.status = 401, .body = "no"}};
        };
        Server server(
                [&](core::http::Exchange &exchange) {
                    served.append(exchange.request().target);
                    echo(exchange);
                },
                {}, judge);
        RawClient client(listen(server));

        client.send(head + "Expect: 100-continue\r\nContent-Length: " +
                    QByteArray::number(smuggled.size()) + "\r\n\r\n" + smuggled);

        QTRY_VERIFY(client.isClosed());
        QCOMPARE(client.status(), 401);
        QCOMPARE(client.received.count("HTTP/1.1 "), 1);
        QVERIFY(served.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSmuggling)
#include "tst_smuggling.moc"
