// SPDX-License-Identifier: MIT
#include "gateway/routes/embeddingshandler.h"

#include "core/json/json.h"
#include "tests/support/fakeexchange.h"

#include <QPromise>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using core::Embeddings;
using core::Result;
using core::http::headerValue;
using gateway::routes::EmbeddingsHandler;
using tests::FakeExchange;

namespace {

//! Answers when the test says so.
class FakeEmbeddingBackend final : public core::EmbeddingBackend
{
public:
    QFuture<Result<Embeddings>> embed(const core::EmbeddingRequest &request) override
    {
        lastRequest = request;
        promise.start();
        return promise.future();
    }

    void answer(const Result<Embeddings> &result)
    {
        promise.addResult(result);
        promise.finish();
    }

    core::EmbeddingRequest lastRequest;
    QPromise<Result<Embeddings>> promise;
};

constexpr auto body = R"({"model":"m","input":["a","b"]})";
constexpr auto asBase64 = R"({"model":"m","input":["a","b"],"encoding_format":"base64"})";

Embeddings vectors()
{
    return {.floats = {{0.5F, -1.25e-7F}, {3.0F, std::numeric_limits<float>::quiet_NaN()}},
            .usage = {.promptTokens = 7},
            .requestId = u"R1"_s,
            .warning = u"old"_s};
}

} // namespace

class TestEmbeddingsHandler : public QObject
{
    Q_OBJECT

private slots:
    void answersWithNumbers()
    {
        FakeEmbeddingBackend backend;
        FakeExchange exchange(QByteArray{body});

        EmbeddingsHandler{backend}(exchange);
        QCOMPARE(backend.lastRequest.inputs.size(), 2);
        backend.answer(vectors());
        QTRY_VERIFY(!exchange.response.body.isEmpty());

        QCOMPARE(exchange.response.status, 200);
        QCOMPARE(exchange.response.body,
                 R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":)"
                 R"([0.5,-1.25e-07]},{"object":"embedding","index":1,"embedding":[3,0]}],)"
                 R"("model":"m","usage":{"prompt_tokens":7,"total_tokens":7}})");
        QVERIFY(core::json::parseObject(exchange.response.body));
        QCOMPARE(headerValue(exchange.response.headers, "x-oci-request-id"), "R1");
        QCOMPARE(headerValue(exchange.response.headers, "x-oci-warning"), "old");
    }

    void answersInBase64()
    {
        FakeEmbeddingBackend backend;
        FakeExchange exchange(QByteArray{asBase64});

        EmbeddingsHandler{backend}(exchange);
        backend.answer(Embeddings{.floats = {{1.0F, 2.0F}}});
        QTRY_VERIFY(!exchange.response.body.isEmpty());

        QVERIFY(exchange.response.body.contains(R"("embedding":"AACAPwAAAEA=")"));
    }

    void whatFailsHasTheServicesStatus()
    {
        FakeEmbeddingBackend backend;
        FakeExchange exchange(QByteArray{body});

        EmbeddingsHandler{backend}(exchange);
        backend.answer(std::unexpected(
                core::Error{.code = core::ErrorCode::RateLimited, .message = u"slow down"_s}));
        QTRY_VERIFY(!exchange.response.body.isEmpty());

        QCOMPARE(exchange.response.status, 429);
    }

    void badBodiesAskNobody_data()
    {
        QTest::addColumn<QByteArray>("bad");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("no object") << QByteArray("[]");
        QTest::newRow("no input") << QByteArray(R"({"model":"m"})");
    }

    void badBodiesAskNobody()
    {
        QFETCH(QByteArray, bad);
        FakeEmbeddingBackend backend;
        FakeExchange exchange(bad);

        EmbeddingsHandler{backend}(exchange);

        QCOMPARE(exchange.response.status, 400);
        QVERIFY(backend.lastRequest.model.isEmpty());
    }

    void aClientThatLeavesEndsTheCalls()
    {
        FakeEmbeddingBackend backend;
        auto exchange = std::make_unique<FakeExchange>(QByteArray{body});
        EmbeddingsHandler{backend}(*exchange);
        QVERIFY(!backend.promise.isCanceled());

        exchange.reset();

        QVERIFY(backend.promise.isCanceled());
        backend.answer(vectors()); // nobody is there to hear it
    }
};

QTEST_GUILESS_MAIN(TestEmbeddingsHandler)
#include "tst_embeddingshandler.moc"
