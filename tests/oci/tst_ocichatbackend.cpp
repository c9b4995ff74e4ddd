// SPDX-License-Identifier: MIT
#include "tests/oci/chatbench.h"

#include <QTest>

using core::ErrorCode;
using tests::Script;
using namespace tests::chat;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! What is asked, what the answer is made of, and what a failure says.
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
};

QTEST_GUILESS_MAIN(TestOciChatBackend)
#include "tst_ocichatbackend.moc"
