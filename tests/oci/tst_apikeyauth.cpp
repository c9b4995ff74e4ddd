// SPDX-License-Identifier: MIT
#include "oci/auth/apikeyauth.h"
#include "oci/auth/requestverifier.h"
#include "tests/support/fixtures.h"

#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSemaphore>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThreadPool>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::http::Header;
using core::http::Headers;
using core::http::Request;
using oci::ApiKeyAuth;
using oci::OutgoingRequest;
using oci::PrivateKey;

namespace {

constexpr auto tenancy = "ocid1.tenancy.oc1..aaaaaaaatestvectortenancy";
constexpr auto user = "ocid1.user.oc1..aaaaaaaatestvectoruser";
constexpr auto keyId = "ocid1.tenancy.oc1..aaaaaaaatestvectortenancy/"
                       "ocid1.user.oc1..aaaaaaaatestvectoruser/"
                       "f7:60:4f:d3:4a:ec:0e:a7:74:6c:0d:a1:7b:d6:35:48";

QDateTime startTime()
{
    return {QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC};
}

PrivateKey testKey()
{
    return PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s)).value();
}

OutgoingRequest get()
{
    return {.method = "GET", .url = QUrl(u"https://h.example/x"_s)};
}

//! The one request in these bytes, once it is whole.
std::optional<Request> readRequest(const QByteArray &bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0)
        return {};
    QByteArrayList lines = bytes.first(end).split('\n');
    const QByteArrayList first = lines.takeFirst().trimmed().split(' ');
    Request request{.method = first[0], .target = first[1], .body = bytes.sliced(end + 4)};
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        request.headers += Header(line.first(colon), line.sliced(colon + 1).trimmed());
    }
    if (request.body.size() < request.header("content-length").toLongLong())
        return {};
    return request;
}

} // namespace

class TestApiKeyAuth : public QObject
{
    Q_OBJECT

private slots:
    void signsWithTheTimeOfTheClock()
    {
        ApiKeyAuth auth(tenancy, user, testKey(), m_clock, m_pool);

        const auto first = auth.authorize(get());
        QTRY_VERIFY(first.isFinished());
        const Headers headers = first.result().value();

        QCOMPARE(auth.keyId(), keyId);
        QVERIFY(!auth.isBearer());
        QCOMPARE(core::http::headerValue(headers, "date"), "Thu, 05 Jan 2034 21:31:40 GMT");
        QVERIFY(core::http::headerValue(headers, "authorization")
                        .startsWith("Signature version=\"1\",keyId=\"" + QByteArray(keyId) + '"'));

        m_clock.now = startTime().addSecs(1);
        const auto second = auth.authorize(get());
        QTRY_VERIFY(second.isFinished());
        m_clock.now = startTime();
        QVERIFY(second.result().value() != headers);
    }

    void doesNotSignInTheCallersThread()
    {
        ApiKeyAuth auth(tenancy, user, testKey(), m_clock, m_pool);
        QSemaphore blocked;
        occupyPool(blocked);

        const auto future = auth.authorize(get());

        QVERIFY(!future.isFinished());
        blocked.release();
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
    }

    void destroyingItCancelsWhatIsUnderWay()
    {
        auto auth = std::make_unique<ApiKeyAuth>(tenancy, user, testKey(), m_clock, m_pool);
        QSemaphore blocked;
        occupyPool(blocked);
        bool answered = false;
        bool cancelled = false;
        auto future = auth->authorize(get());
        future.then(this, [&answered](const auto &) {
                  answered = true;
              }).onCanceled(this, [&cancelled] { cancelled = true; });

        auth.reset();
        blocked.release();

        QTRY_VERIFY(cancelled);
        QVERIFY(m_pool.waitForDone());
        QVERIFY(future.isCanceled());
        QCOMPARE(future.resultCount(), 0);
        QVERIFY(!answered);
    }

    void destroyingItAtAnyMomentIsSafe()
    {
        QList<QFuture<core::Result<Headers>>> futures;
        for (int i = 0; i < 200; ++i) {
            ApiKeyAuth auth(tenancy, user, m_key, m_clock, m_pool);
            futures += auth.authorize(get());
            futures += auth.authorize(get());
            if (i % 3 == 0)
                futures.last().waitForFinished();
        }

        QVERIFY(m_pool.waitForDone());
        for (const auto &future : std::as_const(futures))
            QVERIFY(future.isFinished() && (future.isCanceled() || future.result()));
    }

    // What is signed is what the network sends: a request line, a Host or a length that
    // differed in one byte would be refused.
    void whatTheNetworkSendsIsWhatWasSigned_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("contentType");

