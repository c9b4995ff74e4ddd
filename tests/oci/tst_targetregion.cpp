// SPDX-License-Identifier: MIT
#include "oci/inference/targetregion.h"

#include "core/ports/clock.h"
#include "oci/config/ocid.h"
#include "oci/inference/ocichatbackend.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fakechatbackend.h"

#include <QSignalSpy>
#include <QTest>

using core::ErrorCode;
using namespace Qt::StringLiterals;
using tests::Script;

namespace {

constexpr auto frankfurtEndpoint = "ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc"_L1;

struct Bench {
    //! What became of one chat; nothing is sent before the event loop turns.
    core::Result<core::ChatOutcome> chat(const QString &model)
    {
        oci::ClientSettings once;
        once.retry.attempts = 1;
        oci::SignedClient client(network, auth, clock, once);
        oci::OciChatBackend backend(client, &catalog, settings);
        const auto stream = backend.startChat(
                {.model = model, .messages = {core::textMessage(core::Role::User, u"Hi"_s)}});
        std::optional<core::Result<core::ChatOutcome>> end;
        QObject::connect(stream.get(), &core::ChatStream::finished, stream.get(),
                         [&end](const core::Result<core::ChatOutcome> &outcome) { end = outcome; });
        if (!QTest::qWaitFor([&] { return end.has_value(); }))
            return std::unexpected(core::Error{.code = ErrorCode::Timeout});
        return *end;
    }

    void answer()
    {
        server.add(Script::reply(
                200,
                R"({"modelId":"m","chatResponse":{"apiFormat":"GENERIC","choices":[{"index":0,"message":{"role":"ASSISTANT","content":[{"type":"TEXT","text":"Hello"}]},"finishReason":"stop"}]}})"));
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    tests::FakeModelCatalog catalog;
    oci::ChatSettings settings{.region = u"us-chicago-1"_s,
                               .compartmentId = u"ocid1.compartment.oc1..test"_s,
                               .endpoints =
                                       oci::Endpoints(server.url() + u"/{region}/{service}"_s)};
};

} // namespace

class TestTargetRegion : public QObject
{
    Q_OBJECT

private slots:
    void anEndpointOfAnotherRegionIsAskedThere()
    {
        Bench bench;
        bench.answer();
        bench.catalog.known = {{.id = u"far"_s,
                                .ocid = frankfurtEndpoint,
                                .capabilities = {u"CHAT"_s},
                                .serving = core::ServingMode::Dedicated,
                                .region = u"eu-frankfurt-1"_s,
                                .baseModel = u"meta.llama-3.3-70b-instruct"_s,
                                .compartmentId = u"ocid1.compartment.oc1..theirs"_s}};

        for (const QString &name : {QString(frankfurtEndpoint), u"far"_s}) {
            bench.server.requests.clear();
            QVERIFY(bench.chat(name));

            QCOMPARE(bench.server.requests.size(), 1);
            const auto &sent = bench.server.requests.first();
            QVERIFY(sent.target.startsWith("/eu-frankfurt-1/inference.generativeai/"));
            QVERIFY(sent.body.contains(QByteArray("\"endpointId\":\"") +
                                       QByteArray(frankfurtEndpoint.data())));
            QVERIFY(sent.body.contains("ocid1.compartment.oc1..theirs"));
        }
    }

    void whatCannotBeReachedIsRefusedBeforeAnyRequest_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("endpoint"); // {server} is replaced
        QTest::addColumn<bool>("bearer");
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("why");
        const QString regional = u"{server}/{region}/{service}"_s;
        QTest::newRow("an endpoint URL of one place")
                << QString(frankfurtEndpoint) << u"{server}/{service}"_s << false
                << u"us-chicago-1"_s << u"no {region}"_s;
        QTest::newRow("another realm") << u"ocid1.generativeaiendpoint.oc4.uk-gov-london-1.abc"_s
                                       << regional << false << u"us-chicago-1"_s << u"realms"_s;
        QTest::newRow("a key of another region")
                << u"eu-frankfurt-1/meta.llama-3.3-70b-instruct"_s << regional << true
                << u"us-chicago-1"_s << u"own region alone"_s;
        QTest::newRow("a key of who knows where")
                << u"eu-frankfurt-1/meta.llama-3.3-70b-instruct"_s << regional << true << QString()
                << u"does not say which region"_s;
    }

