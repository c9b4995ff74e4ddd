// SPDX-License-Identifier: MIT
#include "gateway/routes/modelshandler.h"

#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"

#include <QPromise>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::ModelInfo;
using core::Result;
using gateway::routes::ModelsHandler;
using tests::FakeExchange;
using tests::FakeModelCatalog;

namespace {

//! A catalog whose refresh answers when the test says so.
class SlowCatalog final : public core::ModelCatalog
{
    Q_OBJECT

public:
    [[nodiscard]] QList<ModelInfo> models() const override { return known; }
    [[nodiscard]] bool isLoaded() const override { return !known.isEmpty(); }
    [[nodiscard]] bool isComplete() const override { return false; }
    [[nodiscard]] QStringList problems() const override { return {u"not yours"_s}; }
    QFuture<Result<QList<ModelInfo>>> refresh() override
    {
        ++refreshes;
        promise = std::make_unique<QPromise<Result<QList<ModelInfo>>>>();
        promise->start();
        return promise->future();
    }

    QList<ModelInfo> known;
    int refreshes = 0;
    std::unique_ptr<QPromise<Result<QList<ModelInfo>>>> promise;
};

} // namespace

class TestModelsHandler : public QObject
{
    Q_OBJECT

private:
    static ModelInfo llama()
    {
        ModelInfo model{.id = u"meta.llama-3"_s, .ocid = u"ocid1.test"_s, .vendor = u"meta"_s};
        model.capabilities = {u"CHAT"_s};
        model.inputModalities = {u"text"_s, u"image"_s};
        model.region = u"us-chicago-1"_s;
        model.contextLength = 128000;
        model.maxOutputTokens = 4000;
        model.supportsTools = true;
        model.reasons = true;
        model.created = QDateTime::fromSecsSinceEpoch(1700000000, QTimeZone::UTC);
        model.retired = QDateTime(QDate(2027, 1, 2), QTime(3, 4, 5), QTimeZone::UTC);
        return model;
    }

private slots:
    void listsWhatIsInMemory()
    {
        FakeModelCatalog catalog;
        catalog.known = {llama(), {.id = u"bare"_s}};
        ModelsHandler handler(catalog, "oci");
        FakeExchange exchange({.method = "GET", .target = "/v1/models"});

        handler.list(exchange);

        QCOMPARE(exchange.response.status, 200);
        QCOMPARE(
                exchange.response.body,
                "{\"object\":\"list\",\"data\":["
                "{\"id\":\"meta.llama-3\",\"object\":\"model\",\"created\":1700000000,\"owned_"
                "by\":\"oci\","
                "\"context_length\":128000,\"context_window\":128000,\"max_context_length\":128000,"
                "\"max_model_len\":128000,\"max_output_tokens\":4000,\"max_completion_tokens\":"
                "4000,\"capabilities\":[\"chat\"],\"input_modalities\":[\"text\",\"image\"],"
                "\"output_modalities\":[\"text\"],\"supports_tools\":true,\"supports_vision\":true,"
                "\"supports_reasoning\":true,\"vendor\":\"meta\","
                "\"region\":\"us-chicago-1\",\"serving_mode\":\"on_demand\","
                "\"retirement_date\":\"2027-01-02T03:04:05Z\"},"
                "{\"id\":\"bare\",\"object\":\"model\",\"created\":0,\"owned_by\":\"oci\","
                "\"capabilities\":[],\"input_modalities\":[\"text\"],\"output_modalities\":[],"
                "\"supports_tools\":false,\"supports_vision\":false,\"supports_reasoning\":false,"
                "\"serving_mode\":\"on_demand\"}]}");
        QCOMPARE(catalog.refreshes, 0);
    }

