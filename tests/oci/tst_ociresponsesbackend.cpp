// SPDX-License-Identifier: MIT
#include "core/ports/clock.h"
#include "oci/inference/ociresponsesbackend.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"

#include <QTest>

using core::ErrorCode;
using tests::Script;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using boost::json::object;

namespace {

const object hello{{"model", "xai.grok-4.3"}, {"input", "Hi"}};

QByteArray eventOf(const QByteArray &type)
{
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"}\n\n";
}

struct Bench {
    Bench()
    {
        settings.retry.attempts = 1;
        client.emplace(network, auth, clock, settings);
        responses.emplace(*client, nullptr,
                          oci::ChatSettings{.region = u"us-chicago-1"_s,
                                            .compartmentId = u"ocid1.compartment.oc1..test"_s,
                                            .endpoints = oci::Endpoints(server.url() +
                                                                        u"/{region}/{service}"_s)});
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
    std::optional<oci::OciResponsesBackend> responses;
};

struct Heard : QObject {
    explicit Heard(core::ResponsesStream &stream)
    {
        connect(&stream, &core::ResponsesStream::started, this,
                [this](const QString &id) { starts += id; });
        connect(&stream, &core::ResponsesStream::arrived, this,
                [this](const core::SseEvent &each) { events += each; });
        connect(&stream, &core::ResponsesStream::finished, this,
                [this](const core::Result<void> &end) { ends += end; });
    }

    QStringList starts;
    QList<core::SseEvent> events;
    QList<core::Result<void>> ends;
};

} // namespace

class TestOciResponsesBackend : public QObject
{
    Q_OBJECT

private slots:
    void bytesAreHandedOverAsTheyCame()
    {
        Bench bench;
        const QByteArray body = R"({ "id":"resp_1", "object":"response","error":null, "x":1.50 })";
        bench.server.add(Script::reply(200, body, "opc-request-id: ABC\r\n"));

        const auto future = bench.responses->createResponse(hello);

        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
        QCOMPARE(future.result()->body, body);
        QCOMPARE(future.result()->requestId, u"ABC"_s);
        QCOMPARE(bench.server.requests.first().body,
                 R"({"model":"xai.grok-4.3","input":"Hi","store":false})");
    }

    void whatNoChatCanServeIsServedHere()
    {
        Bench bench;

        QVERIFY(bench.responses->servesResponses(u"openai.gpt-5-pro"_s));
        QVERIFY(bench.responses->servesResponses(u"oci/xai.grok-4.20-multi-agent"_s));
        QVERIFY(!bench.responses->servesResponses(u"xai.grok-4.3"_s));
        QVERIFY(!bench.responses->servesResponses(u"no model"_s));
    }

    void aFailedResponseIsAnAnswer()
    {
        Bench bench;
        bench.server.add(Script::reply(
                200,
                R"({"id":"r","object":"response","status":"failed","error":{"message":"x"}})"));

        const auto future = bench.responses->retrieveResponse(u"r"_s, {});

        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
    }

    void failures_data()
    {
        QTest::addColumn<Script>("script");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("404") << Script::reply(404, R"({"error":{"message":"none"}})")
                             << ErrorCode::NotFound;
        QTest::newRow("error with 200")
                << Script::reply(200, R"({"error":{"message":"x","code":"429"}})")
                << ErrorCode::RateLimited;
        QTest::newRow("no JSON") << Script::reply(200, "<html>", {}, "text/html")
                                 << ErrorCode::Protocol;
    }

    void failures()
    {
        QFETCH(Script, script);
        QFETCH(ErrorCode, code);
        Bench bench;
        bench.server.add(script);

        const auto whole = bench.responses->deleteResponse(u"resp_1"_s);
        const auto stream = bench.responses->streamResponse(hello);
        Heard heard(*stream);

        QTRY_VERIFY(whole.isFinished());
        QCOMPARE(whole.result().error().code, code);
        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.ends.first().error().code, code);
        QVERIFY(heard.starts.isEmpty());
    }

    void withoutALastEventTheAnswerHasBrokenOff()
    {
        Bench bench;
        bench.server.add(Script::events()
                                 .chunk(eventOf("response.created") + "data: [DONE]\n\n")
                                 .lastChunk());

        const auto stream = bench.responses->streamResponse(hello);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(!heard.ends.first());
        QCOMPARE(heard.ends.first().error().code, core::ErrorCode::Protocol);
    }

