// SPDX-License-Identifier: MIT
//
// Embeddings, ranks and guardrails from the connections of the program to the embedded service,
// over sockets and with real signatures.

#include "app/common/connectionset.h"
#include "app/common/demohost.h"
#include "core/json/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::TextPart;

namespace {

template<typename T>
core::Result<T> waitFor(const QFuture<core::Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000) ||
        future.resultCount() == 0)
        return std::unexpected(core::Error{.message = u"no answer"_s});
    return future.result();
}

app::ConnectionSpec bearerSpec()
{
    app::ConnectionSpec spec{.name = u"keyed"_s};
    spec.bearerKey = std::make_shared<const core::Secret>(QByteArrayView("sk-test"));
    spec.baseUrl = QUrl(u"http://127.0.0.1:1/openai/v1"_s);
    return spec;
}

struct Bench {
    explicit Bench(bool withBearer = false)
    {
        const auto started = host.start();
        if (!started)
            qFatal("no demo: %ls", qUtf16Printable(started.error().message));
        spec = *started;
        std::vector<std::shared_ptr<app::OciConnection>> all;
        if (withBearer)
            all.push_back(std::make_shared<app::OciConnection>(bearerSpec(), clock));
        all.push_back(std::make_shared<app::OciConnection>(spec, clock));
        connections.setConnections(std::move(all));
    }

    core::SystemClock clock;
    app::DemoHost host{clock};
    app::ConnectionSpec spec;
    app::ConnectionSet connections;
};

} // namespace

class TestConnectionCalls : public QObject
{
    Q_OBJECT

private slots:
    void embedsMoreThanOneCallTakesInOrder()
    {
        Bench bench;
        core::EmbeddingRequest request{.model = u"cohere.embed-v4.0"_s, .dimensions = 256};
        for (int i = 0; i < 500; ++i)
            request.inputs += TextPart{u"text number %1"_s.arg(i)};

        const auto all = waitFor(bench.connections.embed(request));

        QVERIFY2(all, all ? "" : qPrintable(all.error().message));
        QCOMPARE(all->floats.size(), 500);
        QCOMPARE(all->usage.promptTokens, 500 * 3);
        for (const int i : {0, 95, 96, 300, 499}) {
            core::EmbeddingRequest single = request;
            single.inputs = {request.inputs[i]};
            const auto one = waitFor(bench.connections.embed(single));
            QVERIFY(one);
            QCOMPARE(one->floats.first(), all->floats[i]);
            QCOMPARE(one->floats.first().size(), 256);
        }
    }

    void aBatchThatFailsIsNamed()
    {
        Bench bench;
        core::EmbeddingRequest request{.model = u"cohere.embed-english-v3.0"_s,
                                       .truncate = core::Truncation::None};
        for (int i = 0; i < 200; ++i)
            request.inputs += TextPart{i == 150 ? QString(4000, u'!') : u"short"_s};

        const auto answer = waitFor(bench.connections.embed(request));

        QVERIFY(!answer);
        QCOMPARE(answer.error().code, core::ErrorCode::InvalidRequest);
        QVERIFY2(answer.error().message.startsWith("Batch 2 of 3 (inputs 97 to 192) failed: "_L1),
                 qPrintable(answer.error().message));
    }

