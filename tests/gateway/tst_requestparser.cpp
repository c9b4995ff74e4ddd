// SPDX-License-Identifier: MIT
#include "gateway/http/requestparser.h"

#include <QTest>

#include <zlib.h>

using core::http::Headers;
using core::http::Request;
using gateway::Limits;
using gateway::http::RequestParser;
using Progress = RequestParser::Progress;

namespace {

//! What came out of a parser, whatever the cuts.
struct Seen {
    QList<Request> requests;
    int refused = 0; //!< the status

    bool operator==(const Seen &) const = default;
};

void feed(RequestParser &parser, QByteArrayView bytes, Seen &seen)
{
    while (seen.refused == 0) {
        const auto step = parser.feed(bytes);
        bytes = bytes.sliced(step.used);
        if (step.progress == Progress::NeedMore)
            return;
        if (step.progress == Progress::Request)
            seen.requests.append(parser.takeRequest());
        else if (step.progress == Progress::Refused)
            seen.refused = parser.refusal().status;
    }
}

QByteArray compressed(const QByteArray &text, int windowBits)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    QByteArray out(qsizetype(deflateBound(&stream, uLong(text.size()))) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return out;
}

QByteArray gzip(const QByteArray &text)
{
    return compressed(text, MAX_WBITS + 16);
}

QByteArray coded(const QByteArray &coding, const QByteArray &body)
{
    return "POST / HTTP/1.1\r\nHost: h\r\nContent-Encoding: " + coding +
           "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

class TestRequestParser : public QObject
{
    Q_OBJECT

private:
    // Small, so that passing a bound takes few bytes.
    static Limits limits()
    {
        return {.requestLine = 64, .headerBytes = 128, .headerCount = 5, .body = 64};
    }

private slots:
    void parses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Seen>("expected");

        const Headers host{{"Host", "h"}};
        const auto one = [](Request request) { return Seen{.requests = {std::move(request)}}; };
        const QByteArray post = "POST /x HTTP/1.1\r\nHost: h\r\n";

        QTest::newRow("nothing") << QByteArray() << Seen{};
        QTest::newRow("unfinished") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n") << Seen{};
        QTest::newRow("get") << QByteArray("GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n")
                             << one({"GET", "/a?b=c", host, ""});
        QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << one({"GET", "/", {}, ""});
        QTest::newRow("empty lines before")
                << QByteArray("\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n")
                << one({"GET", "/", host, ""});
        QTest::newRow("absolute form") << QByteArray("GET http://h/v1 HTTP/1.1\r\nHost: h\r\n\r\n")
                                       << one({"GET", "http://h/v1", host, ""});
        QTest::newRow("white space in a value")
                << QByteArray("GET / HTTP/1.1\r\nHost: \t h \t\r\n\r\n")
                << one({"GET", "/", host, ""});
        QTest::newRow("empty value")
                << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nX:\r\nY: z\r\n\r\n")
                << one({"GET", "/", {{"Host", "h"}, {"X", ""}, {"Y", "z"}}, ""});
        QTest::newRow("body")
                << post + "Content-Length: 3\r\n\r\nabc"
                << one({"POST", "/x", {{"Host", "h"}, {"Content-Length", "3"}}, "abc"});
        QTest::newRow("body of 64") << post + "Content-Length: 64\r\n\r\n" + QByteArray(64, 'x')
                                    << one({"POST",
                                            "/x",
                                            {{"Host", "h"}, {"Content-Length", "64"}},
                                            QByteArray(64, 'x')});
        QTest::newRow("chunks")
                << post + "Transfer-Encoding: chunked\r\n\r\n" +
                           "1;ext=1\r\na\r\n2\r\nbc\r\n0\r\nTrailer: t\r\n\r\n"
                << one({"POST", "/x", {{"Host", "h"}, {"Transfer-Encoding", "chunked"}}, "abc"});
        QTest::newRow("pipelined")
                << post + "Content-Length: 1\r\n\r\na" + "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n"
                << Seen{.requests = {{"POST", "/x", {{"Host", "h"}, {"Content-Length", "1"}}, "a"},
                                     {"GET", "/2", host, ""}}};
        QTest::newRow("upgrade is ignored")
                << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
                              "\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
                << Seen{.requests = {
                                {"GET",
                                 "/",
                                 {{"Host", "h"}, {"Connection", "Upgrade"}, {"Upgrade", "h2c"}},
                                 ""},
                                {"GET", "/2", host, ""}}};
        for (const auto &[coding, window] : {std::pair("gzip", MAX_WBITS + 16),
                                             {"x-gzip", MAX_WBITS + 16},
                                             {"deflate", MAX_WBITS}}) {
            const QByteArray body = compressed("hello hello", window);
            QTest::newRow(coding) << coded(coding, body)
                                  << one({"POST",
                                          "/",
                                          {{"Host", "h"},
                                           {"Content-Encoding", coding},
                                           {"Content-Length", QByteArray::number(body.size())}},
                                          "hello hello"});
        }
        const QByteArray members = gzip("hello ") + gzip("again");
        QTest::newRow("two gzip members")
                << coded("gzip", members)
                << one({"POST",
                        "/",
                        {{"Host", "h"},
                         {"Content-Encoding", "gzip"},
                         {"Content-Length", QByteArray::number(members.size())}},
                        "hello again"});
    }

    void parses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(Seen, expected);
        const Limits bounds = limits();
        RequestParser parser(bounds);
        Seen seen;

        feed(parser, bytes, seen);

        QCOMPARE(seen.refused, expected.refused);
        QCOMPARE(seen.requests, expected.requests);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");

        const QByteArray get = "GET / HTTP/1.1\r\nHost: h\r\n";
        const QByteArray post = "POST / HTTP/1.1\r\nHost: h\r\n";
        const QByteArray chunked = post + "Transfer-Encoding: chunked\r\n\r\n";

        QTest::newRow("long target") << "GET /" + QByteArray(64, 'a') + " HTTP/1.1\r\n\r\n" << 414;
        QTest::newRow("long header") << get + "X: " + QByteArray(128, 'a') + "\r\n\r\n" << 431;
        QTest::newRow("long name") << get + QByteArray(128, 'a') + ": x\r\n\r\n" << 431;
        QTest::newRow("many headers") << get + QByteArray("X: y\r\n").repeated(5) + "\r\n" << 431;
        QTest::newRow("endless empty lines") << QByteArray("\r\n").repeated(200) << 431;
        QTest::newRow("endless blanks") << get + "X:" + QByteArray(300, ' ') << 431;
        QTest::newRow("long trailers") << chunked + "0\r\nX: " + QByteArray(128, 'a') << 431;
        QTest::newRow("declared body") << post + "Content-Length: 65\r\n\r\n" << 413;
        QTest::newRow("huge declared body") << post + "Content-Length: 18446744073709551615\r\n\r\n"
                                            << 413;
        QTest::newRow("chunk") << chunked + "41\r\n" << 413;
        QTest::newRow("chunks") << chunked + "20\r\n" + QByteArray(32, 'x') + "\r\n21\r\n" << 413;
        QTest::newRow("huge chunk") << chunked + "FFFFFFFFFFFFFFFF\r\n" << 413;
        QTest::newRow("zip bomb") << coded("gzip", gzip(QByteArray(4096, 'x'))) << 413;
        QTest::newRow("coding") << coded("br", "abc") << 415;
        QTest::newRow("two codings") << coded("gzip, gzip", "abc") << 415;
        QTest::newRow("expectation") << get + "Expect: more\r\n\r\n" << 417;
        QTest::newRow("transfer coding") << post + "Transfer-Encoding: gzip, chunked\r\n\r\n"
                                         << 501;
        QTest::newRow("version") << QByteArray("GET / HTTP/2.0\r\n\r\n") << 505;
        QTest::newRow("h2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;

        // Smuggling (RFC 9112, 11.2): two programs could see two different requests.
        QTest::newRow("both lengths")
                << post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                << 400;
        QTest::newRow("both, other order")
                << post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"
                << 400;
        QTest::newRow("two lengths")
                << post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd" << 400;
        QTest::newRow("the same length twice")
                << post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" << 400;
        QTest::newRow("list of lengths") << post + "Content-Length: 3, 3\r\n\r\nabc" << 400;
        QTest::newRow("signed length") << post + "Content-Length: +3\r\n\r\nabc" << 400;
        QTest::newRow("negative length") << post + "Content-Length: -3\r\n\r\nabc" << 400;
        QTest::newRow("hex length") << post + "Content-Length: 0x3\r\n\r\nabc" << 400;
        QTest::newRow("chunked not last") << post + "Transfer-Encoding: chunked, gzip\r\n\r\n"
                                          << 400;
        QTest::newRow("chunked misspelt") << post + "Transfer-Encoding: xchunked\r\n\r\n" << 501;
        QTest::newRow("chunked in 1.0")
                << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                << 400;
        QTest::newRow("chunk size") << chunked + "x\r\n" << 400;
        QTest::newRow("chunk without its end") << chunked + "1\r\nabc" << 400;
        QTest::newRow("endless chunk extension")
                << chunked + "1;" + QByteArray(17 * 1024, 'e') << 400;
        QTest::newRow("space before the colon") << get + "X : y\r\n\r\n" << 400;
        QTest::newRow("folded line") << get + "X: a\r\n b\r\n\r\n" << 400;
        QTest::newRow("bare LF") << QByteArray("GET / HTTP/1.1\nHost: h\n\n") << 400;
        QTest::newRow("bare CR in a value") << get + "X: a\rb\r\n\r\n" << 400;
        QTest::newRow("NUL in a value") << get + QByteArray("X: a\0b\r\n\r\n", 10) << 400;
        QTest::newRow("two hosts") << get + "Host: i\r\n\r\n" << 400;
        QTest::newRow("space in the target") << QByteArray("GET /a b HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x00\xa5\x01") << 400;
        QTest::newRow("no method") << QByteArray("/ HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("broken gzip") << coded("gzip", "this is no gzip") << 400;
        QTest::newRow("cut gzip") << coded("gzip", gzip("hello").chopped(4)) << 400;
        QTest::newRow("more after gzip") << coded("gzip", gzip("hello") + "xxxx") << 400;
    }

    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const Limits bounds = limits();
        RequestParser parser(bounds);
        Seen seen;

        feed(parser, bytes, seen);

        QCOMPARE(seen.refused, status);
        QVERIFY(seen.requests.isEmpty());
        QVERIFY(!parser.refusal().message.isEmpty());
        QCOMPARE(parser.feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n").progress, Progress::Refused);
    }

    void anyCutGivesTheSame_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        for (qsizetype row = 0; const QByteArray &bytes : examples())
            QTest::addRow("%lld", qlonglong(row++)) << bytes;
    }

    void anyCutGivesTheSame()
    {
        QFETCH(QByteArray, bytes);
        const Limits bounds = limits();
        RequestParser whole(bounds);
        Seen expected;
        feed(whole, bytes, expected);

        for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
            RequestParser parser(bounds);
            Seen seen;
            feed(parser, QByteArrayView(bytes).first(cut), seen);
            feed(parser, QByteArrayView(bytes).sliced(cut), seen);
            QCOMPARE(seen, expected);
        }
        RequestParser bytewise(bounds);
        Seen seen;
        for (qsizetype i = 0; i < bytes.size(); ++i)
            feed(bytewise, QByteArrayView(bytes).sliced(i, 1), seen);
        QCOMPARE(seen, expected);
    }

