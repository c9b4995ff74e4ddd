// SPDX-License-Identifier: MIT
#include "core/chat/streamaccumulator.h"
#include "core/ports/clock.h"
#include "oci/inference/ocichatbackend.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fakechatbackend.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>

using core::ErrorCode;
using tests::Script;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray hello =
        R"({"modelId":"m","chatResponse":{"apiFormat":"GENERIC","choices":[{"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"Hello"}]},"finishReason":"stop"}],"usage":{"promptTokens":3,"completionTokens":1,"totalTokens":4}}})";

QByteArray sse(const QByteArray &data)
{
    return "data: " + data + "\n\n";
}

QByteArray textEvent(const QByteArray &text)
{
    QByteArray data =
            R"({"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"?"}]},"pad":"aaa"})";
    return sse(data.replace("?", text));
}

const QByteArray stopEvent = sse(R"({"message":{"role":"ASSISTANT"},"finishReason":"stop"})");

//! Everything a stream says.
struct Heard : QObject {
    explicit Heard(core::ChatStream &stream)
    {
        connect(&stream, &core::ChatStream::started, this,
                [this](const core::ChatStart &start) { starts.append(start); });
        connect(&stream, &core::ChatStream::delta, this, [this](const core::ChatDelta &delta) {
            ++deltas;
            all.add(delta);
        });
        connect(&stream, &core::ChatStream::finished, this,
                [this](const core::Result<core::ChatOutcome> &outcome) {
                    ends.append(outcome);
                    if (outcome)
                        all.finish(*outcome);
                });
    }

    QString text() const { return textOf(all.choices().first().message); }
    core::Error error() const
    {
        return ends.isEmpty() || ends.first() ? core::Error{} : ends.first().error();
    }

    QList<core::ChatStart> starts;
    int deltas = 0;
    QList<core::Result<core::ChatOutcome>> ends;
    core::StreamAccumulator all;
};

struct Bench {
    Bench()
    {
        settings.retry.firstDelay = 1ms;
        settings.retry.jitter = 0ms;
        // Endpoints that no list has are looked at before they are asked.
        server.addFor("/endpoints/", Script::reply(404, "{}"));
    }

    //! What was asked of models.
    [[nodiscard]] QList<tests::CannedServer::Request> posts() const
    {
        auto all = server.requests;
        all.removeIf([](const auto &each) { return each.method == "GET"; });
        return all;
    }

    oci::OciChatBackend &backend()
    {
        client.emplace(network, auth, clock, settings);
        chats.emplace(*client, &catalog,
                      oci::ChatSettings{
                              .region = u"us-chicago-1"_s,
                              .compartmentId = u"ocid1.compartment.oc1..test"_s,
                              .projectId = u"ocid1.generativeaiproject.oc1..test"_s,
                              .endpoints = oci::Endpoints(server.url() + u"/{region}/{service}"_s),
                              .makeCallId = [] { return u"call_made"_s; }});
        return *chats;
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    core::SystemClock clock;
    QNetworkAccessManager network;
    tests::FakeModelCatalog catalog;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
    std::optional<oci::OciChatBackend> chats;
};

core::ChatRequest request(bool stream, const QString &model = u"meta.llama-3.3-70b-instruct"_s)
{
    return {.model = model,
            .messages = {core::textMessage(core::Role::User, u"Hi"_s)},
            .stream = stream};
}

} // namespace