    void eventsAreHandedOverAsTheyCame()
    {
        Bench bench;
        bench.server.add(
                Script::events("opc-request-id: ABC\r\n")
                        .chunk(eventOf("response.created") + ": ping\n\nevent: ping\ndata: {}\n\n")
                        .chunk(eventOf("response.output_text.delta").first(20))
                        .wait(5ms)
                        .chunk(eventOf("response.output_text.delta").sliced(20))
                        .chunk(eventOf("response.completed") + "data: [DONE]\n\n")
                        .lastChunk());

        const auto stream = bench.responses->streamResponse(hello);
        Heard heard(*stream);
        QCOMPARE(bench.server.requests.size(), 0); // nothing before the event loop turns

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.starts, QStringList{u"ABC"_s});
        QCOMPARE(heard.events.size(), 3);
        QCOMPARE(heard.events[1], (core::SseEvent{"response.output_text.delta",
                                                  R"({"type":"response.output_text.delta"})"}));
        QVERIFY(bench.server.requests.first().body.contains(R"("stream":true)"));
    }

    void eventsWithoutNamesEndTheStreamToo_data()
    {
        QTest::addColumn<QByteArray>("last");
        for (const char *type : {"response.completed", "response.incomplete", "response.failed",
                                 "response.cancelled", "error"})
            QTest::newRow(type) << QByteArray(type);
    }

    void eventsWithoutNamesEndTheStreamToo()
    {
        QFETCH(QByteArray, last);
        Bench bench;
        bench.server.add(Script::events()
                                 .chunk("data: {\"type\":\"response.created\"}\n\n")
                                 .chunk("data: {\"type\":\"" + last + "\",\"message\":\"m\"}\n\n"));

        const auto stream = bench.responses->streamResponse(hello);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QVERIFY(heard.ends.first());
        QCOMPARE(heard.events.size(), 2);
    }

    void brokenStreamsAreErrors_data()
    {
        QTest::addColumn<Script>("script");
        const auto begun = [] {
            return Script::events("opc-request-id: ABC\r\n").chunk(eventOf("response.created"));
        };
        QTest::newRow("no last event") << begun().lastChunk();
        QTest::newRow("reset") << begun().wait(5ms).reset();
        QTest::newRow("closed") << begun().wait(5ms).close();
        QTest::newRow("OCI's error")
                << begun().chunk("data: {\"code\":\"x\",\"message\":\"m\"}\n\n");
        QTest::newRow("garbage") << begun().chunk("data: {\"type\n\n");
    }

    void brokenStreamsAreErrors()
    {
        QFETCH(Script, script);
        Bench bench;
        bench.server.add(script);

        const auto stream = bench.responses->streamResponse(hello);
        Heard heard(*stream);

        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.events.size(), 1);
        QVERIFY(!heard.ends.first());
        QCOMPARE(heard.ends.first().error().code, ErrorCode::Protocol);
        QCOMPARE(heard.ends.first().error().requestId, u"ABC"_s);
    }

    void aBadRequestIsToldOnALaterTurn()
    {
        Bench bench;

        const auto stream = bench.responses->streamResponse({{"input", "Hi"}});
        Heard heard(*stream);

        QVERIFY(heard.ends.isEmpty());
        QTRY_COMPARE(heard.ends.size(), 1);
        QCOMPARE(heard.ends.first().error().param, u"model"_s);
    }

    void destroyingTheStreamClosesTheConnection()
    {
        Bench bench;
        bench.server.add(Script::events().chunk(eventOf("response.created")).wait(10min));
        auto stream = bench.responses->streamResponse(hello);
        Heard heard(*stream);
        QTRY_COMPARE(heard.events.size(), 1);

        stream.reset();

        QTRY_COMPARE(bench.server.closed, 1);
        QVERIFY(heard.ends.isEmpty());
    }

    void aReceiverMayDestroyTheStream()
    {
        Bench bench;
        bench.server.add(Script::events().chunk(eventOf("response.created") +
                                                eventOf("response.completed")));
        auto stream = bench.responses->streamResponse(hello);
        int events = 0;
        connect(stream.get(), &core::ResponsesStream::arrived, this, [&] {
            ++events;
            stream.reset();
        });

        QTRY_COMPARE(bench.server.closed, 1);
        QCOMPARE(events, 1);
    }
};

QTEST_GUILESS_MAIN(TestOciResponsesBackend)
#include "tst_ociresponsesbackend.moc"