    void stopsAtTheHead()
    {
        const Limits bounds = limits();
        RequestParser parser(bounds);
        QVERIFY(!parser.hasBegun());
        const QByteArray head = "POST /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n"
                                "Content-Length: 3\r\n\r\n";

        const auto step = parser.feed(head + "abc");

        QCOMPARE(step.progress, Progress::Head);
        QCOMPARE(step.used, head.size());
        QVERIFY(parser.hasBegun());
        QVERIFY(parser.head().expectsContinue);
        QVERIFY(parser.head().hasBody());
        QVERIFY(parser.head().keepAlive);
        QCOMPARE(parser.head().contentLength, 3u);
        QCOMPARE(parser.head().request.target, "/x");
        QCOMPARE(parser.feed("abc").progress, Progress::Request);
        QCOMPARE(parser.takeRequest().body, "abc");
        QVERIFY(!parser.hasBegun());
    }

    void knowsWhoKeepsTheConnection_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("keeps");
        QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\n\r\n") << true;
        QTest::newRow("1.1 close")
                << QByteArray("GET / HTTP/1.1\r\nConnection: close\r\n\r\n") << false;
        QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
        QTest::newRow("1.0 keep") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                                  << true;
    }

    void knowsWhoKeepsTheConnection()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, keeps);
        const Limits bounds = limits();
        RequestParser parser(bounds);

        QCOMPARE(parser.feed(bytes).progress, Progress::Head);
        QCOMPARE(parser.head().keepAlive, keeps);
    }

