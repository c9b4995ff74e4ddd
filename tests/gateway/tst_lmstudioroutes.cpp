// SPDX-License-Identifier: MIT
#include "gateway/routes/lmstudioroutes.h"

#include "tests/gateway/dispatch.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ModelInfo;
using gateway::routes::Router;
using tests::FakeExchange;
using tests::json;

namespace {

struct Bench {
    Bench()
    {
        catalog.known = {{.id = u"meta.eyes"_s,
                          .vendor = u"meta"_s,
                          .capabilities = {u"CHAT"_s},
                          .inputModalities = {u"text"_s, u"image"_s},
                          .contextLength = 1000,
                          .supportsTools = true},
                         {.id = u"plain"_s, .capabilities = {u"CHAT"_s}},
                         {.id = u"vectors"_s, .capabilities = {u"TEXT_EMBEDDINGS"_s}},
                         {.id = u"ranks"_s, .capabilities = {u"TEXT_RERANK"_s}}};
        gateway::routes::addLmStudioRoutes(router, answering, models, {});
    }

    std::unique_ptr<FakeExchange> ask(const QByteArray &method, const QByteArray &target,
                                      const QByteArray &body = {})
    {
        auto exchange = std::make_unique<FakeExchange>(
                core::http::Request{.method = method, .target = target, .body = body});
        tests::dispatch(router, *exchange);
        return exchange;
    }

    tests::FakeModelCatalog catalog;
    tests::FakeChatBackend backend;
    core::SystemClock clock;
    gateway::routes::Answering answering{backend, clock, {}};
    gateway::routes::ModelsHandler models{catalog, "oci"};
    Router router{"/v1"};
};

} // namespace

class TestLmStudioRoutes : public QObject
{
    Q_OBJECT

private slots:
    void listsModelsInItsOwnWords()
    {
        Bench bench;

        QCOMPARE(bench.ask("GET", "/api/v0/models")->response.body,
                 json("{'object':'list','data':[{'id':'meta.eyes','object':'model','type':'vlm',"
                      "'publisher':'meta','arch':'meta','compatibility_type':'gguf',"
                      "'quantization':null,'state':'loaded','max_context_length':1000,"
                      "'loaded_context_length':1000,'capabilities':['tool_use','vision']},"
                      "{'id':'plain','object':'model','type':'llm','publisher':'','arch':'',"
                      "'compatibility_type':'gguf','quantization':null,'state':'loaded',"
                      "'capabilities':[]},{'id':'vectors','object':'model','type':'embeddings',"
                      "'publisher':'','arch':'','compatibility_type':'gguf','quantization':null,"
                      "'state':'loaded','capabilities':[]}]}"));
    }

    void findsOneModel()
    {
        Bench bench;

        QVERIFY(bench.ask("GET", "/api/v0/models/plain")
                        ->response.body.startsWith(json("{'id':'plain'")));
        QCOMPARE(bench.ask("GET", "/api/v0/models/nobody")->response.status, 404);
    }

    void chatsAreOpenAis()
    {
        Bench bench;
        const auto exchange =
                bench.ask("POST", "/api/v0/chat/completions",
                          json("{'model':'m','messages':[{'role':'user','content':'a'}]}"));
        bench.backend.lastStream->say(u"b"_s);
        bench.backend.lastStream->succeed();

        QVERIFY(exchange->response.body.contains("chat.completion"));
    }

    void whatIsMissingSaysSo()
    {
        Bench bench;

        QCOMPARE(bench.router.find("POST", "/api/v0/embeddings").refusal->status, 501);
        const gateway::Problem problem{.message = u"a"_s};
        QVERIFY(bench.router.find("GET", "/api/v0/nothing")
                        .problems(problem)
                        .startsWith(json("{'error':{'message':'a'")));
    }
};

QTEST_GUILESS_MAIN(TestLmStudioRoutes)
#include "tst_lmstudioroutes.moc"
