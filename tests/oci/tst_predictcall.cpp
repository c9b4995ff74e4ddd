// SPDX-License-Identifier: MIT
#include "oci/inference/predictcall.h"

#include "oci/inference/ocichatbackend.h"
#include "tests/oci/dialectbench.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fakechatbackend.h"

using core::ErrorCode;
using core::ServingMode;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace tests;
using oci::Transport;

namespace {

const QString deployment =
        u"ocid1.datasciencemodeldeployment.oc1.us-chicago-1.demodeployed-llama"_s;
const QString batch =
        u"ocid1.datasciencemodeldeployment.oc1.us-chicago-1.demodeployed-batch-llama"_s;
const QString starting = u"ocid1.datasciencemodeldeployment.oc1.us-chicago-1.demostarting-llama"_s;
const QString sleeping = u"ocid1.datasciencemodeldeployment.oc1.us-chicago-1.demochurn-forecast"_s;

const QByteArray hello =
        R"({"model":"odsc-llm","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]})";
const QByteArray helloEvents =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n"
        "data:{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}"
        "]}\ndata: [DONE]\n";

core::ChatRequest request(bool stream, const QString &model = deployment)
{
    return {.model = model,
            .messages = {core::textMessage(core::Role::User, u"Hi"_s)},
            .stream = stream};
}

Script events()
{
    return Script::events().chunk(helloEvents).lastChunk();
}

Script refusal(int status, const QByteArray &message)
{
    return Script::reply(status, "{\"code\":\"" + QByteArray::number(status) + "\",\"message\":\"" +
                                         message + "\"}");
}

//! The client against a deployment that says what the test wants.
struct Bench {
    //! What became of one chat.
    core::Result<FinalAnswer> chat(const core::ChatRequest &asked)
    {
        const auto stream = backend.startChat(asked);
        QList<core::ChatDelta> deltas;
        std::optional<core::Result<core::ChatOutcome>> end;
        QObject::connect(stream.get(), &core::ChatStream::started, stream.get(),
                         [this](const core::ChatStart &start) { warning = start.warning; });
        QObject::connect(stream.get(), &core::ChatStream::delta, stream.get(),
                         [&deltas](const core::ChatDelta &delta) { deltas += delta; });
        QObject::connect(stream.get(), &core::ChatStream::finished, stream.get(),
                         [&end](const core::Result<core::ChatOutcome> &outcome) { end = outcome; });
        if (!QTest::qWaitFor([&] { return end.has_value(); }))
            return std::unexpected(core::Error{.code = ErrorCode::Timeout});
        pieces = deltas.size();
        return end->transform([&deltas](const core::ChatOutcome &outcome) {
            return finalAnswer(deltas, outcome);
        });
    }

    //! The last parts of the paths that were asked, in order.
    [[nodiscard]] QByteArrayList paths() const
    {
        QByteArrayList all;
        for (const auto &each : server.requests)
            all += each.target.sliced(each.target.indexOf("/predict"));
        return all;
    }

    static oci::ClientSettings impatient()
    {
        oci::ClientSettings settings;
        settings.retry.attempts = 1;
        return settings;
    }

    CannedServer server;
    FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    FakeModelCatalog catalog;
    oci::SignedClient client{network, auth, clock, impatient()};
    oci::OciChatBackend backend{
            client, &catalog,
            oci::ChatSettings{.region = u"us-chicago-1"_s,
                              .compartmentId = u"ocid1.compartment.oc1..test"_s,
                              .endpoints =
                                      oci::Endpoints(server.url() + u"/{region}/{service}"_s)}};
    QString warning;
    qsizetype pieces = 0;
};

//! Our translator on one side, the simulated deployment on the other.
struct Simulated {
    core::Result<FinalAnswer> ask(const core::ChatRequest &asked)
    {
        const auto call = oci::chatCallFor(asked.model, false, {});
        const oci::ChatSettings settings{.region = u"us-chicago-1"_s,
                                         .endpoints =
                                                 oci::Endpoints(u"http://h/{region}/{service}"_s)};
        const auto sent = oci::outgoingChat(*call, asked, *oci::chatUrl(*call, settings, false),
                                            settings, false);
        auto incoming =
                demo.request("POST", sent->url.path(QUrl::FullyEncoded).toUtf8(), sent->body);
        for (const auto &header : sent->headers) {
            if (header.first != "content-type") // it is signed
                incoming.headers += header;
        }
        const auto exchange = demo.ask(incoming);
        if (!QTest::qWaitFor([&exchange] { return exchange->ended; }))
            return std::unexpected(core::Error{.message = u"no end"_s});
        received = exchange->response.body;
        if (exchange->response.status != 200)
            return std::unexpected(core::Error{.message = QString::fromUtf8(received),
                                               .upstreamStatus = exchange->response.status});
        const auto reader = oci::readerFor(*call, asked, countedIds());
        return asked.stream ? readStream(*reader, received) : readWhole(*reader, received);
    }

