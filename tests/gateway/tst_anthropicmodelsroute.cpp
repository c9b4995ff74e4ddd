// SPDX-License-Identifier: MIT
#include "gateway/routes/anthropicmodels.h"

#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::http::headerValue;
using gateway::routes::AnthropicModels;
using gateway::routes::ModelsHandler;
using tests::FakeExchange;
using tests::FakeModelCatalog;

class TestAnthropicModelsRoute : public QObject
{
    Q_OBJECT

private:
    static core::http::Request asked(const QByteArray &target)
    {
        return {.method = "GET", .target = target};
    }
    static bool isNamed(const FakeExchange &exchange)
    {
        return headerValue(exchange.response.headers, "request-id").startsWith("req_");
    }
    static FakeModelCatalog &filled(FakeModelCatalog &catalog)
    {
        catalog.known = {{.id = u"meta.llama-3"_s, .capabilities = {u"CHAT"_s}}, {.id = u"bare"_s}};
        return catalog;
    }

private slots:
    void listsWhatIsInMemory_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("plain") << QByteArray("/v1/models");
        QTest::newRow("wide") << QByteArray("/v1/models?limit=1000&beta=true");
    }

    void listsWhatIsInMemory()
    {
        QFETCH(QByteArray, target);
        FakeModelCatalog catalog;
        ModelsHandler handler(filled(catalog), "oci");
        AnthropicModels models(handler);
        FakeExchange exchange(asked(target));

        models.list(exchange);

        QCOMPARE(exchange.response.status, 200);
        QVERIFY(exchange.response.body.startsWith(
                "{\"data\":[{\"type\":\"model\",\"id\":\"meta.llama-3\""));
        QVERIFY(exchange.response.body.endsWith(
                "\"has_more\":false,\"first_id\":\"meta.llama-3\",\"last_id\":\"bare\"}"));
        QVERIFY(isNamed(exchange));
        QCOMPARE(catalog.refreshes, 0);
    }

    void cutsPages()
    {
        FakeModelCatalog catalog;
        ModelsHandler handler(filled(catalog), "oci");
        AnthropicModels models(handler);
        FakeExchange exchange(asked("/v1/models?limit=1"));

        models.list(exchange);

        QVERIFY(exchange.response.body.endsWith("\"has_more\":true,\"first_id\":\"meta.llama-3\","
                                                "\"last_id\":\"meta.llama-3\"}"));
        QVERIFY(isNamed(exchange));
    }

    void followsChanges()
    {
        FakeModelCatalog catalog;
        ModelsHandler handler(filled(catalog), "oci");
        AnthropicModels models(handler);
        FakeExchange before(asked("/v1/models"));
        models.list(before);
        catalog.known[0].id = u"renamed"_s;
        FakeExchange after(asked("/v1/models"));

        models.list(after);

        QVERIFY(!before.response.body.contains("renamed"));
        QVERIFY(after.response.body.contains("renamed"));
    }

    void tellsOfOne()
    {
        FakeModelCatalog catalog;
        ModelsHandler handler(filled(catalog), "oci");
        AnthropicModels models(handler);
        FakeExchange exchange(asked("/v1/models/meta.llama-3"));

        models.single(exchange, "meta%2Ellama-3");

        QVERIFY(exchange.response.body.startsWith("{\"type\":\"model\",\"id\":\"meta.llama-3\""));
        QVERIFY(isNamed(exchange));
    }

    void wordsWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<bool>("loaded");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("limit") << QByteArray("/v1/models?limit=none") << true << 400
                               << QByteArray("invalid_request_error");
        QTest::newRow("page") << QByteArray("/v1/models?after_id=none") << true << 400
                              << QByteArray("invalid_request_error");
        QTest::newRow("no list") << QByteArray("/v1/models") << false << 502
                                 << QByteArray("api_error");
    }

    void wordsWhatIsWrong()
    {
        QFETCH(QByteArray, target);
        QFETCH(bool, loaded);
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        FakeModelCatalog catalog;
        catalog.loaded = loaded;
        catalog.answer = std::unexpected(
                core::Error{.code = core::ErrorCode::Network, .message = u"away"_s});
        ModelsHandler handler(filled(catalog), "oci");
        AnthropicModels models(handler);
        FakeExchange exchange(asked(target));

        models.list(exchange);

        QTRY_COMPARE(exchange.response.status, status);
        QVERIFY(exchange.response.body.startsWith("{\"type\":\"error\",\"error\":{\"type\":\"" +
                                                  type));
        QVERIFY(isNamed(exchange));
    }

    void anUnknownModelIsNotFound()
    {
        FakeModelCatalog catalog;
        ModelsHandler handler(filled(catalog), "oci");
        AnthropicModels models(handler);
        FakeExchange exchange(asked("/v1/models/none"));

        models.single(exchange, "none");

        QCOMPARE(exchange.response.status, 404);
        QVERIFY(exchange.response.body.contains("\"not_found_error\""));
        QVERIFY(isNamed(exchange));
    }
};

QTEST_GUILESS_MAIN(TestAnthropicModelsRoute)
#include "tst_anthropicmodelsroute.moc"
