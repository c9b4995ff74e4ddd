// SPDX-License-Identifier: MIT
#include "oci/discovery/endpointlookup.h"

#include "core/ports/clock.h"
#include "oci/inference/ocichatbackend.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::ErrorCode;
using core::ModelInfo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::json;
using tests::Script;

namespace {

const QString endpoint = u"ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc"_s;

Script found(const QByteArray &state = "ACTIVE")
{
    return Script::reply(200, json("{'id':'ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc',"
                                   "'displayName':'team','modelId':'ocid1.generativeaimodel.oc1."
                                   "eu-frankfurt-1.m','compartmentId':'ocid1.compartment.oc1.."
                                   "theirs','lifecycleState':'?'}")
                                      .replace("?", state));
}

Script missing()
{
    return Script::reply(404, R"({"code":"NotAuthorizedOrNotFound","message":"nothing here"})");
}

const QByteArray hello =
        R"({"chatResponse":{"apiFormat":"GENERIC","choices":[{"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"Hello"}]},"finishReason":"stop"}]}})";

struct Bench {
    oci::OciChatBackend &backend()
    {
        if (!chats) {
            settings.retry.attempts = 1;
            client.emplace(network, auth, clock, settings);
            chats.emplace(*client, &catalog,
                          oci::ChatSettings{.region = u"us-chicago-1"_s,
                                            .compartmentId = u"ocid1.compartment.oc1..ours"_s,
                                            .endpoints = oci::Endpoints(server.url() +
                                                                        u"/{region}/{service}"_s)});
        }
        return *chats;
    }

    //! What became of one chat.
    core::Result<core::ChatOutcome> chat(const QString &model = endpoint)
    {
        const auto stream = backend().startChat(
                {.model = model, .messages = {core::textMessage(core::Role::User, u"Hi"_s)}});
        std::optional<core::Result<core::ChatOutcome>> end;
        QObject::connect(stream.get(), &core::ChatStream::finished, stream.get(),
                         [&end](const core::Result<core::ChatOutcome> &outcome) { end = outcome; });
        if (!QTest::qWaitFor([&] { return end.has_value(); }))
            return std::unexpected(core::Error{.code = ErrorCode::Timeout});
        return *end;
    }

    [[nodiscard]] qsizetype count(const QByteArray &method) const
    {
        return std::ranges::count(server.requests, method, &tests::CannedServer::Request::method);
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    tests::FakeModelCatalog catalog;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
    std::optional<oci::OciChatBackend> chats;
};

} // namespace

class TestEndpointLookup : public QObject
{
    Q_OBJECT

private slots:
    void anUnknownEndpointIsAskedForOnceInItsRegion()
    {
        Bench bench;
        bench.catalog.known = {{.id = u"cohere.command-r-08-2024"_s,
                                .ocid = u"ocid1.generativeaimodel.oc1.eu-frankfurt-1.m"_s}};
        bench.server.addFor("/endpoints/", found());
        bench.server.add(Script::reply(
                200,
                R"({"chatResponse":{"apiFormat":"COHERE","text":"Hi","finishReason":"COMPLETE"}})"));

        for (int i = 0; i < 2; ++i) {
            const auto outcome = bench.chat();
            QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        }

        QCOMPARE(bench.count("GET"), 1);
        QCOMPARE(bench.server.requests.first().target,
                 "/eu-frankfurt-1/generativeai/20231130/endpoints/" + endpoint.toUtf8());
        const auto &sent = bench.server.requests.last();
        QVERIFY(sent.body.contains(R"("compartmentId":"ocid1.compartment.oc1..theirs")"));
        QVERIFY(sent.body.contains(R"("apiFormat":"COHERE")")); // by the model behind it
        QVERIFY(sent.target.startsWith("/eu-frankfurt-1/inference.generativeai/"));
    }

    void oneThatTheListHasIsNotAskedFor()
    {
        Bench bench;
        bench.catalog.known = {{.id = u"team"_s,
                                .ocid = endpoint,
                                .serving = core::ServingMode::Dedicated,
                                .compartmentId = u"ocid1.compartment.oc1..listed"_s}};
        bench.server.add(Script::reply(200, hello));

        QVERIFY(bench.chat());

        QCOMPARE(bench.count("GET"), 0);
        QVERIFY(bench.server.requests.first().body.contains("ocid1.compartment.oc1..listed"));
    }