class TestOciChatBackend : public QObject
{
    Q_OBJECT

private slots:
    void answersWhole()
    {
        Bench bench;
        bench.server.add(Script::reply(200, hello,
                                       "opc-request-id: ABC\r\nmodel-deprecation-info: soon\r\n"));

        const auto stream = bench.backend().startChat(request(false));
        Heard heard(*stream);
        QCOMPARE(bench.server.requests.size(), 0); // nothing before the event loop turns

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.text(), u"Hello"_s);
        QCOMPARE(heard.deltas, 1);
        QCOMPARE(heard.starts.size(), 1);
        const core::ChatStart &start = heard.starts.first();
        QCOMPARE(start.requestId, u"ABC"_s);
        QCOMPARE(start.warning, u"soon"_s);
        QCOMPARE(start.times.attempts, 1);
        QVERIFY(start.times.connecting.count() > 0);
        QVERIFY(start.times.waiting.count() > 0);
        QCOMPARE(start.times.resting.count(), 0);
        QCOMPARE(heard.ends.first()->requestId, u"ABC"_s);
        QCOMPARE(heard.ends.first()->usage->totalTokens, 4);
        const auto &sent = bench.server.requests.first();
        QCOMPARE(sent.method, "POST");
        QCOMPARE(sent.target, "/us-chicago-1/inference.generativeai/20231130/actions/chat");
        QCOMPARE(sent.header("authorization"), "Test 1");
        QCOMPARE(sent.header("accept"), "application/json");
        QCOMPARE(sent.body, bench.auth.lastRequest.body);
        QVERIFY(sent.body.contains(R"("modelId":"meta.llama-3.3-70b-instruct")"));
    }

    void streams()
    {
        Bench bench;
        bench.server.add(
                Script::events("opc-request-id: ABC\r\n")
                        .chunk(textEvent("Hel"))
                        .wait(5ms)
                        .chunk(textEvent("lo") + stopEvent)
                        .chunk("data: {\"usage\":{\"promptTokens\":1,\"totalTokens\":3}}\n\ndata: "
                               "[DONE]\n\n")
                        .lastChunk());

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.text(), u"Hello"_s);
        QCOMPARE(heard.deltas, 2);
        QCOMPARE(heard.starts.size(), 1);
        QCOMPARE(heard.ends.first()->finishReasons, QList{core::FinishReason::Stop});
        QCOMPARE(heard.ends.first()->usage->completionTokens, 2);
    }

    void aConnectionIsUsedAgainAfterAStream()
    {
        Bench bench;
        bench.server.add(Script::events()
                                 .chunk(textEvent("a") + stopEvent + "data: [DONE]\n\n")
                                 .lastChunk());
        oci::OciChatBackend &backend = bench.backend();
        for (int i = 0; i < 3; ++i) {
            const auto stream = backend.startChat(request(true));
            Heard heard(*stream);
            QTRY_COMPARE(heard.ends.size(), 1);
            // The end of the body comes right behind the last event.
            QTRY_VERIFY(bench.client->findChildren<oci::ReplyStream *>().isEmpty());
        }
        QCOMPARE(bench.server.requests.size(), 3);
        QCOMPARE(bench.server.connections, 1);
    }

    void aCleanEndWithoutAFinishReasonIsStop()
    {
        Bench bench;
        bench.server.add(Script::events().chunk(textEvent("Hello")).lastChunk());

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.ends.first()->finishReasons, QList{core::FinishReason::Stop});
    }

    void anAnswerThatSaysNothingIsAskedForOnceMore_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::addColumn<Script>("nothing");
        QTest::newRow("stream") << true << Script::events().chunk(stopEvent).lastChunk();
        QTest::newRow("stream to [DONE]")
                << true << Script::events().chunk(stopEvent + sse("[DONE]")).lastChunk();
        QTest::newRow("stream to [DONE] without the line after it")
                << true << Script::events().chunk(stopEvent + "data: [DONE]").lastChunk();
        QByteArray empty = hello;
        QTest::newRow("whole") << false << Script::reply(200, empty.replace("Hello", ""));
    }

    void anAnswerThatSaysNothingIsAskedForOnceMore()
    {
        QFETCH(const bool, stream);
        QFETCH(const Script, nothing);
        Bench bench;
        bench.server.add(nothing);
        bench.server.add(stream ? Script::events().chunk(textEvent("Hi") + stopEvent).lastChunk()
                                : Script::reply(200, hello));

        const auto chat = bench.backend().startChat(request(stream));
        Heard heard(*chat);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.text(), stream ? u"Hi"_s : u"Hello"_s);
        QCOMPARE(heard.starts.size(), 1);
        QCOMPARE(bench.server.requests.size(), 2);
    }

    void anAnswerThatSaysNothingTwiceIsTheAnswer()
    {
        Bench bench;
        bench.server.add(Script::events().chunk(stopEvent).lastChunk());

        const auto chat = bench.backend().startChat(request(true));
        Heard heard(*chat);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(bench.server.requests.size(), 2);
    }

    void aBrokenStreamIsAProtocolError_data()
    {
        QTest::addColumn<Script>("script");
        QTest::newRow("reset") << Script::events("opc-request-id: ABC\r\n")
                                          .chunk(textEvent("Hel"))
                                          .wait(5ms)
                                          .reset();
        QTest::newRow("closed") << Script::events("opc-request-id: ABC\r\n")
                                           .chunk(textEvent("Hel"))
                                           .wait(5ms)
                                           .close();
        QTest::newRow("garbage") << Script::events("opc-request-id: ABC\r\n")
                                            .chunk(textEvent("Hel") + "data: {\"index\n\n")
                                            .lastChunk();
        QTest::newRow("half an event") << Script::events("opc-request-id: ABC\r\n")
                                                  .chunk(textEvent("Hel") + "data: {\"index")
                                                  .lastChunk();
        QTest::newRow("error event")
                << Script::events("opc-request-id: ABC\r\n")
                           .chunk(textEvent("Hel") +
                                  "data: {\"error\":{\"message\":\"overheated\"}}\n\n")
                           .lastChunk();
    }

    void aBrokenStreamIsAProtocolError()
    {
        QFETCH(Script, script);
        Bench bench;
        bench.server.add(script);

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.text(), u"Hel"_s);
        QCOMPARE(heard.error().code, ErrorCode::Protocol);
        QCOMPARE(heard.error().requestId, u"ABC"_s);
        QCOMPARE(bench.server.requests.size(), 1); // never again once something was said
    }

    void aStreamThatStallsTimesOut()
    {
        Bench bench;
        bench.settings.idleTimeout = 60ms;
        bench.server.add(Script::events().chunk(textEvent("Hel")));

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, ErrorCode::Timeout);
        QTRY_COMPARE(bench.server.closed, 1);
    }

    void aFailureComesWithoutStart_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("reason");
        QTest::newRow("404") << Script::reply(404, R"({"code":"404","message":"Entity not found"})")
                             << ErrorCode::NotFound << u"model_not_found"_s;
        QTest::newRow("401") << Script::reply(401, R"({"code":"NotAuthenticated","message":"no"})",
                                              "www-authenticate: Signature\r\n")
                             << ErrorCode::Unauthorized << u"upstream_unauthorized"_s;
        QTest::newRow("html") << Script::reply(200, "<html><title>Log in</title></html>", {},
                                               "text/html")
                              << ErrorCode::Protocol << u"upstream_stream_error"_s;
        QTest::newRow("garbage") << Script::reply(200, "{\"chatResponse\":") << ErrorCode::Protocol
                                 << u"upstream_stream_error"_s;
        QTest::newRow("redirect") << Script::reply(302, {}, "location: http://127.0.0.1:1/\r\n")
                                  << ErrorCode::Protocol << u"unexpected_status"_s;
        QTest::newRow("error with 200")
                << Script::reply(200, R"({"code":"429","message":"slow down"})")
                << ErrorCode::RateLimited << u"rate_limit_exceeded"_s;
    }

    void aFailureComesWithoutStart()
    {
        QFETCH(Script, script);
        QFETCH(ErrorCode, code);
        QFETCH(QString, reason);
        Bench bench;
        bench.server.add(script);

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.starts.isEmpty());
        QCOMPARE(heard.error().code, code);
        QCOMPARE(heard.error().reason, reason);
    }

    void a404SaysWhatWasAskedFor()
    {
        Bench bench;
        bench.catalog.loaded = false; // so that nothing tells a missing model from a policy
        bench.server.add(
                Script::reply(404, R"({"code":"NotAuthorizedOrNotFound","message":"not found"})"));

        const auto stream = bench.backend().startChat(request(false, u"xai.grok-9"_s));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        const QString message = heard.error().message;
        QVERIFY2(message.contains("xai.grok-9"_L1) && message.contains("us-chicago-1"_L1) &&
                         message.contains("ocid1.compartment.oc1..test"_L1) &&
                         message.contains("policy"_L1),
                 qPrintable(message));
    }

    void aRefusalNamesThePolicyOfWhoAsked_data()
    {
        QTest::addColumn<bool>("bearer");
        QTest::addColumn<QString>("policy");

        QTest::newRow("principal") << false << u"'allow dynamic-group <dynamic group> to use "_s;
        QTest::newRow("key") << true << u"request.principal.type='generativeaiapikey'"_s;
    }

    void aRefusalNamesThePolicyOfWhoAsked()
    {
        QFETCH(bool, bearer);
        QFETCH(QString, policy);
        Bench bench;
        bench.auth.bearer = bearer;
        if (!bearer)
            bench.auth.as = oci::Caller::DynamicGroup;
        bench.server.add(Script::reply(403, R"({"code":"NotAllowed","message":"no"})"));

        const auto stream = bench.backend().startChat(request(false, u"openai.gpt-oss-120b"_s));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY2(heard.error().advice.contains(policy), qPrintable(heard.error().advice));
    }

    void badRequestsNeverReachTheService_data()
    {
        QTest::addColumn<core::ChatRequest>("request");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("param");
        QTest::newRow("unknown model")
                << request(false, u"nonsense"_s) << ErrorCode::NotFound << u"model"_s;
        core::ChatRequest several = request(false, u"cohere.command-r-08-2024"_s);
        several.choices = 2;
        QTest::newRow("several answers of Cohere")
                << several << ErrorCode::InvalidRequest << u"n"_s;
        core::ChatRequest blind = request(false, u"cohere.command-r-08-2024"_s);
        blind.messages[0].content.append(core::ImagePart{"data:image/png;base64,AAAA", {}});
        QTest::newRow("image to a model without eyes")
                << blind << ErrorCode::InvalidRequest << u"messages[0].content[1].image_url"_s;
        QTest::newRow("embeddings") << request(false, u"cohere.embed-v4.0"_s)
                                    << ErrorCode::InvalidRequest << u"model"_s;
        QTest::newRow("responses only")
                << request(false, u"openai.gpt-5-pro"_s) << ErrorCode::InvalidRequest << u"model"_s;
        QTest::newRow("nothing said") << core::ChatRequest{.model = u"xai.grok-4"_s}
                                      << ErrorCode::InvalidRequest << u"messages"_s;
        core::ChatRequest image = request(false);
        image.messages[0].content.append(core::ImagePart{"http://169.254.169.254/opc/v2/"});
        QTest::newRow("image from the web")
                << image << ErrorCode::InvalidRequest << u"messages[0].content[1].image_url"_s;
    }

    void badRequestsNeverReachTheService()
    {
        QFETCH(core::ChatRequest, request);
        QFETCH(ErrorCode, code);
        QFETCH(QString, param);
        Bench bench;

        const auto stream = bench.backend().startChat(request);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, code);
        QCOMPARE(heard.error().param, param);
        QVERIFY(!heard.error().message.isEmpty());
        QCOMPARE(bench.auth.calls, 0);
    }

    void aBearerKeySpeaksTheOpenAiDialect()
    {
        Bench bench;
        bench.auth.bearer = true;
        bench.server.add(
                Script::events()
                        .chunk(sse(
                                R"({"id":"1","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi"},"finish_reason":null}]})"))
                        .chunk(sse(
                                R"({"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"length"}]})"))
                        .chunk(sse("[DONE]"))
                        .lastChunk());

        const auto stream = bench.backend().startChat(request(true, u"openai.gpt-oss-120b"_s));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.text(), u"Hi"_s);
        QCOMPARE(heard.ends.first()->finishReasons, QList{core::FinishReason::Length});
        const auto &sent = bench.server.requests.first();
        QCOMPARE(sent.target, "/us-chicago-1/inference.generativeai/openai/v1/chat/completions");
        QCOMPARE(sent.header("openai-project"), "ocid1.generativeaiproject.oc1..test");
        QVERIFY(sent.header("opc-compartment-id").isEmpty());
        QVERIFY(sent.body.startsWith(
                R"({"model":"openai.gpt-oss-120b","messages":[{"role":"user","content":"Hi"}])"));
    }

    void anEndpointIsFoundByItsNameOrOcid()
    {
        Bench bench;
        bench.server.add(Script::reply(200, hello));
        bench.catalog.known = {{.id = u"my endpoint"_s,
                                .ocid = u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc"_s,
                                .vendor = u"meta"_s,
                                .serving = core::ServingMode::Dedicated,
                                .region = u"eu-frankfurt-1"_s,
                                .compartmentId = u"ocid1.compartment.oc1..endpoints"_s}};
        oci::OciChatBackend &backend = bench.backend();
        for (const QString &name :
             {u"my endpoint"_s, u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc"_s}) {
            const auto stream = backend.startChat(request(false, name));
            Heard heard(*stream);
            QTRY_COMPARE(heard.ends.size(), 1);
            QVERIFY(heard.ends.first());
            QVERIFY(bench.server.requests.last().target.startsWith("/eu-frankfurt-1/"));
            QVERIFY(bench.server.requests.last().body.contains(
                    R"("servingMode":{"servingType":"DEDICATED","endpointId":"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc"})"));
            QVERIFY(bench.server.requests.last().body.contains(
                    R"("compartmentId":"ocid1.compartment.oc1..endpoints")"));
        }
    }

    void aRefusedFieldIsLeftOutAndRemembered()
    {
        Bench bench;
        bench.server.add(Script::reply(
                400,
                R"({"error":{"message":"Unsupported parameter: 'temperature' is not supported with this model.","type":"invalid_request_error","param":"temperature","code":"unsupported_parameter"}})"));
        bench.server.add(Script::reply(200, hello));
        core::ChatRequest warm = request(false);
        warm.temperature = 0.5;
        oci::OciChatBackend &backend = bench.backend();
        QStringList notes;

        for (int i = 0; i < 2; ++i) {
            const auto stream = backend.startChat(warm);
            Heard heard(*stream);
            QTRY_COMPARE(heard.ends.size(), 1);
            QVERIFY(heard.ends.first());
            QCOMPARE(heard.starts.size(), 1);
            notes += heard.starts.first().warning;
        }

        QCOMPARE(bench.server.requests.size(), 3);
        QVERIFY(notes.first().endsWith("does not take it: temperature"_L1));
        QCOMPARE(notes.last(), notes.first()); // whoever asks again hears it again
        QVERIFY(bench.server.requests[0].body.contains("temperature"));
        QVERIFY(!bench.server.requests[1].body.contains("temperature"));
        QVERIFY(!bench.server.requests[2].body.contains("temperature"));
    }

    void aServiceThatRefusesEverythingIsAskedFourTimesAtMost()
    {
        Bench bench;
        bench.server.add(Script::reply(400, R"({"code":"400","message":"seed is not supported"})"));
        bench.server.add(Script::reply(400, R"({"code":"400","message":"stop is not supported"})"));
        bench.server.add(Script::reply(400, R"({"code":"400","message":"topP is not supported"})"));
        bench.server.add(Script::reply(400, R"({"code":"400","message":"topK is not supported"})"));

        core::ChatRequest everything = request(false);
        everything.seed = 1;
        everything.stop = {u"x"_s};
        everything.topP = 0.5;
        everything.topK = 5;

        const auto stream = bench.backend().startChat(everything);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(bench.server.requests.size(), 4);
    }

    void whatWouldBeTheSameAgainIsNotSentAgain()
    {
        Bench bench;
        bench.server.add(Script::reply(400, R"({"code":"400","message":"seed is not supported"})"));

        const auto stream = bench.backend().startChat(request(false)); // which has no seed
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void aModelThatDoesNotStreamAnswersWhole()
    {
        Bench bench;
        bench.server.add(Script::reply(
                400, R"({"code":"400","message":"isStream is not supported with this model"})"));
        bench.server.add(Script::reply(200, hello));
        oci::OciChatBackend &backend = bench.backend();

        for (int i = 0; i < 2; ++i) {
            const auto stream = backend.startChat(request(true));
            Heard heard(*stream);

            QTRY_COMPARE(heard.ends.size(), 1);
            QCOMPARE(heard.text(), u"Hello"_s);
            QCOMPARE(heard.deltas, 1);
            QVERIFY(heard.starts.first().warning.endsWith(": stream"_L1));
        }

        QCOMPARE(bench.server.requests.size(), 3); // remembered
        QVERIFY(bench.server.requests[0].body.contains(R"("isStream":true)"));
        QVERIFY(bench.server.requests[1].body.contains(R"("isStream":false)"));
        QVERIFY(bench.server.requests[2].body.contains(R"("isStream":false)"));
    }

    void aRefusalInsideA200IsRepairedToo_data()
    {
        QTest::addColumn<Script>("script");
        const QByteArray refusal = R"({"code":"400","message":"seed is not supported"})";
        QTest::newRow("body") << Script::reply(200, refusal);
        QTest::newRow("event") << Script::events().chunk(sse(refusal)).lastChunk();
        QTest::newRow("last event") << Script::events().chunk("data: " + refusal).lastChunk();
    }

    void aRefusalInsideA200IsRepairedToo()
    {
        QFETCH(Script, script);
        Bench bench;
        bench.server.add(script);
        bench.server.add(Script::events().chunk(textEvent("Hello") + stopEvent).lastChunk());
        core::ChatRequest seeded = request(true);
        seeded.seed = 7;

        const auto stream = bench.backend().startChat(seeded);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY2(heard.ends.first(), qPrintable(heard.error().message));
        QCOMPARE(heard.text(), u"Hello"_s);
        QCOMPARE(heard.starts.size(), 1);
        QCOMPARE(bench.server.requests.size(), 2);
        QVERIFY(!bench.server.requests[1].body.contains("seed"));
    }

    void aRefusalAfterTheFirstWordIsAnError()
    {
        Bench bench;
        bench.server.add(Script::events()
                                 .chunk(textEvent("Hel") +
                                        sse(R"({"code":"400","message":"seed is not supported"})"))
                                 .lastChunk());

        const auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().upstreamStatus, 400);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void callsInTheTextOfAnEndpointBecomeCalls()
    {
        Bench bench;
        bench.server.add(
                Script::events()
                        .chunk(textEvent("I look. <tool_") +
                               textEvent(
                                       R"(call>{\"name\":\"f\",\"arguments\":{\"x\":1}}</tool_call>)") +
                               stopEvent)
                        .lastChunk());
        core::ChatRequest withTools =
                request(true, u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc"_s);
        withTools.tools = {{.name = u"f"_s}};

        const auto stream = bench.backend().startChat(withTools);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.text(), u"I look. "_s);
        QCOMPARE(heard.ends.first()->finishReasons, QList{core::FinishReason::ToolCalls});
        QCOMPARE(heard.all.choices().first().message.toolCalls,
                 (QList<core::ToolCall>{{u"call_made"_s, u"f"_s, R"({"x":1})"}}));
    }

    void theFormatOfAnUnknownEndpointIsFoundAndRemembered()
    {
        Bench bench;
        const QByteArray mismatch =
                R"({"code":"400","message":"Chat request type does not match serving model"})";
        const QByteArray answer =
                R"({"chatResponse":{"apiFormat":"COHERE","text":"Hello","finishReason":"COMPLETE"}})";
        bench.server.add(Script::reply(400, mismatch));
        bench.server.add(Script::reply(200, answer));
        bench.server.add(Script::reply(200, answer));
        oci::OciChatBackend &backend = bench.backend();

        for (int i = 0; i < 2; ++i) {
            const auto stream = backend.startChat(
                    request(false, u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc"_s));
            Heard heard(*stream);
            QTRY_COMPARE(heard.ends.size(), 1);
            QCOMPARE(heard.text(), u"Hello"_s);
        }

        const auto sent = bench.posts();
        QCOMPARE(sent.size(), 3);
        QVERIFY(sent[0].body.contains(R"("apiFormat":"GENERIC")"));
        QVERIFY(sent[1].body.contains(R"("apiFormat":"COHERE")"));
        QVERIFY(sent[2].body.contains(R"("apiFormat":"COHERE")"));
    }

    void destroyingTheStreamClosesTheConnection_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<int>("deltas");
        QTest::newRow("before the head") << Script() << 0;
        QTest::newRow("after the head") << Script::events() << 0;
        QTest::newRow("in the answer") << Script::events().chunk(textEvent("Hel")) << 1;
        QTest::newRow("in a whole answer")
                << Script().send("HTTP/1.1 200 OK\r\ncontent-type: "
                                 "application/json\r\ncontent-length: 100\r\n\r\n{")
                << 0;
    }

    void destroyingTheStreamClosesTheConnection()
    {
        QFETCH(Script, script);
        QFETCH(int, deltas);
        Bench bench;
        bench.server.add(script);
        auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);
        QTRY_COMPARE(bench.server.requests.size(), 1);
        QTRY_COMPARE(heard.deltas, deltas);

        stream.reset();

        QTRY_COMPARE_WITH_TIMEOUT(bench.server.closed, 1, 1000);
        QVERIFY(heard.ends.isEmpty());
    }

    void destroyingTheStreamWhileItIsSignedSendsNothing()
    {
        Bench bench;
        bench.auth.waits = true;
        auto stream = bench.backend().startChat(request(true));
        QTRY_COMPARE(bench.auth.calls, 1);

        stream.reset();
        bench.auth.letIn();

        // One that is sent afterwards is the only one that arrives.
        bench.auth.waits = false;
        bench.server.add(Script::reply(200, hello));
        const auto next = bench.chats->startChat(request(false));
        Heard heard(*next);
        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void theStreamMayBeDestroyedInItsOwnSignals()
    {
        Bench bench;
        bench.server.add(
                Script::events()
                        .chunk(textEvent("a") + textEvent("b") + stopEvent + "data: [DONE]\n\n")
                        .lastChunk());
        oci::OciChatBackend &backend = bench.backend();
        for (const auto when : {"started"_L1, "delta"_L1, "finished"_L1}) {
            auto stream = backend.startChat(request(true));
            bool gone = false;
            const auto drop = [&] {
                stream.reset();
                gone = true;
            };
            if (when == "started"_L1)
                connect(stream.get(), &core::ChatStream::started, this, drop);
            else if (when == "delta"_L1)
                connect(stream.get(), &core::ChatStream::delta, this, drop);
            else
                connect(stream.get(), &core::ChatStream::finished, this, drop);
            QTRY_VERIFY(gone);
        }
    }

    void aSlowReaderFillsNoMemory()
    {
        Bench bench;
        bench.settings.readBuffer = 64 * 1024;
        const QByteArray much = textEvent(QByteArray(64 * 1024, 'x'));
        Script script = Script::events();
        for (int i = 0; i < 400; ++i)
            script.chunk(much);
        bench.server.add(script.chunk("data: [DONE]\n\n").lastChunk());
        bench.server.add(Script::reply(200, hello));
        auto stream = bench.backend().startChat(request(true));
        Heard heard(*stream);
        connect(
                stream.get(), &core::ChatStream::delta, this, [&] { stream->setPaused(true); },
                Qt::SingleShotConnection);
        QTRY_VERIFY(heard.deltas >= 1);

        const int deltas = heard.deltas;
        // Other chats go on meanwhile and give this one the time to misbehave.
        for (int i = 0; i < 50; ++i) {
            const auto other = bench.chats->startChat(request(false));
            Heard otherHeard(*other);
            QTRY_COMPARE(otherHeard.ends.size(), 1);
        }
        QCOMPARE(heard.deltas, deltas);
        QVERIFY2(bench.server.unsent() > 10 * 1024 * 1024,
                 qPrintable(QString::number(bench.server.unsent())));

        stream->setPaused(false);
        QTRY_COMPARE_WITH_TIMEOUT(heard.ends.size(), 1, 20000);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.deltas, 400);
    }

    void aBigAnswerArrives()
    {
        Bench bench;
        QByteArray big = hello;
        big.replace("Hello", QByteArray(10 * 1024 * 1024, 'y'));
        bench.server.add(Script::reply(200, big));

        const auto stream = bench.backend().startChat(request(false));
        Heard heard(*stream);

        QTRY_COMPARE_WITH_TIMEOUT(heard.ends.size(), 1, 20000);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.text().size(), 10 * 1024 * 1024);
    }

    void anAnswerBeyondTheLimitIsCutOff()
    {
        Bench bench;
        bench.settings.longestBody = 1024;
        QByteArray big = hello;
        big.replace("Hello", QByteArray(100 * 1024, 'y'));
        bench.server.add(Script::reply(200, big));

        const auto stream = bench.backend().startChat(request(false));
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.error().code, ErrorCode::TooLarge);
    }
};

QTEST_GUILESS_MAIN(TestOciChatBackend)
#include "tst_ocichatbackend.moc"
