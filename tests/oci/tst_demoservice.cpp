// SPDX-License-Identifier: MIT
#include "tests/oci/demoharness.h"

#include <QPointer>

using namespace Qt::StringLiterals;
using namespace tests;
using core::http::Request;
using oci::demo::DemoAccount;

class TestDemoService : public QObject
{
    Q_OBJECT

private slots:
    void changedByteOfASignedRequestIsRefused()
    {
        DemoHarness demo;
        const Request good = demo.request("POST", DemoHarness::chatPath,
                                          core::json::serialize(chatBody(u"Hi"_s)));
        QCOMPARE(demo.ask(good)->response.status, 200);

        int changes = 0;
        const auto refused = [&](const Request &request) {
            ++changes;
            return demo.ask(request)->response.status == 401;
        };
        for (qsizetype i = 0; i < good.body.size(); ++i) {
            Request bad = good;
            bad.body[i] = char(bad.body[i] ^ 1);
            QVERIFY2(refused(bad), qPrintable(u"body byte %1"_s.arg(i)));
        }
        for (qsizetype i = qstrlen("/us-chicago-1/"); i < good.target.size(); ++i) {
            Request bad = good;
            bad.target[i] = char(bad.target[i] ^ 1);
            QVERIFY2(refused(bad), bad.target.constData());
        }
        for (qsizetype h = 0; h < good.headers.size(); ++h) {
            for (qsizetype i = 0; i < good.headers[h].second.size(); ++i) {
                Request bad = good;
                bad.headers[h].second[i] = char(bad.headers[h].second[i] ^ 2);
                QVERIFY2(refused(bad), bad.headers[h].first + ": " + bad.headers[h].second);
            }
        }
        QVERIFY(changes > 500);
    }