private:
    //! One of each way to end, with a request behind it where one may follow.
    static QList<QByteArray> examples();
};

QList<QByteArray> TestRequestParser::examples()
{
    const QByteArray post = "POST / HTTP/1.1\r\nHost: h\r\n";
    return {
            "GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.0\r\n\r\n",
            "\r\n\r\n" + post + "Content-Length: 3\r\n\r\nabc" + post + "X:\r\n\r\n",
            post + "Transfer-Encoding: chunked\r\n\r\n1;e=1\r\na\r\n2\r\nbc\r\n0\r\nT: t\r\n\r\n" +
                    post + "\r\n",
            coded("gzip", gzip("hello ") + gzip("again")) + post + "\r\n",
            coded("gzip", gzip("hello").chopped(4)),
            coded("gzip", gzip("hello") + "xxxx"),
            coded("deflate", compressed(QByteArray(100, 'x'), MAX_WBITS)),
            "GET /" + QByteArray(64, 'a') + " HTTP/1.1\r\n\r\n",
            post + "X: " + QByteArray(128, 'a') + "\r\n\r\n",
            post + QByteArray("X: y\r\n").repeated(5) + "\r\n",
            QByteArray("\r\n").repeated(200) + post,
            post + "X:" + QByteArray(300, ' '),
            post + "Content-Length: 65\r\n\r\n" + QByteArray(65, 'x'),
            post + "Transfer-Encoding: chunked\r\n\r\n20\r\n" + QByteArray(32, 'x') + "\r\n21\r\n",
            post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
            post + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: " + QByteArray(128, 'a'),
            post + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc",
            "GET / HTTP/1.1\nHost: h\n\n",
            "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + post +
                    "\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    };
}

QTEST_APPLESS_MAIN(TestRequestParser)
#include "tst_requestparser.moc"
