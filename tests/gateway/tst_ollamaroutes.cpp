// SPDX-License-Identifier: MIT
#include "gateway/routes/ollamaroutes.h"

#include "core/json/json.h"
#include "gateway/ollama/wire.h"
#include "tests/gateway/dispatch.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"
#include "tests/support/fixtures.h"

#include <QPromise>
#include <QTest>
#include <QTimeZone>
#include <QVersionNumber>

using namespace Qt::StringLiterals;
using core::Embeddings;
using core::Result;
using gateway::routes::Router;
using tests::FakeExchange;
using tests::json;

namespace {

class FakeEmbeddings final : public core::EmbeddingBackend
{
public:
    QFuture<Result<Embeddings>> embed(const core::EmbeddingRequest &request) override
    {
        lastRequest = request;
        return QtFuture::makeReadyValueFuture(answer);
    }

    core::EmbeddingRequest lastRequest;
    Result<Embeddings> answer = Embeddings{.floats = {{0.5F, 1.0F}}, .usage = {.promptTokens = 3}};
};

struct Bench {
    Bench()
    {
        catalog.known = {{.id = u"meta.llama-3.3-70b-instruct"_s,
                          .vendor = u"meta"_s,
                          .capabilities = {u"CHAT"_s},
                          .inputModalities = {u"text"_s, u"image"_s},
                          .contextLength = 128000,
                          .supportsTools = true,
                          .reasons = true,
                          .created = QDateTime::fromSecsSinceEpoch(1'700'000'000, QTimeZone::UTC)},
                         {.id = u"cohere.embed"_s, .capabilities = {u"TEXT_EMBEDDINGS"_s}},
                         {.id = u"cohere.rerank"_s, .capabilities = {u"TEXT_RERANK"_s}}};
        gateway::routes::addOllamaRoutes(router, answering, clock, models, &vectors);
    }

    std::unique_ptr<FakeExchange> get(const QByteArray &target)
    {
        auto exchange = std::make_unique<FakeExchange>(
                core::http::Request{.method = "GET", .target = target});
        tests::dispatch(router, *exchange);
        return exchange;
    }

    std::unique_ptr<FakeExchange> post(const QByteArray &target, const char *body)
    {
        auto exchange = std::make_unique<FakeExchange>(json(body), target);
        tests::dispatch(router, *exchange);
        return exchange;
    }

    tests::FakeModelCatalog catalog;
    tests::FakeChatBackend backend;
    FakeEmbeddings vectors;
    tests::FakeClock clock{QDateTime::fromSecsSinceEpoch(1'700'000'000, QTimeZone::UTC)};
    gateway::routes::Answering answering{backend, clock, {}};
    gateway::routes::ModelsHandler models{catalog, "oci"};
    Router router{"/v1"};
};

core::ChatOutcome outcome()
{
    return {.finishReasons = {core::FinishReason::Length},
            .usage = core::Usage{.promptTokens = 4, .completionTokens = 2, .totalTokens = 6}};
}

boost::json::object objectOf(const QByteArray &text)
{
    return core::json::parseObject(text).value_or(boost::json::object());
}

constexpr auto hello = "{'model':'m:latest','messages':[{'role':'user','content':'hi'}]}";
constexpr auto helloWhole =
        "{'model':'m','messages':[{'role':'user','content':'hi'}],'stream':false}";

} // namespace

class TestOllamaRoutes : public QObject
{
    Q_OBJECT

private slots:
    void streamsLines()
    {
        Bench bench;
        const auto exchange = bench.post("/api/chat", hello);
        QCOMPARE(bench.backend.lastRequest.model, u"m"_s);
        emit bench.backend.lastStream->started({});
        emit bench.backend.lastStream->delta({.reasoning = u"hm"_s});
        bench.backend.lastStream->say(u"He\nllo"_s);
        bench.backend.lastStream->succeed(outcome());

        QCOMPARE(exchange->response.contentType, "application/x-ndjson");
        QCOMPARE(exchange->chunks.size(), 3);
        QCOMPARE(
                exchange->chunks[0],
                json("{'model':'m:latest','created_at':'2023-11-14T22:13:20.000Z','message':{'role'"
                     ":'assistant','content':'','thinking':'hm'},'done':false}\n"));
        QCOMPARE(
                exchange->chunks[1],
                json("{'model':'m:latest','created_at':'2023-11-14T22:13:20.000Z','message':{'role'"
                     ":'assistant','content':'He") +
                        "\\n" + json("llo'},'done':false}\n"));
        const auto last = objectOf(exchange->chunks[2].trimmed());
        QCOMPARE(core::json::boolAt(last, "done"), true);
        QCOMPARE(core::json::textAt(last, "done_reason"), u"length"_s);
        QCOMPARE(core::json::integerAt(last, "prompt_eval_count"), 4);
        QCOMPARE(core::json::integerAt(last, "eval_count"), 2);
        QVERIFY(core::json::integerAt(last, "total_duration").value_or(0) > 0);
        QVERIFY(core::json::integerAt(last, "eval_duration").value_or(0) > 0);
        QCOMPARE(core::json::textAt(*core::json::objectAt(last, "message"), "content"), QString());
        QVERIFY(exchange->ended);
    }

    void answersInOnePiece()
    {
        Bench bench;
        const auto exchange = bench.post("/api/chat", helloWhole);
        bench.backend.lastStream->say(u"Hello"_s);
        bench.backend.lastStream->succeed(outcome());

        QCOMPARE(exchange->response.contentType, "application/json");
        const auto body = objectOf(exchange->response.body);
        QCOMPARE(core::json::textAt(*core::json::objectAt(body, "message"), "content"), u"Hello"_s);
        QCOMPARE(core::json::boolAt(body, "done"), true);
        QCOMPARE(core::json::integerAt(body, "eval_count"), 2);
        QVERIFY(core::json::integerAt(body, "total_duration").value_or(0) > 0);
    }

    void toolCallsComeWholeWithObjects()
    {
        Bench bench;
        const auto exchange = bench.post("/api/chat", hello);
        const auto say = [&bench](int index, const QString &id, const QString &name,
                                  const QByteArray &arguments) {
            emit bench.backend.lastStream->delta(
                    {.toolCalls = {
                             {.index = index, .id = id, .name = name, .arguments = arguments}}});
        };
        say(0, u"c1"_s, u"weather"_s, "{\"b\":1,");
        say(0, {}, {}, "\"a\":[2]}");
        say(1, u"c2"_s, u"now"_s, "");
        say(2, u"c3"_s, u"odd"_s, "not JSON");
        bench.backend.lastStream->succeed();

        QCOMPARE(exchange->chunks.size(), 2);
        QVERIFY2(exchange->chunks[0].contains(json(
                         "'message':{'role':'assistant','content':'','tool_calls':[{'id':'c1',"
                         "'function':{'index':0,'name':'weather','arguments':{'b':1,'a':[2]}}},"
                         "{'id':'c2','function':{'index':1,'name':'now','arguments':{}}},{'id':'c3'"
                         ",'function':{'index':2,'name':'odd','arguments':{'arguments':'not JSON'}"
                         "}}]},'done':false")),
                 exchange->chunks[0].constData());
        QVERIFY(exchange->chunks[1].contains(json("'done_reason':'stop'")));
    }

    void thinkingIsHiddenWhereNobodyWantsIt()
    {
        Bench bench;
        const auto exchange = bench.post(
                "/api/chat",
                "{'model':'m','messages':[{'role':'user','content':'a'}],'think':false}");
        emit bench.backend.lastStream->delta({.reasoning = u"secret thought"_s});
        bench.backend.lastStream->succeed();

        QVERIFY(!exchange->response.body.contains("secret thought"));
        QCOMPARE(exchange->chunks.size(), 1);
    }

    void aStreamThatBreaksEndsWithAnError()
    {
        Bench bench;
        const auto exchange = bench.post("/api/chat", hello);
        bench.backend.lastStream->say(u"a"_s);
        bench.backend.lastStream->fail({.code = core::ErrorCode::Network, .message = u"gone"_s});

        QCOMPARE(exchange->chunks.last(), "{\"error\":\"gone\"}\n");
        QVERIFY(exchange->aborted);
        QVERIFY(!exchange->response.body.contains("\"done\":true"));
    }

    void aRefusalKeepsItsStatus()
    {
        Bench bench;
        const auto exchange = bench.post("/api/chat", hello);
        bench.backend.lastStream->fail(
                {.code = core::ErrorCode::NotFound, .message = u"no model"_s});

        QCOMPARE(exchange->response.status, 404);
        QCOMPARE(exchange->response.body, json("{'error':'no model'}"));
    }

    void silenceIsNotFilledWithLines()
    {
        Bench bench;
        gateway::Limits limits;
        limits.patience = std::chrono::milliseconds(1);
        limits.keepAliveComment = std::chrono::milliseconds(1);
        const gateway::routes::Answering answering(bench.backend, bench.clock, limits);
        Router router("/v1");
        gateway::routes::addOllamaRoutes(router, answering, bench.clock, bench.models, nullptr);
        FakeExchange exchange(json(hello), "/api/chat");
        tests::dispatch(router, exchange);

        QTRY_VERIFY(exchange.begun); // what keeps a connection alive comes with the head

        QVERIFY(exchange.response.body.isEmpty());
    }

    void generatesText()
    {
        Bench bench;
        const auto streamed = bench.post("/api/generate", "{'model':'m','prompt':'a'}");
        bench.backend.lastStream->say(u"b"_s);
        bench.backend.lastStream->succeed(outcome());
        const auto whole = bench.post("/api/generate", "{'model':'m','prompt':'a','stream':false}");
        bench.backend.lastStream->say(u"b"_s);
        bench.backend.lastStream->succeed(outcome());

        QCOMPARE(streamed->chunks[0],
                 json("{'model':'m','created_at':'2023-11-14T22:13:20.000Z','response':'b',"
                      "'done':false}\n"));
        const auto body = objectOf(whole->response.body);
        QCOMPARE(core::json::textAt(body, "response"), u"b"_s);
        QVERIFY(!body.contains("message"));
    }

    void fillsGapsWithBareText()
    {
        Bench bench;
        const auto streamed =
                bench.post("/api/generate", "{'model':'m','prompt':'a','suffix':'c'}");
        bench.backend.lastStream->say(u"```\nb\n```"_s);
        bench.backend.lastStream->succeed(outcome());
        const auto whole = bench.post("/api/generate",
                                      "{'model':'m','prompt':'a','suffix':'c','stream':false}");
        bench.backend.lastStream->say(u"```\nb\n```"_s);
        bench.backend.lastStream->succeed(outcome());

        QVERIFY(streamed->chunks[0].contains(json("'response':'b'")));
        QCOMPARE(core::json::textAt(objectOf(whole->response.body), "response"), u"b"_s);
    }

    void nothingAskedIsAnsweredAtOnce()
    {
        Bench bench;

        const auto load = bench.post("/api/generate", "{'model':'m'}");
        const auto unload = bench.post("/api/chat", "{'model':'m','keep_alive':0}");

        QCOMPARE(bench.backend.starts, 0);
        QVERIFY(load->response.body.contains(json("'done':true,'done_reason':'load'")));
        QVERIFY(unload->response.body.contains(json("'done_reason':'unload'")));
    }

    void embeds()
    {
        Bench bench;
        const auto current = bench.post("/api/embed", "{'model':'e:latest','input':['a'],"
                                                      "'truncate':false,'dimensions':2}");
        QTRY_VERIFY(current->begun);
        QCOMPARE(bench.vectors.lastRequest,
                 (core::EmbeddingRequest{.model = u"e"_s,
                                         .inputs = {core::TextPart{u"a"_s}},
                                         .truncate = core::Truncation::None,
                                         .dimensions = 2}));
        const auto body = objectOf(current->response.body);
        QCOMPARE(core::json::textAt(body, "model"), u"e:latest"_s);
        QVERIFY(current->response.body.contains(json("'embeddings':[[0.5,1]]")));
        QCOMPARE(core::json::integerAt(body, "prompt_eval_count"), 3);

        const auto old = bench.post("/api/embeddings", "{'model':'e','prompt':'a'}");
        QTRY_VERIFY(old->begun);
        QCOMPARE(old->response.body, json("{'embedding':[0.5,1]}"));

        const auto none = bench.post("/api/embed", "{'model':'e','input':[]}");
        QVERIFY(none->response.body.contains(json("'embeddings':[]")));
    }

    void embeddingsThatFail()
    {
        Bench bench;
        bench.vectors.answer = std::unexpected(
                core::Error{.code = core::ErrorCode::InvalidRequest, .message = u"no"_s});
        const auto refused = bench.post("/api/embed", "{'model':'e','input':'a'}");
        QTRY_COMPARE(refused->response.status, 400);

        QCOMPARE(refused->response.body, json("{'error':'no'}"));
        for (const char *bad : {"{'model':'e'}", "{'model':'e','input':[1]}", "{'input':'a'}",
                                "{'model':'e','input':''}"})
            QCOMPARE(bench.post("/api/embed", bad)->response.status, 400);
        QCOMPARE(bench.post("/api/embeddings", "{'model':'e'}")->response.status, 400);
    }

    void listsModels()
    {
        Bench bench;

        const auto body = objectOf(bench.get("/api/tags")->response.body);

        const auto &models = body.at("models").as_array();
        QCOMPARE(models.size(), 2U); // ranks are nothing that this dialect has
        const auto &llama = models.at(0).as_object();
        QCOMPARE(core::json::textAt(llama, "name"), u"meta.llama-3.3-70b-instruct"_s);
        QCOMPARE(core::json::textAt(llama, "model"), core::json::textAt(llama, "name"));
        QCOMPARE(core::json::textAt(llama, "modified_at"), u"2023-11-14T22:13:20Z"_s);
        QCOMPARE(core::json::integerAt(llama, "size"), 0);
        QCOMPARE(core::json::textAt(llama, "digest").size(), 64);
        const auto *details = core::json::objectAt(llama, "details");
        QCOMPARE(core::json::textAt(*details, "family"), u"meta"_s);
        QCOMPARE(core::json::textAt(*details, "parameter_size"), u"70B"_s);
    }

    void showsAModel_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("name") << QByteArray("{'model':'meta.llama-3.3-70b-instruct'}");
        QTest::newRow("tag") << QByteArray("{'model':'meta.llama-3.3-70b-instruct:latest'}");
        QTest::newRow("older") << QByteArray("{'name':'meta.llama-3.3-70b-instruct'}");
    }

    void showsAModel()
    {
        QFETCH(QByteArray, body);
        Bench bench;

        const auto shown = objectOf(bench.post("/api/show", body)->response.body);

        const auto *info = core::json::objectAt(shown, "model_info");
        QVERIFY(info);
        QCOMPARE(core::json::textAt(*info, "general.architecture"), u"meta"_s);
        QCOMPARE(core::json::integerAt(*info, "meta.context_length"), 128000);
        QCOMPARE(*core::json::arrayAt(shown, "capabilities"),
                 (boost::json::array{"completion", "insert", "tools", "vision", "thinking"}));
    }

    void showsWhatIsMissing()
    {
        Bench bench;

        const auto unknown = bench.post("/api/show", "{'model':'nobody'}");
        const auto unnamed = bench.post("/api/show", "{}");

        QCOMPARE(unknown->response.status, 404);
        QVERIFY(objectOf(unknown->response.body).contains("error"));
        QCOMPARE(unnamed->response.status, 400);
    }

    void theRestIsFixedOrRefused()
    {
        Bench bench;

        QCOMPARE(bench.get("/api/ps")->response.body, json("{'models':[]}"));
        const QString version =
                core::json::textAt(objectOf(bench.get("/api/version")->response.body), "version");
        QVERIFY(QVersionNumber::fromString(version) >= QVersionNumber(0, 6, 4)); // what editors ask
        for (const char *path : {"/api/pull", "/api/push", "/api/create", "/api/copy",
                                 "/api/delete", "/api/blobs/sha256:1"}) {
            const auto match = bench.router.find("POST", path);
            QVERIFY(match.refusal && match.refusal->status == 501);
            QCOMPARE(match.problems({.message = u"a"_s}), json("{\'error\':\'a\'}"));
        }
        QCOMPARE(bench.router.find("GET", "/api/nothing").problems({.message = u"a"_s}),
                 json("{\'error\':\'a\'}"));
        QVERIFY(bench.router.find("HEAD", "/api/tags").route);
    }

    void badBodiesAreRefusedInItsWords()
    {
        Bench bench;

        QCOMPARE(bench.post("/api/chat", "{")->response.status, 400);
        QVERIFY(bench.post("/api/generate", "[]")->response.body.startsWith(json("{'error':'")));
        QCOMPARE(bench.backend.starts, 0);
    }
};

QTEST_GUILESS_MAIN(TestOllamaRoutes)
#include "tst_ollamaroutes.moc"