    void theWordsOf401AreOraclesOwn()
    {
        DemoHarness demo;

        const auto exchange = demo.ask({.method = "GET", .target = DemoHarness::modelsPath});

        QCOMPARE(exchange->response.status, 401);
        QCOMPARE(exchange->response.body,
                 R"({"code":"NotAuthenticated","message":"The required information to complete )"
                 R"(authentication was not provided or was incorrect."})");
        QVERIFY(!core::http::headerValue(exchange->response.headers, "opc-request-id").isEmpty());
    }

    void keepsTheClientsRequestIdInFront()
    {
        DemoHarness demo;
        Request request = demo.request("GET", DemoHarness::modelsPath);
        request.headers += core::http::Header{"opc-request-id", "MYID\r\nX: y/other"};

        const QByteArray id =
                core::http::headerValue(demo.ask(request)->response.headers, "opc-request-id");

        QVERIFY2(id.startsWith("MYID__X__y/"), id);
        QCOMPARE(id.count('/'), 2);
    }

    void aKeyThatWasAddedCountsAndItsTenancyIsARoot()
    {
        DemoHarness demo;
        const auto other = oci::PrivateKey::generate().value();
        const QByteArray keyId = "ocid1.tenancy.oc1..other/ocid1.user.oc1..other/aa:bb";
        const oci::OutgoingRequest sent{
                .method = "GET",
                .url = QUrl(u"http://127.0.0.1/us-chicago-1/generativeai/20231130/models"
                            "?compartmentId=ocid1.tenancy.oc1..other"_s)};
        core::http::Headers headers{{"Host", "127.0.0.1"}};
        headers += oci::signedHeaders(sent, keyId, other, demoNow).value();
        const Request request{
                .method = "GET", .target = oci::requestTarget(sent.url), .headers = headers};

        QCOMPARE(demo.ask(request)->response.status, 401);
        demo.service.account().trust(keyId, other.publicKey());

        QCOMPARE(demo.ask(request)->response.status, 200);
    }

    void aBearerKeyReachesTheOpenAiPathsOfItsRegionOnly_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<bool>("goodKey");
        QTest::addColumn<int>("status");

        const QByteArray path = DemoHarness::openAiPath;
        QTest::newRow("good") << path << true << 200;
        QTest::newRow("without prefix") << QByteArray("/openai/v1/chat/completions") << true << 200;
        QTest::newRow("older base")
                << QByteArray("/20231130/actions/v1/chat/completions") << true << 200;
        QTest::newRow("wrong key") << path << false << 401;
        QTest::newRow("another region")
                << QByteArray("/eu-frankfurt-1/inference.generativeai/openai/v1/chat/completions")
                << true << 401;
        QTest::newRow("native chat") << QByteArray(DemoHarness::chatPath) << true << 401;
    }

    void aBearerKeyReachesTheOpenAiPathsOfItsRegionOnly()
    {
        QFETCH(QByteArray, target);
        QFETCH(bool, goodKey);
        QFETCH(int, status);
        DemoHarness demo;
        QByteArray key = demo.service.account().bearerKey().reveal().toByteArray();
        if (!goodKey)
            key.back() = key.back() == '0' ? '1' : '0';

        const auto exchange = demo.ask(
                {.method = "POST",
                 .target = target,
                 .headers = {{"Authorization", "Bearer " + key}},
                 .body = R"({"model":"xai.grok-4.3","messages":[{"role":"user","content":"Hi"}]})"});

        QCOMPARE(exchange->response.status, status);
        QVERIFY(!exchange->response.body.contains(key));
    }

    void unknownPathsAndMethodsAreRefused()
    {
        DemoHarness demo;

        QCOMPARE(demo.get("/us-chicago-1/generativeai/20231130/nothing")->response.status, 404);
        QCOMPARE(demo.get("/")->response.status, 404);
        QCOMPARE(demo.get(DemoHarness::chatPath)->response.status, 405);
        QCOMPARE(demo.get("/us-chicago-1/generativeai/20231130/actions/chat")->response.status,
                 404);
    }

    void controlCanBeSwitchedOff()
    {
        DemoHarness demo;
        demo.service.setControllable(false);

        const auto exchange = demo.get("/demo/state");

        QCOMPARE(exchange->response.status, 404);
    }

    void seesTheClientLeave()
    {
        DemoHarness demo;
        demo.addFault(R"({"stallAfterEvents":2})");
        auto exchange = demo.chat(chatBody(u"Hi"_s, {{"isStream", true}}));
        demo.clock.now = demoNow.addMSecs(500);
        QCOMPARE(demo.service.traffic().requests().back().leftMs, 0);
        QCOMPARE(demo.service.traffic().open(), 1);

        exchange.reset();

        const auto &seen = demo.service.traffic().requests().back();
        QCOMPARE(seen.leftMs, demoNow.toMSecsSinceEpoch() + 500);
        QCOMPARE(seen.arrivedMs, demoNow.toMSecsSinceEpoch());
        QCOMPARE(seen.model, u"meta.llama-3.3-70b-instruct"_s);
        QCOMPARE(seen.status, 200);
        QCOMPARE(seen.writes, 2);
        QCOMPARE(demo.service.traffic().open(), 0);
        const auto state = jsonOf(*demo.ask({.method = "GET", .target = "/demo/state"}));
        QCOMPARE(at(state, "/requests/0/leftMs").to_number<qint64>(), seen.leftMs);
        QCOMPARE(at(state, "/open").to_number<int>(), 0);
    }

    void aFinishedAnswerIsNoLeaving()
    {
        DemoHarness demo;

        demo.chat(chatBody(u"Hi"_s)).reset();

        QCOMPARE(demo.service.traffic().requests().back().leftMs, 0);
        QVERIFY(demo.service.traffic().requests().back().endedMs > 0);
        QCOMPARE(demo.ask({.method = "DELETE", .target = "/demo/state"})->response.status, 204);
        QVERIFY(demo.service.traffic().requests().empty());
    }

    void stopsWhileTheClientIsSlow()
    {
        DemoHarness demo;
        demo.addFault(R"({"answerBytes":4000000})");
        const auto exchange = demo.chat(chatBody(u"Hi"_s, {{"isStream", true}}));

        emit exchange->congested();
        QCoreApplication::processEvents();
        const qsizetype before = exchange->chunks.size();
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(exchange->chunks.size(), before);
        QVERIFY(!exchange->ended);

        emit exchange->drained();
        QTRY_VERIFY(exchange->ended);
        QVERIFY(exchange->response.body.size() > 4'000'000);
    }

    void keepsItsPace()
    {
        DemoHarness demo;
        demo.service.setPacing({.events = 2, .interval = std::chrono::milliseconds(5)});

        const auto exchange = demo.chat(chatBody(u"Hi"_s, {{"isStream", true}, {"maxTokens", 9}}));

        QCOMPARE(exchange->chunks.size(), 2);
        QTRY_VERIFY(exchange->ended);
        QCOMPARE(exchange->chunks.size(), 9 + 2); // and the finish and [DONE]
    }
};

QTEST_GUILESS_MAIN(TestDemoService)
#include "tst_demoservice.moc"