    DemoHarness demo;
    QByteArray received;
};

} // namespace

//! Chats with model deployments of Data Science, both ways.
class TestPredictCall : public QObject
{
    Q_OBJECT

private slots:
    void translatesToADeployment_data()
    {
        QTest::addColumn<core::ChatRequest>("request");
        QTest::newRow("whole") << request(false);
        QTest::newRow("stream") << request(true);
        core::ChatRequest much = request(true);
        much.messages = {core::textMessage(core::Role::System, u"Be brief."_s),
                         core::textMessage(core::Role::Developer, u"In verse."_s),
                         {.content = {core::TextPart{u"What is this?"_s},
                                      core::ImagePart{"data:image/png;base64,iVBORw0KGgo="}}},
                         {.role = core::Role::Assistant,
                          .toolCalls = {{u"a"_s, u"look"_s, R"({"at":"it"})"},
                                        {u"b"_s, u"look"_s, R"({"at":"that"})"}}}};
        for (const QString &id : {u"a"_s, u"b"_s}) {
            much.messages.append(core::textMessage(core::Role::Tool, u"An owl"_s));
            much.messages.last().toolCallId = id;
        }
        much.tools = {{.name = u"look"_s,
                       .description = u"Looks"_s,
                       .parameters = *core::json::parseObject(
                               R"({"type":"object","properties":{"at":{"type":"string"}}})")}};
        much.temperature = 0.25;
        much.topP = 0.5;
        much.topK = 40;
        much.seed = 7;
        much.stop = {u"END"_s};
        much.maxTokens = 77;
        much.responseFormat = core::ResponseFormat{.kind = core::ResponseFormat::Kind::JsonObject};
        QTest::newRow("everything") << much;
    }

    //! What a chat can say, to the last byte.
    void translatesToADeployment()
    {
        QFETCH(core::ChatRequest, request);
        request.model = deployment;
        auto call = oci::chatCallFor(deployment, false, {});
        QVERIFY(call);
        QCOMPARE(call->profile.transport, Transport::DataScience);
        const oci::ChatSettings settings{.region = u"us-chicago-1"_s};

        const auto sent = oci::outgoingChat(*call, request, *oci::chatUrl(*call, settings, false),
                                            settings, false);

        QVERIFY2(sent, sent ? "" : qPrintable(sent.error().message));
        QByteArray text = "POST " + sent->url.toEncoded(QUrl::FullyEncoded) + '\n';
        for (const auto &[name, value] : sent->headers)
            text += name + ": " + value + '\n';
        QCOMPARE(differenceFromGolden(
                         u"oci/predict_%1.txt"_s.arg(QString::fromLatin1(QTest::currentDataTag())),
                         text + sent->body + '\n'),
                 QString());
    }

    void itsUrlIsTheServicesOwn()
    {
        const QList<core::ModelInfo> known{
                {.id = u"mine"_s,
                 .ocid = deployment,
                 .serving = ServingMode::Deployment,
                 .callUrl = u"https://md.datascience.us-chicago-1.oci.example.com/x"_s}};
        const auto call = oci::chatCallFor(u"mine"_s, false, known);
        QVERIFY(call);
        const auto url = [&call](const oci::ChatSettings &settings) {
            return oci::chatUrl(*call, settings, false)->toString();
        };

        QCOMPARE(url({}), u"https://md.datascience.us-chicago-1.oci.example.com/x"_s);
        QCOMPARE(url({.endpoints = oci::Endpoints(u"http://127.0.0.1:1/{region}/{service}"_s)}),
                 u"http://127.0.0.1:1/us-chicago-1/modeldeployment/x"_s);
        // The private endpoint of Generative AI is not one of Data Science.
        QCOMPARE(url({.endpoints = oci::Endpoints(QString(), u"http://127.0.0.1:2"_s)}),
                 u"https://md.datascience.us-chicago-1.oci.example.com/x"_s);
    }

