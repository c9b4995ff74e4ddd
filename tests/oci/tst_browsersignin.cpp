// SPDX-License-Identifier: MIT
//
// Signing in with a browser, which the tests play, against the embedded service.

#include "oci/auth/browsersignin.h"

#include "gateway/http/server.h"
#include "oci/demo/demoservice.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;

namespace {

class FakeBrowser final : public core::Browser
{
public:
    [[nodiscard]] bool open(const QUrl &page) override
    {
        pages += page;
        return works;
    }

    bool works = true;
    QList<QUrl> pages;
};

struct Answer {
    int status = 0;
    QByteArray body;
    QUrl location;
};

struct Bench {
    Bench()
    {
        const quint16 port = server.listen(QHostAddress(QHostAddress::LocalHost), 0).value();
        settings.loginBase = QUrl(u"http://127.0.0.1:%1/us-chicago-1/login"_s.arg(port));
        settings.port = 0;
    }

    void start()
    {
        signIn = std::make_unique<oci::BrowserSignIn>(settings, browser, pool);
        QObject::connect(signIn.get(), &oci::BrowserSignIn::finished, signIn.get(),
                         [this](const Result<oci::SessionPair> &end) { session = end; });
        signIn->start();
    }

    //! What a browser does with an address.
    Answer get(const QUrl &url, const QByteArray &header = {}, const QByteArray &value = {})
    {
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                             QNetworkRequest::ManualRedirectPolicy);
        if (!header.isEmpty())
            request.setRawHeader(header, value);
        const std::unique_ptr<QNetworkReply> reply(network.get(request));
        if (!QTest::qWaitFor([&reply] { return reply->isFinished(); }, 5000))
            return {};
        return {.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                .body = reply->readAll(),
                .location = QUrl::fromEncoded(reply->rawHeader("Location"))};
    }

    //! Signs in at the service's page: where it sends the browser, with the result.
    QUrl atThePage() { return get(browser.pages.first()).location; }

    //! Runs the script of the page that the listener shows.
    Answer handOver(const QUrl &back, const QString &fragment)
    {
        QUrl home = back;
        home.setFragment({});
        const Answer page = get(home);
        static const QRegularExpression script(u"fetch\\('(/token\\?page=[0-9a-f]+&)'"_s);
        const auto match = script.match(QString::fromUtf8(page.body));
        return get(QUrl(home.toString(QUrl::RemovePath) + match.captured(1) + fragment));
    }

    core::SystemClock clock;
    oci::demo::DemoService service{oci::demo::DemoAccount::create().value(), clock};
    gateway::http::Server server{
            [this](core::http::Exchange &exchange) { service.handle(exchange); }};
    oci::SignInSettings settings;
    FakeBrowser browser;
    QThreadPool pool;
    QNetworkAccessManager network;
    std::unique_ptr<oci::BrowserSignIn> signIn;
    std::optional<Result<oci::SessionPair>> session;
};

} // namespace

class TestBrowserSignIn : public QObject
{
    Q_OBJECT

private slots:
    void theBrowserBringsASessionBack()
    {
        Bench bench;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);