    void whatCannotBeReachedIsRefusedBeforeAnyRequest()
    {
        QFETCH(QString, model);
        QFETCH(QString, endpoint);
        QFETCH(bool, bearer);
        QFETCH(QString, region);
        QFETCH(QString, why);
        Bench bench;
        bench.auth.bearer = bearer;
        bench.settings.region = region;
        bench.settings.endpoints =
                oci::Endpoints(endpoint.replace(u"{server}"_s, bench.server.url()));
        if (bearer)
            bench.settings.openAiBase = QUrl(bench.server.url() + u"/openai/v1"_s);

        const auto outcome = bench.chat(model);

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(outcome.error().reason, u"region_unreachable"_s);
        QCOMPARE(outcome.error().param, u"model"_s);
        QVERIFY2(outcome.error().message.contains(why), qPrintable(outcome.error().message));
        QCOMPARE(bench.server.connections, 0);
    }

    void theOwnRegionIsReachedByAnyOfItsNames()
    {
        Bench bench;
        bench.settings.endpoints = oci::Endpoints(bench.server.url() + u"/{service}"_s);
        bench.answer();

        for (const char *name :
             {"us-chicago-1/meta.llama-3.3-70b-instruct", "ORD/meta.llama-3.3-70b-instruct",
              "ocid1.generativeaiendpoint.oc1.ord.abc"})
            QVERIFY2(bench.chat(QString::fromLatin1(name)), name);
    }

    void aRegionBeforeAnOcidOfAnotherIsAMistake()
    {
        Bench bench;

        const auto outcome = bench.chat(u"us-phoenix-1/"_s + frankfurtEndpoint);

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().reason, u"region_mismatch"_s);
        QCOMPARE(bench.server.connections, 0);
    }

    void anUnknownNameIsOcisToJudgeWhileTheListIsNotKnown()
    {
        Bench bench;
        bench.answer();
        bench.catalog.loaded = false;
        QVERIFY(bench.chat(u"my-endpoint"_s));
        QVERIFY(bench.server.requests.first().body.contains(R"("modelId":"my-endpoint")"));

        bench.catalog.loaded = true;
        const auto outcome = bench.chat(u"my-endpoint"_s);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().reason, u"model_not_found"_s);
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void readsTheRegionOfAnOcidAndOfAUrl()
    {
        QCOMPARE(oci::regionOfOcid(frankfurtEndpoint), u"eu-frankfurt-1"_s);
        QCOMPARE(oci::regionOfOcid(u"ocid1.generativeaiendpoint.oc1.IAD.abc"_s), u"us-ashburn-1"_s);
        QCOMPARE(oci::regionOfOcid(u"ocid1.generativeaiendpoint.oc1.xyz.abc"_s), u"xyz"_s);
        QCOMPARE(oci::regionOfOcid(u"ocid1.compartment.oc1..abc"_s), QString());
        QCOMPARE(oci::regionOfOcid(u"meta.llama-3.3-70b-instruct"_s), QString());
        const auto regionOf = [](const char *url) {
            return oci::regionOfUrl(QUrl(QString::fromLatin1(url)));
        };
        QCOMPARE(regionOf("https://inference.generativeai.us-ashburn-1.oci.oraclecloud.com/openai"),
                 u"us-ashburn-1"_s);
        QCOMPARE(regionOf("http://127.0.0.1:9500/eu-frankfurt-1/inference.generativeai/openai/v1"),
                 u"eu-frankfurt-1"_s);
        QCOMPARE(regionOf("https://ai.example.com/openai/v1"), QString());
        QVERIFY(oci::isSameRegion(u"IAD"_s, u"us-ashburn-1"_s));
        QVERIFY(!oci::isSameRegion(u"IAD"_s, u"us-chicago-1"_s));
        QVERIFY(oci::isSameRegion(u"xx-new-9"_s, u"XX-NEW-9"_s));
    }
};

QTEST_GUILESS_MAIN(TestTargetRegion)
#include "tst_targetregion.moc"