    void embedsImagesAndTextsAndTypes()
    {
        Bench bench;
        const core::EmbeddingRequest request{
                .model = u"demo/cohere.embed-v4.0"_s,
                .inputs = {TextPart{u"a cat"_s},
                           core::embeddingInput(u"data:image/png;base64,iVBORw0KGgo="_s),
                           TextPart{u"a dog"_s}},
                .types = {core::EmbeddingType::Float, core::EmbeddingType::Int8,
                          core::EmbeddingType::Ubinary}};

        const auto answer = waitFor(bench.connections.embed(request));

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->floats.size(), 3);
        QCOMPARE(answer->integers[core::EmbeddingType::Int8].size(), 3);
        QCOMPARE(answer->integers[core::EmbeddingType::Int8][1].size(), 1536);
        QCOMPARE(answer->integers[core::EmbeddingType::Ubinary][2].size(), 1536 / 8);
        QVERIFY(!answer->requestId.isEmpty());
    }

    void ranksDocuments()
    {
        Bench bench;

        const auto answer = waitFor(bench.connections.rerank(
                {.model = u"cohere.rerank-v4.0-fast"_s,
                 .query = u"Where do cats sleep?"_s,
                 .documents = {u"Trains leave at noon"_s, u"Cats sleep on sofas"_s},
                 .returnDocuments = true}));

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->ranks.size(), 2);
        QCOMPARE(answer->ranks.first().index, 1);
        QCOMPARE(answer->ranks.first().text, u"Cats sleep on sofas"_s);
    }

    void endpointsAreAskedOnTheirClusters()
    {
        Bench bench;
        QVERIFY(waitFor(bench.connections.refresh()));
        const QString ocid = u"ocid1.generativeaiendpoint.oc1.us-chicago-1.demoteamrerank"_s;

        // By its display name and by its OCID, in a compartment of their own.
        const auto vectors = waitFor(
                bench.connections.embed({.model = u"team-embed"_s, .inputs = {TextPart{u"a"_s}}}));
        const auto ranks = waitFor(
                bench.connections.rerank({.model = ocid, .query = u"a"_s, .documents = {u"a"_s}}));

        QVERIFY2(vectors, vectors ? "" : qPrintable(vectors.error().message));
        QVERIFY2(ranks, ranks ? "" : qPrintable(ranks.error().message));
    }

    void judgesTexts()
    {
        Bench bench;

        const auto answer = waitFor(bench.connections.judge(
                {.inputs = {TextPart{u"Write to a@example.com"_s},
                            core::ImagePart{.url = "data:image/png;base64,iVBORw0KGgo="}},
                 .moderation = QStringList{u"OVERALL"_s},
                 .personalInformation = QStringList{u"EMAIL"_s},
                 .promptInjection = true}));

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->personalInformation.first().text, u"a@example.com"_s);
        QCOMPARE(answer->promptInjection->score, 0.0);
        QVERIFY(answer->isFlagged());
    }

    void whatABearerKeyDoesNotReachGoesToASignedConnection()
    {
        Bench bench(true);
        const core::EmbeddingRequest request{.model = u"cohere.embed-v4.0"_s,
                                             .inputs = {TextPart{u"a"_s}}};
        core::EmbeddingRequest prefixed = request;
        prefixed.model = u"oci/cohere.embed-v4.0"_s;
        core::EmbeddingRequest named = request;
        named.model = u"keyed/cohere.embed-v4.0"_s;

        const auto answer = waitFor(bench.connections.embed(request));
        const auto same = waitFor(bench.connections.embed(prefixed));
        const auto refused = waitFor(bench.connections.embed(named));
        const auto verdict = waitFor(
                bench.connections.judge({.inputs = {TextPart{u"a"_s}}, .promptInjection = true}));

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QVERIFY2(same, same ? "" : qPrintable(same.error().message));
        QVERIFY(!refused);
        QCOMPARE(refused.error().reason, u"unsupported_by_credential"_s);
        QVERIFY(verdict);
    }

    void responsesGoThrough()
    {
        Bench bench;
        const app::OciConnection connection(bench.spec, bench.clock);
        const boost::json::object body{{"model", "xai.grok-4.3"}, {"input", "Hi"}, {"store", true}};

        const auto made = waitFor(connection.responses().createResponse(body));
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        const auto json = core::json::parseObject(made->body);
        const QString id = core::json::textAt(*json, "id");
        const auto kept = waitFor(connection.responses().retrieveResponse(id, {}));
        const auto items =
                waitFor(connection.responses().listInputItems(id, QUrlQuery(u"limit=1"_s)));
        const auto gone = waitFor(connection.responses().deleteResponse(id));

        QVERIFY(kept);
        QCOMPARE(kept->body, made->body);
        QVERIFY(items && items->body.contains("Hi"));
        QVERIFY(gone && gone->body.contains("true"));
        const auto cancelled = waitFor(connection.responses().cancelResponse(id));
        QVERIFY(!cancelled);
        QCOMPARE(cancelled.error().upstreamStatus, 404);
    }

    void responsesStream()
    {
        Bench bench;
        const app::OciConnection connection(bench.spec, bench.clock);
        const auto stream =
                connection.responses().streamResponse({{"model", "xai.grok-4.3"}, {"input", "Hi"}});
        QByteArrayList names;
        int ends = 0;
        connect(stream.get(), &core::ResponsesStream::arrived, this,
                [&](const core::SseEvent &event) { names += event.name; });
        connect(stream.get(), &core::ResponsesStream::finished, this,
                [&](const core::Result<void> &end) { ends += end ? 1 : 100; });

        QTRY_COMPARE_WITH_TIMEOUT(ends, 1, 20'000);
        QCOMPARE(names.first(), "response.created");
        QCOMPARE(names.last(), "response.completed");
    }

    void whoServesResponsesIsKnown()
    {
        Bench bench;

        QVERIFY(bench.connections.servesResponses(u"openai.gpt-5.5-pro"_s));
        QVERIFY(bench.connections.servesResponses(u"demo/openai.gpt-5.5-pro"_s));
        QVERIFY(!bench.connections.servesResponses(u"xai.grok-4.3"_s));
        QVERIFY(!app::ConnectionSet().servesResponses(u"openai.gpt-5.5-pro"_s));
    }

    void responsesAreAskedByTheRulesOfChats()
    {
        Bench bench(true); // the key comes first, and nothing answers it
        const auto body = [](const char *model) {
            return boost::json::object{{"model", model}, {"input", "Hi"}, {"store", true}};
        };

        QVERIFY(waitFor(bench.connections.refresh()));
        const auto made = waitFor(bench.connections.createResponse(body("oci/xai.grok-4.3")));
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        const auto named = waitFor(bench.connections.createResponse(body("demo/xai.grok-4.3")));
        QVERIFY2(named, named ? "" : qPrintable(named.error().message));
        QVERIFY(!waitFor(bench.connections.createResponse(body("keyed/xai.grok-4.3"))));

        const QString id = core::json::textAt(*core::json::parseObject(made->body), "id");
        const auto kept = waitFor(bench.connections.retrieveResponse(id, {}));
        QVERIFY2(kept, kept ? "" : qPrintable(kept.error().message));
        QCOMPARE(kept->body, made->body);
        const auto items = waitFor(bench.connections.listInputItems(id, QUrlQuery(u"limit=1"_s)));
        QVERIFY(items && items->body.contains("Hi"));
        QVERIFY(waitFor(bench.connections.deleteResponse(id)));
        QCOMPARE(waitFor(bench.connections.cancelResponse(id)).error().upstreamStatus, 404);
    }

    void aStreamOfTheSetOutlivesItsConnections()
    {
        Bench bench;
        QVERIFY(waitFor(bench.connections.refresh()));
        const auto stream = bench.connections.streamResponse(
                {{"model", "demo/xai.grok-4.3"}, {"input", "Hi"}, {"store", true}});
        QString id;
        QByteArrayList names;
        std::optional<core::Result<void>> end;
        connect(stream.get(), &core::ResponsesStream::arrived, this,
                [&](const core::SseEvent &event) {
                    names += event.name;
                    const auto json = core::json::parseObject(event.data);
                    const auto *response = core::json::objectAt(*json, "response");
                    if (response)
                        id = core::json::textAt(*response, "id");
                });
        connect(stream.get(), &core::ResponsesStream::finished, this,
                [&](const core::Result<void> &result) { end = result; });

        bench.connections.setConnections({});

        QTRY_VERIFY_WITH_TIMEOUT(end.has_value(), 20'000);
        QVERIFY2(*end, *end ? "" : qPrintable(end->error().message));
        QCOMPARE(names.last(), "response.completed");
        QVERIFY(!id.isEmpty());
        QCOMPARE(bench.connections.retrieveResponse(id, {}).result().error().reason,
                 u"no_connection"_s);
    }

    void anAllowlistHoldsForResponsesToo()
    {
        app::ConnectionSpec spec = bearerSpec();
        spec.models = {u"xai.grok-4.3"_s};
        spec.isAllowlist = true;
        core::SystemClock clock;
        app::ConnectionSet set;
        set.setConnections({std::make_shared<app::OciConnection>(spec, clock)});

        QCOMPARE(set.createResponse({{"model", "xai.grok-3"}}).result().error().reason,
                 u"model_not_found"_s);
        const auto stream = set.streamResponse({{"model", "xai.grok-3"}});
        std::optional<core::Result<void>> end;
        connect(stream.get(), &core::ResponsesStream::finished, this,
                [&](const core::Result<void> &result) { end = result; });
        QTRY_VERIFY(end.has_value());
        QCOMPARE(end->error().reason, u"model_not_found"_s);
    }

    void withoutAConnectionNothingIsAsked()
    {
        app::ConnectionSet none;

        QCOMPARE(none.embed({}).result().error().reason, u"no_connection"_s);
        QCOMPARE(none.rerank({}).result().error().reason, u"no_connection"_s);
        QCOMPARE(none.judge({}).result().error().reason, u"no_connection"_s);
        QCOMPARE(none.createResponse({}).result().error().reason, u"no_connection"_s);
        QCOMPARE(none.cancelResponse(u"resp_1"_s).result().error().reason, u"no_connection"_s);
    }

    void aConnectionThatIsTakenOutStillAnswers()
    {
        Bench bench;
        const auto future = bench.connections.embed(
                {.model = u"cohere.embed-v4.0"_s, .inputs = {TextPart{u"a"_s}}});

        bench.connections.setConnections({});

        QVERIFY(waitFor(future));
    }
};

QTEST_GUILESS_MAIN(TestConnectionCalls)
#include "tst_connectioncalls.moc"