    void sayWhatTheyComputeBesidesChats()
    {
        FakeModelCatalog catalog;
        catalog.known = {{.id = u"e"_s, .capabilities = {u"TEXT_EMBEDDINGS"_s}},
                         {.id = u"r"_s, .capabilities = {u"TEXT_RERANK"_s}}};
        ModelsHandler handler(catalog, "oci");
        FakeExchange exchange({.method = "GET", .target = "/v1/models"});

        handler.list(exchange);

        QVERIFY(exchange.response.body.contains("\"output_modalities\":[\"embedding\"]"));
        QVERIFY(exchange.response.body.contains("\"output_modalities\":[\"rerank\"]"));
    }

    void otherDialectsHaveTheirOwnListAndWords()
    {
        FakeModelCatalog catalog;
        catalog.known = {{.id = u"one"_s}};
        ModelsHandler handler(catalog, "oci");
        int writings = 0;
        gateway::routes::ModelsBody body([&writings](const QList<ModelInfo> &models) {
            ++writings;
            return models.front().id.toUtf8();
        });
        const gateway::ProblemBody shout(+[](const gateway::Problem &problem) {
            return problem.message.toUpper().toUtf8();
        });
        handler.keepReady(body);
        FakeExchange first({.method = "GET", .target = "/api/tags"});
        FakeExchange second({.method = "GET", .target = "/api/tags"});
        FakeExchange unknown({.method = "POST", .target = "/api/show"});

        handler.list(first, body, shout);
        handler.list(second, body, shout);
        handler.find(unknown, u"two"_s, shout, [](const ModelInfo &) { QFAIL("there is none"); });

        QCOMPARE(first.response.body, "one");
        QCOMPARE(second.response.body, "one");
        QCOMPARE(writings, 1);
        QCOMPARE(unknown.response.status, 404);
        QCOMPARE(unknown.response.body, "THE MODEL 'TWO' DOES NOT EXIST HERE");
    }

    void followsChanges()
    {
        FakeModelCatalog catalog;
        catalog.known = {{.id = u"one"_s}};
        ModelsHandler handler(catalog, "oci");
        FakeExchange first({.method = "GET", .target = "/v1/models"});
        handler.list(first);
        catalog.known[0].id = u"two"_s;

        FakeExchange second({.method = "GET", .target = "/v1/models"});
        handler.list(second);

        QVERIFY(first.response.body.contains("\"id\":\"one\""));
        QVERIFY(second.response.body.contains("\"id\":\"two\""));
    }