        const QUrl back = bench.atThePage();
        QCOMPARE(back.host(), u"localhost"_s);
        const Answer answer = bench.handOver(back, back.fragment(QUrl::FullyEncoded));

        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.contains("You are signed in"));
        QTRY_VERIFY(bench.session);
        QVERIFY(*bench.session);
        const oci::SessionPair &pair = **bench.session;
        QVERIFY(pair.token.isFor(pair.key));
        QVERIFY(bench.service.account().sessions().keyOf(pair.token.text(), bench.clock.nowUtc()));
    }

    void thePageIsOcisOwn()
    {
        Bench bench;
        bench.settings.loginBase = QUrl(u"https://login.us-chicago-1.oraclecloud.com"_s);
        bench.settings.tenancy = u"my tenancy&co"_s;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);

        const QUrl page = bench.browser.pages.first();
        const QUrlQuery query(page);

        QCOMPARE(page.toString(QUrl::RemoveQuery),
                 u"https://login.us-chicago-1.oraclecloud.com/v1/oauth2/authorize"_s);
        const auto item = [&query](const QString &name) {
            return query.queryItemValue(name, QUrl::FullyDecoded);
        };
        QCOMPARE(item(u"action"_s), u"login"_s);
        QCOMPARE(item(u"client_id"_s), u"iaas_console"_s);
        QCOMPARE(item(u"response_type"_s), u"token id_token"_s);
        QCOMPARE(item(u"scope"_s), u"openid"_s);
        QCOMPARE(item(u"tenant"_s), u"my tenancy&co"_s);
        QVERIFY(item(u"redirect_uri"_s).startsWith(u"http://localhost:"_s));
        QCOMPARE(item(u"public_key"_s).size() % 4, 0); // padding kept
    }

    void whatComesFromElsewhereIsRefusedAndTheWaitGoesOn()
    {
        Bench bench;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        const QUrl back = bench.atThePage();
        const QString good = back.fragment(QUrl::FullyEncoded);
        const QString home = back.toString(QUrl::RemoveFragment | QUrl::RemovePath);
        const QString stolen =
                u"security_token="_s +
                QString::fromLatin1(bench.service.account().sessions().issue(
                        oci::PrivateKey::generate().value().publicKey(), bench.clock.nowUtc()));

        const QUrl token(home + u"/token?"_s + good);
        QCOMPARE(bench.get(token).status, 403);
        QCOMPARE(bench.get(QUrl(home + u"/token?page=0123&"_s + good)).status, 403);
        QCOMPARE(bench.get(QUrl(home + u"/"_s), "Host", "evil.example").status, 403);
        QCOMPARE(bench.get(QUrl(home + u"/"_s), "Origin", "https://evil.example").status, 403);
        QCOMPARE(bench.get(QUrl(home + u"/"_s), "Origin", "null").status, 403);
        const Answer crossed = bench.get(token, "Sec-Fetch-Site", "cross-site");
        QCOMPARE(crossed.status, 403);
        QCOMPARE(crossed.body, "Other pages are not answered here.");
        QCOMPARE(bench.handOver(back, stolen).status, 403);
        QCOMPARE(bench.handOver(back, u"security_token=half"_s).status, 400);
        QCOMPARE(bench.get(QUrl(home + u"/favicon.ico"_s)).status, 404);
        QVERIFY(!bench.session);

        QCOMPARE(bench.handOver(back, good).status, 200);
        QTRY_VERIFY(bench.session);
        QVERIFY(*bench.session);
    }

    void anAnswerToAnEarlierAttemptIsRefused()
    {
        Bench bench;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        const QUrl back = bench.atThePage();
        const QString foreign =
                u"&id_token="_s + QString::fromLatin1(bench.service.account().sessions().identity(
                                          u"another"_s, bench.clock.nowUtc()));
        const QString token = back.fragment(QUrl::FullyEncoded).section(u'&', 0, 0);

        QCOMPARE(bench.handOver(back, token + foreign).status, 403);
        QVERIFY(!bench.session);
    }

    void whatOciDeclinesIsSaid()
    {
        Bench bench;
        bench.settings.tenancy = u"nowhere"_s;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        const QUrl back = bench.atThePage();

        bench.handOver(back, back.fragment(QUrl::FullyEncoded));

        QTRY_VERIFY(bench.session);
        QCOMPARE(bench.session->error().reason, QLatin1StringView(oci::BrowserSignIn::declined));
        QCOMPARE(bench.session->error().message,
                 u"OCI did not sign you in: There is no such tenancy"_s);
    }

    void oneAnswerEndsIt()
    {
        Bench bench;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        const QUrl back = bench.atThePage();
        const QString fragment = back.fragment(QUrl::FullyEncoded);
        QTcpSocket early; // connected before the end, asks after it
        early.connectToHost(u"127.0.0.1"_s, quint16(back.port()));
        QTRY_COMPARE(early.state(), QAbstractSocket::ConnectedState);

        QCOMPARE(bench.handOver(back, fragment).status, 200);
        QTRY_VERIFY(bench.session);
        early.write("GET /token?page=0&" + fragment.toLatin1() +
                    " HTTP/1.1\r\nHost: localhost:" + QByteArray::number(back.port()) + "\r\n\r\n");

        QTRY_VERIFY(early.bytesAvailable() > 0);
        QVERIFY(early.readAll().startsWith("HTTP/1.1 403 "));
        QCOMPARE(bench.get(QUrl(back.toString(QUrl::RemoveFragment))).status, 0); // nobody there
    }

    void whoNeverFinishesOrComesInCrowdsIsCutOff()
    {
        Bench bench;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        const QUrl back = bench.atThePage();
        QTcpSocket endless;
        endless.connectToHost(u"127.0.0.1"_s, quint16(back.port()));
        QTRY_COMPARE(endless.state(), QAbstractSocket::ConnectedState);

        endless.write("GET /" + QByteArray(oci::CallbackRequest::longest, 'a'));

        QTRY_VERIFY(endless.bytesAvailable() > 0 ||
                    endless.state() == QAbstractSocket::UnconnectedState);
        QVERIFY(!endless.readAll().startsWith("HTTP/1.1 200"));

        std::vector<std::unique_ptr<QTcpSocket>> crowd;
        for (int i = 0; i < 40; ++i) {
            crowd.push_back(std::make_unique<QTcpSocket>());
            crowd.back()->connectToHost(u"127.0.0.1"_s, quint16(back.port()));
        }
        const auto connected = [&crowd] {
            return std::ranges::count_if(crowd, [](const auto &socket) {
                return socket->state() == QAbstractSocket::ConnectedState;
            });
        };
        QTRY_COMPARE(connected(), 16);
        crowd.clear();

        QVERIFY(QTest::qWaitFor([&] { // once the places of the crowd are free again
            return bench.handOver(back, back.fragment(QUrl::FullyEncoded)).status == 200;
        }));
        QTRY_VERIFY(bench.session);
    }

    void whoIsTooSlowIsCutOff()
    {
        Bench bench;
        bench.settings.requestTime = 20ms;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        QTcpSocket slow;
        slow.connectToHost(u"127.0.0.1"_s, quint16(bench.atThePage().port()));
        QTRY_COMPARE(slow.state(), QAbstractSocket::ConnectedState);

        slow.write("GET / HTTP/1.1\r\n");

        QTRY_COMPARE(slow.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(slow.bytesAvailable(), 0);
        QVERIFY(!bench.session);
    }

    void aPortInUseIsSaid_data()
    {
        QTest::addColumn<QHostAddress>("address");

        QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
        QTest::newRow("everywhere") << QHostAddress(QHostAddress::AnyIPv4);
        QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
    }

    void aPortInUseIsSaid()
    {
        QFETCH(QHostAddress, address);
        QTcpServer holder;
        if (!holder.listen(address, 0))
            QSKIP("This computer has no such address.");
        Bench bench;
        bench.settings.port = holder.serverPort();

        bench.start();

        QTRY_VERIFY(bench.session);
        QCOMPARE(bench.session->error().reason, QLatin1StringView(oci::BrowserSignIn::portBusy));
        QVERIFY(bench.session->error().message.contains(QString::number(holder.serverPort())));
        QVERIFY(bench.browser.pages.isEmpty());
    }

    void nobodyIsWaitedForEndlessly()
    {
        Bench bench;
        bench.settings.patience = 20ms;

        bench.start();

        QTRY_VERIFY(bench.session);
        QCOMPARE(bench.session->error().reason, QLatin1StringView(oci::BrowserSignIn::timedOut));
    }

    void withoutABrowserTheAddressIsSaid()
    {
        Bench bench;
        bench.browser.works = false;
        bench.signIn =
                std::make_unique<oci::BrowserSignIn>(bench.settings, bench.browser, bench.pool);
        QSignalSpy waiting(bench.signIn.get(), &oci::BrowserSignIn::waiting);

        bench.signIn->start();

        QTRY_COMPARE(waiting.count(), 1);
        QCOMPARE(waiting[0][0].toUrl(), bench.browser.pages.first());
        QCOMPARE(waiting[0][1].toBool(), false);
    }

    void cancellingFreesThePort()
    {
        Bench bench;
        bench.start();
        QTRY_COMPARE(bench.browser.pages.size(), 1);
        const QUrl back(QUrlQuery(bench.browser.pages.first())
                                .queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));

        bench.signIn.reset();

        QTcpServer next;
        QVERIFY(next.listen(QHostAddress(QHostAddress::LocalHost), quint16(back.port())));
        QVERIFY(!bench.session);
    }
};

QTEST_GUILESS_MAIN(TestBrowserSignIn)
#include "tst_browsersignin.moc"