    void aKeyDoesNotReachOne()
    {
        const auto call = oci::chatCallFor(deployment, true, {});

        QVERIFY(!call);
        QCOMPARE(call.error().reason, u"unsupported_by_credential"_s);
    }

    void asksForAStreamWhereThereIsOne()
    {
        Bench bench;
        bench.server.add(events());

        const auto answer = bench.chat(request(true));

        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->text(), u"Hello"_s);
        QCOMPARE(bench.paths(), QByteArrayList{"/predictWithResponseStream"});
        const auto &sent = bench.server.requests.first();
        QVERIFY(sent.target.startsWith("/us-chicago-1/modeldeployment/ocid1.datascience"));
        QCOMPARE(sent.header("enable-streaming"), "true");
        QCOMPARE(sent.header("route"), "/v1/chat/completions");
        QVERIFY(sent.header("opc-compartment-id").isEmpty());
        QVERIFY(sent.body.contains(R"("model":"odsc-llm")"));
    }

    void asksForTheWholeAtPredict()
    {
        Bench bench;
        bench.server.add(Script::reply(200, hello));

        QCOMPARE(bench.chat(request(false))->text(), u"Hello"_s);

        QCOMPARE(bench.paths(), QByteArrayList{"/predict"});
        QCOMPARE(bench.server.requests.first().header("enable-streaming"), "false");
    }

    void theWayThatAContainerAnswersIsFoundAndRemembered_data()
    {
        QTest::addColumn<QList<int>>("refusals");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArrayList>("paths");
        const QByteArray direct = "/predictWithResponseStream";
        const QByteArray plain = "/predict";
        const QByteArray openAi = "/predict/v1/chat/completions";
        QTest::newRow("streams at /predict") << QList{404} << true << QByteArrayList{direct, plain};
        QTest::newRow("OpenAI's paths alone")
                << QList{405, 404} << true << QByteArrayList{direct, plain, openAi};
        QTest::newRow("OpenAI's paths alone, whole")
                << QList{404} << false << QByteArrayList{plain, openAi};
    }

    void theWayThatAContainerAnswersIsFoundAndRemembered()
    {
        QFETCH(QList<int>, refusals);
        QFETCH(bool, stream);
        QFETCH(QByteArrayList, paths);
        Bench bench;
        for (const int status : refusals)
            bench.server.add(refusal(status, "Not Found"));
        bench.server.add(stream ? events() : Script::reply(200, hello));

        for (int i = 0; i < 2; ++i) {
            const auto answer = bench.chat(request(stream));
            QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
            QCOMPARE(answer->text(), u"Hello"_s);
        }

        paths += paths.last();
        QCOMPARE(bench.paths(), paths);
    }

    void oneThatDoesNotStreamAnswersWhole()
    {
        Bench bench;
        bench.server.add(refusal(404, "Not Found"));
        bench.server.add(refusal(400, "stream is not supported by this model"));
        bench.server.add(Script::reply(200, hello));

        for (int i = 0; i < 2; ++i) {
            const auto answer = bench.chat(request(true));
            QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
            QCOMPARE(answer->text(), u"Hello"_s);
            QCOMPARE(bench.pieces, 1);
            QVERIFY(bench.warning.endsWith(": stream"_L1));
        }

        QCOMPARE(bench.paths(), QByteArrayList({"/predictWithResponseStream", "/predict",
                                                "/predict", "/predict"}));
        QVERIFY(bench.server.requests[1].body.contains(R"("stream":true)"));
        QVERIFY(!bench.server.requests[3].body.contains(R"("stream":true)"));
        QCOMPARE(bench.server.requests[3].header("enable-streaming"), "false");
    }

    void oneThatIsNotThereTeachesNothing()
    {
        Bench bench;
        for (int i = 0; i < 3; ++i)
            bench.server.add(Script::reply(
                    404, R"({"code":"NotAuthorizedOrNotFound","message":"nothing here"})"));
        bench.server.add(events());

        const auto missing = bench.chat(request(true));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(missing.error().advice.contains(
                "allow group <group> to use data-science-model-deployments"_L1));
        QVERIFY(missing.error().message.contains(deployment));

        QVERIFY(bench.chat(request(true))); // the policy has come
        QCOMPARE(bench.paths().last(), "/predictWithResponseStream");
    }

    void failuresSayWhatToDo_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("advice");
        QTest::newRow("starting") << refusal(503, "starting") << ErrorCode::Unavailable
                                  << u"takes some minutes"_s;
        QTest::newRow("no chat model") << Script::reply(200, R"({"generated_text":"Hello"})")
                                       << ErrorCode::Protocol << u"OpenAI's chat completions"_s;
        QTest::newRow("no policy") << refusal(403, "no") << ErrorCode::Forbidden
                                   << u"data-science-model-deployments"_s;
    }

    void failuresSayWhatToDo()
    {
        QFETCH(Script, script);
        QFETCH(ErrorCode, code);
        QFETCH(QString, advice);
        Bench bench;
        bench.server.add(script);

        const auto answer = bench.chat(request(false));

        QVERIFY(!answer);
        QCOMPARE(answer.error().code, code);
        QVERIFY2(answer.error().advice.contains(advice), qPrintable(answer.error().advice));
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void aSimulatedStreamCutAnywhereSaysWhatTheWholeAnswerSays()
    {
        Simulated simulated;
        core::ChatRequest asked = request(false);
        asked.tools = {{.name = u"get_weather"_s,
                        .parameters = *core::json::parseObject(
                                R"({"type":"object","properties":{"city":{"type":"string"}}})")}};
        asked.messages.last() =
                core::textMessage(core::Role::User, u"What is the weather in Oslo?"_s);

        const auto whole = simulated.ask(asked);
        QVERIFY2(whole, whole ? "" : qPrintable(whole.error().message));
        asked.stream = true;
        QVERIFY(simulated.ask(asked));
        const QByteArray bytes = simulated.received;
        QVERIFY(bytes.startsWith("data: "));

        const auto call = oci::chatCallFor(deployment, false, {});
        for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
            const auto reader = oci::readerFor(*call, asked, countedIds());
            const auto streamed = readStream(*reader, bytes.first(cut), bytes.sliced(cut));
            QVERIFY(streamed);
            QCOMPARE(streamed->choices, whole->choices);
        }
        // Some containers put no empty line between their events.
        QByteArray tight = bytes;
        tight.replace("\n\n", "\n");
        const auto reader = oci::readerFor(*call, asked, countedIds());
        QCOMPARE(readStream(*reader, tight)->choices, whole->choices);
    }

    void theSimulatedServiceIsAsStrict()
    {
        Simulated simulated;

        QCOMPARE(simulated.ask(request(false, starting)).error().upstreamStatus, 503);
        QCOMPARE(simulated.ask(request(false, sleeping)).error().upstreamStatus, 404);
        QCOMPARE(simulated.ask(request(false, deployment + u'x')).error().upstreamStatus, 404);
        QCOMPARE(simulated.ask(request(true, batch)).error().upstreamStatus, 404);
        QVERIFY(simulated.ask(request(false, batch)));

        const QByteArray path = "/us-chicago-1/modeldeployment/" + deployment.toUtf8() + "/predict";
        const QByteArray body =
                R"({"model":"odsc-llm","messages":[{"role":"user","content":"Hi"}],"stream":true})";
        auto asked = simulated.demo.request("POST", path, body);
        const auto exchange = simulated.demo.ask(asked); // without enable-streaming
        QTRY_VERIFY(exchange->ended);
        QVERIFY(jsonOf(*exchange).contains("choices"));
        asked.headers += core::http::Header{"route", "/v1/embeddings"};
        QCOMPARE(simulated.demo.ask(asked)->response.status, 400);
        asked.body += ' ';
        QCOMPARE(simulated.demo.ask(asked)->response.status, 401);
        QCOMPARE(simulated.demo.get(path)->response.status, 405);
        asked = simulated.demo.request("POST", path, QByteArray(body).replace("odsc", "other"));
        QCOMPARE(simulated.demo.ask(asked)->response.status, 404);
        asked = simulated.demo.request("POST", path.chopped(1), body);
        QCOMPARE(simulated.demo.ask(asked)->response.status, 404);
    }
};

QTEST_GUILESS_MAIN(TestPredictCall)
#include "tst_predictcall.moc"