    void oneThatIsNotActiveIsRefusedWithItsState()
    {
        Bench bench;
        bench.server.addFor("/endpoints/", found("CREATING"));
        bench.server.addFor("/endpoints/", found());
        bench.server.add(Script::reply(200, hello));

        const auto outcome = bench.chat();

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Unavailable);
        QCOMPARE(outcome.error().reason, u"model_not_active"_s);
        QVERIFY(outcome.error().message.endsWith("CREATING"_L1));
        QCOMPARE(bench.count("POST"), 0);
        QVERIFY(bench.chat()); // a state does not last, so it is asked for again
        QCOMPARE(bench.count("GET"), 2);
    }

    //! Who may not look at an endpoint may be allowed to use it.
    void whatCannotBeLookedAtIsAskedAllTheSame_data()
    {
        QTest::addColumn<Script>("script");
        QTest::newRow("no policy") << missing();
        QTest::newRow("failing") << Script::reply(500, "{}");
        QTest::newRow("garbage") << Script::reply(200, "<html>");
        QTest::newRow("another's")
                << Script::reply(200, json("{'id':'x','lifecycleState':'ACTIVE'}"));
    }

    void whatCannotBeLookedAtIsAskedAllTheSame()
    {
        QFETCH(Script, script);
        Bench bench;
        bench.server.addFor("/endpoints/", script);
        bench.server.add(Script::reply(200, hello));

        const auto outcome = bench.chat();

        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        QVERIFY(bench.server.requests.last().body.contains("ocid1.compartment.oc1..ours"));
    }

    void oneThatIsNotThereIsSaidToBeMissing()
    {
        Bench bench;
        bench.server.addFor("/endpoints/", missing());
        bench.server.add(missing());

        const auto outcome = bench.chat();

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::NotFound);
        QCOMPARE(outcome.error().reason, u"model_not_found"_s);
        QVERIFY(outcome.error().message.contains(endpoint));
    }

    void oneThatHasGoneIsForgotten()
    {
        Bench bench;
        bench.server.addFor("/endpoints/", found());
        bench.server.add(missing());
        bench.server.add(Script::reply(200, hello));

        QVERIFY(!bench.chat());
        QVERIFY(bench.chat());

        QCOMPARE(bench.count("GET"), 2);
    }

    void manyWhoAskAtOnceShareAnAnswer()
    {
        Bench bench;
        bench.server.addFor("/endpoints/", found());
        (void)bench.backend();
        oci::EndpointLookup lookup(*bench.client,
                                   oci::Endpoints(bench.server.url() + u"/{region}/{service}"_s));

        const auto one = lookup.find(endpoint, u"eu-frankfurt-1"_s);
        const auto two = lookup.find(endpoint, u"eu-frankfurt-1"_s);
        QTRY_VERIFY(one.isFinished() && two.isFinished());

        QVERIFY(one.result() == two.result());
        QCOMPARE(one.result()->compartmentId, u"ocid1.compartment.oc1..theirs"_s);
        QCOMPARE(bench.server.requests.size(), 1);
        QVERIFY(lookup.find(endpoint, u"eu-frankfurt-1"_s).isFinished());
    }

    void patienceEnds()
    {
        Bench bench; // whose server says nothing
        (void)bench.backend();
        bench.server.add(Script());
        oci::EndpointLookup lookup(
                *bench.client, oci::Endpoints(bench.server.url() + u"/{region}/{service}"_s), 50ms);

        const auto answer = lookup.find(endpoint, u"eu-frankfurt-1"_s);

        QTRY_VERIFY(answer.isFinished());
        QCOMPARE(answer.result().error().code, ErrorCode::Timeout);
    }

    void aChatThatIsGivenUpSendsNothingMore()
    {
        Bench bench;
        bench.server.addFor("/endpoints/", Script().wait(50ms).send("HTTP/1.1 404 Not Found\r\n"
                                                                    "Content-Length: 0\r\n\r\n"));
        bench.server.add(Script::reply(200, hello));
        {
            const auto stream = bench.backend().startChat(
                    {.model = endpoint,
                     .messages = {core::textMessage(core::Role::User, u"Hi"_s)}});
            QTRY_COMPARE(bench.server.requests.size(), 1);
        }

        QVERIFY(bench.chat()); // which shares the answer that the other waited for

        QCOMPARE(bench.count("GET"), 1);
        QCOMPARE(bench.count("POST"), 1);
    }
};

QTEST_GUILESS_MAIN(TestEndpointLookup)
#include "tst_endpointlookup.moc"
