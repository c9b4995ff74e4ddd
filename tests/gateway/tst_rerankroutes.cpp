// SPDX-License-Identifier: MIT
#include "gateway/routes/rerankroutes.h"

#include "core/json/json.h"
#include "gateway/openai/rerankrequest.h"
#include "tests/gateway/dispatch.h"
#include "tests/support/fakeexchange.h"
#include "tests/support/fixtures.h"

#include <QPromise>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Reranking;
using core::Result;
using core::http::headerValue;
using gateway::routes::Router;
using tests::FakeExchange;
using tests::json;

namespace {

class FakeRerankBackend final : public core::RerankBackend
{
public:
    QFuture<Result<Reranking>> rerank(const core::RerankRequest &request) override
    {
        lastRequest = request;
        promise.start();
        return promise.future();
    }

    void answer(const Result<Reranking> &result)
    {
        promise.addResult(result);
        promise.finish();
    }

    core::RerankRequest lastRequest;
    QPromise<Result<Reranking>> promise;
};

} // namespace

class TestRerankRoutes : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryParameter()
    {
        const auto request = gateway::openai::readRerank(*core::json::parseObject(
                json("{'model':'m','query':'q','documents':['a',{'text':'b','title':'t'}],"
                     "'top_n':1,'return_documents':true,'max_tokens_per_doc':9,"
                     "'max_chunks_per_doc':3,'rank_fields':['x']}")));

        QVERIFY(request);
        QCOMPARE(*request, (core::RerankRequest{.model = u"m"_s,
                                                .query = u"q"_s,
                                                .documents = {u"a"_s, u"b"_s},
                                                .topN = 1,
                                                .returnDocuments = true,
                                                .maxChunksPerDocument = 3,
                                                .maxTokensPerDocument = 9}));
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("param");
        QTest::newRow("no model") << json("{'query':'q','documents':['a']}") << u"model"_s;
        QTest::newRow("no query") << json("{'model':'m','documents':['a']}") << u"query"_s;
        QTest::newRow("empty") << json("{'model':'m','query':'','documents':['a']}") << u"query"_s;
        QTest::newRow("no documents") << json("{'model':'m','query':'q'}") << u"documents"_s;
        QTest::newRow("none") << json("{'model':'m','query':'q','documents':[]}") << u"documents"_s;
        QTest::newRow("a number") << json("{'model':'m','query':'q','documents':['a',1]}")
                                  << u"documents[1]"_s;
        QTest::newRow("no text") << json("{'model':'m','query':'q','documents':[{'title':'a'}]}")
                                 << u"documents[0].text"_s;
        QTest::newRow("top of none") << json("{'model':'m','query':'q','documents':['a'],"
                                             "'top_n':0}")
                                     << u"top_n"_s;
    }

    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, param);
        FakeRerankBackend backend;
        Router router("/v1");
        gateway::routes::addRerankRoutes(router, &backend);
        FakeExchange exchange(body, "/v1/rerank");

        tests::dispatch(router, exchange);

        QCOMPARE(exchange.response.status, 400);
        QVERIFY2(exchange.response.body.contains("\"param\":\"" + param.toUtf8() + '"'),
                 exchange.response.body.constData());
        QVERIFY(backend.lastRequest.model.isEmpty());
    }

    void answersByEveryName_data()
    {
        QTest::addColumn<QByteArray>("target");
        for (const char *target : {"/v1/rerank", "/rerank", "/v1/reranking", "/v2/rerank"})
            QTest::newRow(target) << QByteArray(target);
    }

    void answersByEveryName()
    {
        QFETCH(QByteArray, target);
        FakeRerankBackend backend;
        Router router("/v1");
        gateway::routes::addRerankRoutes(router, &backend);
        FakeExchange exchange(json("{'model':'m','query':'q','documents':['a','b'],"
                                   "'return_documents':true}"),
                              target);

        tests::dispatch(router, exchange);
        backend.answer(Reranking{.id = u"i"_s,
                                 .ranks = {{.index = 1, .score = 0.5, .text = u"B"_s},
                                           {.index = 0, .score = 0.25, .text = {}}},
                                 .requestId = u"R"_s});
        QTRY_VERIFY(exchange.begun);

        QCOMPARE(exchange.response.body,
                 json("{'id':'i','object':'list','model':'m','results':[{'index':1,"
                      "'relevance_score':0.5,'document':{'text':'B'}},{'index':0,"
                      "'relevance_score':0.25,'document':{'text':'a'}}]}"));
        QCOMPARE(headerValue(exchange.response.headers, "x-oci-request-id"), "R");
    }

    void aFailureHasItsStatus()
    {
        FakeRerankBackend backend;
        Router router("/v1");
        gateway::routes::addRerankRoutes(router, &backend);
        FakeExchange exchange(json("{'model':'m','query':'q','documents':['a']}"), "/v1/rerank");

        tests::dispatch(router, exchange);
        backend.answer(std::unexpected(
                core::Error{.code = core::ErrorCode::NotFound, .message = u"no such model"_s}));

        QTRY_COMPARE(exchange.response.status, 404);
    }

    void aClientThatLeavesEndsTheCall()
    {
        FakeRerankBackend backend;
        Router router("/v1");
        gateway::routes::addRerankRoutes(router, &backend);
        auto exchange = std::make_unique<FakeExchange>(
                json("{'model':'m','query':'q','documents':['a']}"), "/v1/rerank");
        tests::dispatch(router, *exchange);

        exchange.reset();

        QVERIFY(backend.promise.isCanceled());
        backend.answer(Reranking{}); // nobody is there to hear it
    }

    void withoutABackendItIsNotServed()
    {
        Router router("/v1");
        gateway::routes::addRerankRoutes(router, nullptr);

        const auto match = router.find("POST", "/v1/rerank");

        QVERIFY(!match.route && match.refusal);
        QCOMPARE(match.refusal->status, 501);
    }
};

QTEST_GUILESS_MAIN(TestRerankRoutes)
#include "tst_rerankroutes.moc"