        const QByteArray none;
        const QByteArray json = "application/json";
        QTest::newRow("GET") << QByteArray("GET")
                             << QByteArray("/20231130/models?compartmentId=ocid1.x..y&limit=100")
                             << none << none;
        QTest::newRow("no path") << QByteArray("GET") << none << none << none;
        QTest::newRow("escapes") << QByteArray("GET")
                                 << QByteArray("/a%2Fb/%C3%BC?q=a+b%20c%3A%26,:;'(x)*~!$@") << none
                                 << none;
        QTest::newRow("dots") << QByteArray("GET") << QByteArray("/a/../b/./c?d=/../e") << none
                              << none;
        QTest::newRow("slashes") << QByteArray("GET") << QByteArray("/a//b/") << none << none;
        QTest::newRow("brackets") << QByteArray("GET") << QByteArray("/a?q=[x]{y}|z^\"<>`\\")
                                  << none << none;
        QTest::newRow("not ASCII")
                << QByteArray("GET") << QByteArray("/\xc3\xbc?q=\xe4\xbd\xa0") << none << none;
        QTest::newRow("empty query") << QByteArray("GET") << QByteArray("/a?") << none << none;
        QTest::newRow("fragment") << QByteArray("GET") << QByteArray("/a?b#c") << none << none;
        QTest::newRow("HEAD") << QByteArray("HEAD") << QByteArray("/a") << none << none;
        QTest::newRow("DELETE") << QByteArray("DELETE") << QByteArray("/a") << none << none;
        QTest::newRow("POST") << QByteArray("POST") << QByteArray("/a")
                              << QByteArray("{\"a\":\"\xc3\xbc\"}") << json;
        QTest::newRow("POST of nothing") << QByteArray("POST") << QByteArray("/a") << none << none;
        QTest::newRow("POST of zeros")
                << QByteArray("POST") << QByteArray("/a") << QByteArray(100000, '\0') << json;
        QTest::newRow("PUT") << QByteArray("PUT") << QByteArray("/a") << QByteArray("{}") << none;
        QTest::newRow("PATCH") << QByteArray("PATCH") << QByteArray("/a") << QByteArray("{}")
                               << QByteArray("application/merge-patch+json; charset=utf-8");
    }

    void whatTheNetworkSendsIsWhatWasSigned()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, contentType);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        std::optional<Request> arrived;
        QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            auto bytes = std::make_shared<QByteArray>();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, bytes, &arrived] {
                *bytes += socket->readAll();
                arrived = readRequest(*bytes);
                if (arrived)
                    socket->write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
            });
        });
        OutgoingRequest sent{
                .method = method,
                .url = QUrl::fromEncoded(
                        "http://127.0.0.1:" + QByteArray::number(server.serverPort()) + target),
                .body = body};
        if (!contentType.isEmpty())
            sent.headers += Header("Content-Type", contentType);

        QNetworkAccessManager network;
        const auto reply = send(network, sent);
        QTRY_VERIFY(reply->isFinished());

        QVERIFY(arrived);
        const auto verdict = m_verifier.verify(*arrived);
        QVERIFY2(verdict, qPrintable((verdict ? QString() : verdict.error().message) + u": "_s +
                                     QString::fromUtf8(arrived->target)));
        QCOMPARE(*verdict, keyId);
        QCOMPARE(arrived->body, body);
    }

private:
    //! Keeps the pool's only thread busy until `blocked` is released.
    void occupyPool(QSemaphore &blocked)
    {
        QSemaphore began;
        m_pool.start([&blocked, &began] {
            began.release();
            blocked.acquire();
        });
        began.acquire();
    }

    std::unique_ptr<QNetworkReply> send(QNetworkAccessManager &network, const OutgoingRequest &sent)
    {
        ApiKeyAuth auth(tenancy, user, m_key, m_clock, m_pool);
        QNetworkRequest request(sent.url);
        auto future = auth.authorize(sent);
        future.waitForFinished();
        for (const auto &[name, value] : sent.headers + future.result().value())
            request.setRawHeader(name, value);
        return std::unique_ptr<QNetworkReply>(
                network.sendCustomRequest(request, sent.method, sent.body));
    }

    tests::FakeClock m_clock{startTime()};
    QThreadPool m_pool;
    PrivateKey m_key = testKey();
    oci::RequestVerifier m_verifier{[this](const QByteArray &id) {
                                        return id == keyId ? std::optional(m_key.publicKey())
                                                           : std::nullopt;
                                    },
                                    m_clock};

public:
    TestApiKeyAuth() { m_pool.setMaxThreadCount(1); }
};

QTEST_GUILESS_MAIN(TestApiKeyAuth)
#include "tst_apikeyauth.moc"