    void findsOneModel_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<int>("status");
        QTest::newRow("id") << QByteArray("meta.llama-3") << 200;
        QTest::newRow("ocid") << QByteArray("ocid1.test") << 200;
        QTest::newRow("encoded slash") << QByteArray("oci%2Fmeta.llama-3") << 200;
        QTest::newRow("slash") << QByteArray("oci/meta.llama-3") << 200;
        QTest::newRow("colon") << QByteArray("oci:meta.llama-3") << 200;
        QTest::newRow("unknown") << QByteArray("meta.llama") << 404;
        QTest::newRow("prefix alone") << QByteArray("oci/") << 404;
    }

    void findsOneModel()
    {
        QFETCH(QByteArray, id);
        QFETCH(int, status);
        FakeModelCatalog catalog;
        catalog.known = {{.id = u"other"_s}, llama()};
        ModelsHandler handler(catalog, "oracle");
        FakeExchange exchange({.method = "GET", .target = "/v1/models/" + id});

        handler.single(exchange, id);

        QCOMPARE(exchange.response.status, status);
        if (status == 200)
            QVERIFY(exchange.response.body.startsWith(
                    "{\"id\":\"meta.llama-3\",\"object\":\"model\""));
        else
            QVERIFY(exchange.response.body.contains("\"code\":\"model_not_found\""));
    }

    void asksTheServiceOnlyWhileNothingWasLoaded()
    {
        FakeModelCatalog catalog;
        catalog.loaded = false;
        catalog.answer = QList<ModelInfo>{{.id = u"fresh"_s}};
        ModelsHandler handler(catalog, "oci");

        FakeExchange first({.method = "GET", .target = "/v1/models"});
        handler.list(first);
        QTRY_VERIFY(first.response.body.contains("fresh"));
        FakeExchange second({.method = "GET", .target = "/v1/models"});
        handler.list(second);

        QVERIFY(second.response.body.contains("fresh"));
        QCOMPARE(catalog.refreshes, 1);
    }

    void passesTheFailureOn()
    {
        FakeModelCatalog catalog;
        catalog.loaded = false;
        catalog.answer = std::unexpected(
                core::Error{.code = ErrorCode::Unauthorized, .message = u"key expired"_s});
        ModelsHandler handler(catalog, "oci");
        FakeExchange exchange({.method = "GET", .target = "/v1/models"});

        handler.list(exchange);

        QTRY_COMPARE(exchange.response.status, 502);
        QVERIFY(exchange.response.body.contains("upstream_unauthorized"));
    }

    void whatTheServiceRefusesIsNoMistakeOfTheClient_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<int>("upstream");
        QTest::addColumn<int>("status");
        QTest::newRow("not found or forbidden") << ErrorCode::NotFound << 404 << 502;
        QTest::newRow("forbidden") << ErrorCode::Forbidden << 403 << 502;
        QTest::newRow("bad request") << ErrorCode::InvalidRequest << 400 << 502;
        QTest::newRow("unauthorized") << ErrorCode::Unauthorized << 401 << 502;
        QTest::newRow("too many requests") << ErrorCode::RateLimited << 429 << 503;
        QTest::newRow("timeout") << ErrorCode::Timeout << 0 << 503;
        QTest::newRow("unavailable") << ErrorCode::Unavailable << 503 << 503;
        QTest::newRow("no network") << ErrorCode::Network << 0 << 502;
    }

    void whatTheServiceRefusesIsNoMistakeOfTheClient()
    {
        QFETCH(ErrorCode, code);
        QFETCH(int, upstream);
        QFETCH(int, status);
        FakeModelCatalog catalog;
        catalog.loaded = false;
        catalog.answer = std::unexpected(
                core::Error{.code = code, .message = u"no list"_s, .upstreamStatus = upstream});
        ModelsHandler handler(catalog, "oci", {.failureLasts = std::chrono::hours(1)});
        FakeExchange list({.method = "GET", .target = "/v1/models"});
        FakeExchange single({.method = "GET", .target = "/v1/models/meta.llama-3"});

        handler.list(list);
        QTRY_VERIFY(list.ended);
        handler.single(single, "meta.llama-3");
        QTRY_VERIFY(single.ended);

        QCOMPARE(list.response.status, status);
        QVERIFY(list.response.body.contains("no list"));
        QVERIFY(!list.response.body.contains("model_not_found"));
        QCOMPARE(single.response.status, status);
        QCOMPARE(catalog.refreshes, 1); // a failure this young is told again
    }

    void aFailureIsNotRememberedForLong()
    {
        FakeModelCatalog catalog;
        catalog.loaded = false;
        catalog.answer = std::unexpected(core::Error{.code = ErrorCode::Network});
        ModelsHandler handler(catalog, "oci", {.failureLasts = std::chrono::milliseconds(0)});
        FakeExchange first({.method = "GET", .target = "/v1/models"});
        handler.list(first);
        QTRY_VERIFY(first.ended);
        catalog.answer = QList<ModelInfo>{{.id = u"fresh"_s}};
        QTest::qWait(2);

        FakeExchange second({.method = "GET", .target = "/v1/models"});
        handler.list(second);

        QTRY_VERIFY(second.response.body.contains("fresh"));
    }

    void waitsForTheFirstListAndNotForTheLast()
    {
        SlowCatalog catalog; // whose refresh never ends
        ModelsHandler handler(catalog, "oci");
        FakeExchange exchange({.method = "GET", .target = "/v1/models"});
        handler.list(exchange);
        QVERIFY(!exchange.ended);

        catalog.known = {llama()};
        emit catalog.modelsChanged(catalog.known);

        QCOMPARE(exchange.response.status, 200);
        QVERIFY(exchange.response.body.contains("meta.llama-3"));
    }

    void doesNotWaitForever()
    {
        SlowCatalog catalog;
        ModelsHandler handler(catalog, "oci", {.longestWait = std::chrono::milliseconds(10)});
        FakeExchange exchange({.method = "GET", .target = "/v1/models"});

        handler.list(exchange);

        QTRY_COMPARE(exchange.response.status, 503);
        QVERIFY(!core::http::headerValue(exchange.response.headers, "retry-after").isEmpty());
    }

    void answersFromMemoryWhileTheServiceIsSlow()
    {
        SlowCatalog catalog;
        catalog.known = {llama()};
        ModelsHandler handler(catalog, "oci");
        FakeExchange exchange({.method = "GET", .target = "/v1/models"});

        handler.list(exchange);

        QVERIFY(exchange.ended);
        QCOMPARE(exchange.response.status, 200);
        QCOMPARE(catalog.refreshes, 0);
    }

    void whetherThereIsAModelIsNotSaidOfListsThatCouldNotBeRead()
    {
        SlowCatalog catalog;
        catalog.known = {llama()};
        ModelsHandler handler(catalog, "oci");
        FakeExchange exchange({.method = "GET", .target = "/v1/models/my-endpoint"});

        handler.single(exchange, "my-endpoint");

        QCOMPARE(exchange.response.status, 503);
        QVERIFY(exchange.response.body.contains("not yours"));
    }

    void eachModelSaysByWhomItIsServed()
    {
        FakeModelCatalog catalog;
        catalog.known = {{.id = u"a"_s, .ownedBy = u"oracle"_s}, {.id = u"b"_s}};
        ModelsHandler handler(catalog, "oci");
        FakeExchange exchange({.method = "GET", .target = "/v1/models"});

        handler.list(exchange);

        QVERIFY(exchange.response.body.contains(
                "{\"id\":\"a\",\"object\":\"model\",\"created\":0,\"owned_by\":\"oracle\""));
        QVERIFY(exchange.response.body.contains(
                "{\"id\":\"b\",\"object\":\"model\",\"created\":0,\"owned_by\":\"oci\""));
    }

    //! A long list is written beside the event loop, once, and then sent as it is.
    void aLongListIsAnsweredInLessThanAMillisecond()
    {
        FakeModelCatalog catalog;
        for (int i = 0; i < 10'200; ++i) {
            catalog.known.append(llama());
            catalog.known.last().id += QString::number(i);
        }
        ModelsHandler handler(catalog, "oci");
        FakeExchange first({.method = "GET", .target = "/v1/models"});
        handler.list(first);
        QVERIFY(!first.ended);
        QTRY_VERIFY(first.ended);

        FakeExchange second({.method = "GET", .target = "/v1/models"});
        QElapsedTimer time;
        time.start();
        handler.list(second);
        const qint64 nanoseconds = time.nsecsElapsed();

        QVERIFY(second.ended);
        QCOMPARE(second.response.body.count("\"object\":\"model\""), 10'200);
        QVERIFY2(nanoseconds < 1'000'000, qPrintable(QString::number(nanoseconds)));
    }

    void aRefreshThatIsGivenUpIsAnsweredToo()
    {
        SlowCatalog catalog;
        ModelsHandler handler(catalog, "oci");
        FakeExchange exchange({.method = "GET", .target = "/v1/models"});
        handler.list(exchange);

        catalog.promise.reset();

        QTRY_COMPARE(exchange.response.status, 503);
    }

    void aClientThatLeavesIsForgotten()
    {
        SlowCatalog catalog;
        ModelsHandler handler(catalog, "oci");
        auto exchange = std::make_unique<FakeExchange>(
                core::http::Request{.method = "GET", .target = "/v1/models"});
        handler.list(*exchange);

        exchange.reset();
        catalog.promise->addResult(QList<ModelInfo>{});
        catalog.promise->finish();

        QCoreApplication::processEvents(); // a continuation that ran would touch freed memory
    }
};

QTEST_GUILESS_MAIN(TestModelsHandler)
#include "tst_modelshandler.moc"
