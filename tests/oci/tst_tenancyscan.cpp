// SPDX-License-Identifier: MIT
#include "oci/discovery/tenancyscan.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QThreadPool>

#include <algorithm>

using core::ErrorCode;
using namespace Qt::StringLiterals;
using oci::ListKind;
using oci::ScanFailure;
using oci::TenancyFindings;
using tests::json;
using tests::Script;

namespace {

Script items(const char *text)
{
    return Script::reply(200, json(text));
}

Script refusal()
{
    return Script::reply(404, R"({"code":"NotAuthorizedOrNotFound","message":"not yours"})");
}

struct Bench {
    explicit Bench(const std::optional<Script> &compartments = {})
    {
        settings.retry.attempts = 1;
        // Whatever no script is for is an empty list.
        server.add(items("{'items':[]}"));
        if (compartments)
            server.addFor("/compartments?", *compartments);
        server.addFor("/compartments?",
                      items("[{'id':'ocid1.compartment.oc1..b','compartmentId':"
                            "'ocid1.compartment.oc1..a','name':'b','lifecycleState':'ACTIVE'},"
                            "{'id':'ocid1.compartment.oc1..a','compartmentId':"
                            "'ocid1.tenancy.oc1..t','name':'a','lifecycleState':'ACTIVE'},"
                            "{'id':'ocid1.compartment.oc1..c','compartmentId':"
                            "'ocid1.tenancy.oc1..t','name':'c','lifecycleState':'ACTIVE',"
                            "'isAccessible':false}]"));
        server.addFor("/regionSubscriptions",
                      items("[{'regionKey':'ORD','regionName':'us-chicago-1','status':'READY',"
                            "'isHomeRegion':true},"
                            "{'regionKey':'FRA','regionName':'eu-frankfurt-1','status':'READY'},"
                            "{'regionKey':'KIX','regionName':'ap-osaka-1','status':"
                            "'IN_PROGRESS'}]"));
        plan.hosts = oci::Endpoints(server.url() + u"/{region}/{service}"_s);
    }

    std::optional<TenancyFindings> run()
    {
        client.emplace(network, auth, clock, settings);
        scan.emplace(*client, pool, plan);
        const auto future = scan->run();
        if (!QTest::qWaitFor([&] { return future.isFinished(); }))
            return {};
        return future.result();
    }

    [[nodiscard]] QByteArrayList targets(const QByteArray &part) const
    {
        QByteArrayList all;
        for (const auto &request : server.requests) {
            if (request.target.contains(part))
                all.append(request.target);
        }
        std::ranges::sort(all);
        return all;
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    tests::FakeClock clock{QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate)};
    oci::NetworkPool network;
    QThreadPool pool;
    oci::ClientSettings settings;
    oci::ScanPlan plan{.tenancyId = u"ocid1.tenancy.oc1..t"_s,
                       .region = u"us-chicago-1"_s,
                       .compartmentId = u"ocid1.tenancy.oc1..t"_s,
                       .kinds = ListKind::Compartments | ListKind::Subscriptions |
                                ListKind::Models | ListKind::Endpoints | ListKind::Clusters};
    std::optional<oci::SignedClient> client;
    std::optional<oci::TenancyScan> scan;
};

} // namespace

class TestTenancyScan : public QObject
{
    Q_OBJECT

private slots:
    void searchesEveryCompartmentThatMayBeSeen()
    {
        Bench bench;
        bench.server.addFor(
                "/endpoints?compartmentId=ocid1.compartment.oc1..b",
                items("{'items':[{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.e',"
                      "'displayName':'team','lifecycleState':'ACTIVE','modelId':'m',"
                      "'dedicatedAiClusterId':'cl'},{'id':'ocid1.generativeaiendpoint.oc1..f',"
                      "'lifecycleState':'FAILED','lifecycleDetails':'out of units'}]}"));
        bench.server.addFor(
                "/dedicatedAiClusters?compartmentId=ocid1.compartment.oc1..a",
                items("{'items':[{'id':'ocid1.generativeaidedicatedaicluster.oc1.us-chicago-1.k',"
                      "'type':'HOSTING','unitCount':2,'unitShape':'H100_X2','lifecycleState':"
                      "'NEEDS_ATTENTION','capacity':{'usedEndpointCapacity':3,"
                      "'totalEndpointCapacity':50}}]}"));

        const auto found = bench.run();

        QVERIFY(found);
        QVERIFY(found->failures.isEmpty());
        QStringList paths;
        for (const oci::Compartment &compartment : found->compartments)
            paths.append(compartment.path);
        QCOMPARE(paths, QStringList({u""_s, u"a"_s, u"a/b"_s, u"c"_s}));
        QCOMPARE(bench.targets("/endpoints?").size(), 3); // not the one that may not be seen
        QCOMPARE(bench.targets("/models?").size(), 1);
        QCOMPARE(found->endpoints.size(), 2);
        QCOMPARE(found->endpoints[0].compartmentId, u"ocid1.compartment.oc1..b"_s);
        QCOMPARE(found->endpoints[1].region, u"us-chicago-1"_s); // its OCID does not say
        QCOMPARE(found->endpoints[1].lifecycleDetails, u"out of units"_s);
        QVERIFY(!found->endpoints[1].isActive());
        QCOMPARE(found->clusters.size(), 1);
        QCOMPARE(found->clusters[0].unitShape, u"H100_X2"_s);
        QCOMPARE(found->clusters[0].usedEndpoints, 3);
        QCOMPARE(found->clusters[0].lifecycleState, u"NEEDS_ATTENTION"_s);
        const QByteArray compartments = bench.targets("/compartments?").value(0);
        for (const char *part : {"/us-chicago-1/identity/20160918/", "compartmentIdInSubtree=true",
                                 "accessLevel=ACCESSIBLE", "limit=1000"})
            QVERIFY2(compartments.contains(part), part);
    }

    void searchesEveryRegionThatIsReady()
    {
        Bench bench;
        bench.plan.allRegions = true;

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(found->subscriptions.size(), 3);
        QCOMPARE(bench.targets("/models?").size(), 2);
        QCOMPARE(bench.targets("/endpoints?").size(), 6);
        QVERIFY(bench.targets("ap-osaka-1").isEmpty());
    }

    void oneCompartmentThatRefusesHidesNothingElse()
    {
        Bench bench;
        bench.server.addFor("/endpoints?compartmentId=ocid1.compartment.oc1..a", refusal());
        bench.server.addFor("/endpoints?compartmentId=ocid1.compartment.oc1..b",
                            items("{'items':[{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.e',"
                                  "'lifecycleState':'ACTIVE'}]}"));

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(found->endpoints.size(), 1);
        QCOMPARE(found->failures.size(), 1);
        const ScanFailure failure = found->failures.first();
        QCOMPARE(failure.kind, ListKind::Endpoints);
        QCOMPARE(failure.compartmentId, u"ocid1.compartment.oc1..a"_s);
        QCOMPARE(failure.error.code, ErrorCode::NotFound);
        QVERIFY(failure.text().startsWith(
                u"The dedicated endpoints in us-chicago-1 could not be listed: "_s));
    }

    void whatIsRefusedNamesThePolicyOnce()
    {
        Bench bench;
        bench.auth.as = oci::Caller::DynamicGroup;
        bench.server.addFor("/endpoints?", refusal());
        bench.server.addFor("/models?", refusal());

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(found->failures.size(), 4); // the models, and the endpoints of three compartments
        const QStringList texts = oci::textsOf(found->failures);
        QCOMPARE(texts.size(), 2);
        for (const QString &text : texts)
            QCOMPARE(text.count("Ask an administrator for the policy"_L1), 1);
        const QString all = texts.join(u'\n');
        QVERIFY2(all.contains("in 3 compartments"_L1), qPrintable(all));
        QVERIFY2(all.contains("'allow dynamic-group <dynamic group> to use generative-ai-family in "
                              "tenancy'."_L1),
                 qPrintable(all));
        QVERIFY2(all.contains("'allow dynamic-group <dynamic group> to inspect "
                              "generative-ai-model in tenancy'."_L1),
                 qPrintable(all));
    }

    void eachListNamesItsPolicy_data()
    {
        QTest::addColumn<ListKind>("kind");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("policy");
        QTest::newRow("compartments")
                << ListKind::Compartments << QByteArray("/20160918/compartments?")
                << u"inspect compartments in tenancy"_s;
        QTest::newRow("regions") << ListKind::Subscriptions << QByteArray("/20160918/tenancies/")
                                 << u"inspect tenancies in tenancy"_s;
        QTest::newRow("deployments")
                << ListKind::Deployments << QByteArray("/20190101/modelDeployments?")
                << u"use data-science-model-deployments in compartment id ocid1.compartment.oc1..x"_s;
        QTest::newRow("clusters")
                << ListKind::Clusters << QByteArray("/20231130/dedicatedAiClusters?")
                << u"use generative-ai-family in compartment id ocid1.compartment.oc1..x"_s;
    }

    void eachListNamesItsPolicy()
    {
        QFETCH(const ListKind, kind);
        QFETCH(const QByteArray, path);
        QFETCH(const QString, policy);
        Bench bench;
        bench.plan.kinds = kind;
        bench.plan.compartmentId = u"ocid1.compartment.oc1..x"_s;
        bench.server.addFor(path, refusal());

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(found->failures.size(), 1);
        const QString text = found->failures.first().text();
        QVERIFY2(text.contains(u"'allow group <group> to "_s + policy + u"'."_s), qPrintable(text));
    }

    void oneRegionThatIsDownHidesNothingElse()
    {
        Bench bench;
        bench.plan.allRegions = true;
        bench.server.addFor("/eu-frankfurt-1/",
                            Script::reply(503, R"({"code":"ServiceUnavailable","message":"no"})"));
        bench.server.addFor("/us-chicago-1/generativeai/20231130/models?",
                            items("{'items':[{'id':'m','displayName':'a.b','type':'BASE',"
                                  "'lifecycleState':'ACTIVE','capabilities':['CHAT']}]}"));

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(found->models.value(u"us-chicago-1"_s).entries().size(), 1);
        QCOMPARE(found->failures.size(), 7); // models, and two lists in three compartments
        for (const ScanFailure &failure : found->failures) {
            QCOMPARE(failure.region, u"eu-frankfurt-1"_s);
            QCOMPARE(failure.error.code, ErrorCode::Unavailable);
        }
        const QStringList texts = oci::textsOf(found->failures);
        QCOMPARE(texts.size(), 3);
        QVERIFY(texts.join(u'\n').contains(
                u"The dedicated endpoints in eu-frankfurt-1 could not be listed in 3 compartments"_s));
    }

    void withoutCompartmentsTheOwnOneIsSearched()
    {
        Bench bench;
        bench.plan.kinds = ListKind::Compartments | ListKind::Endpoints;
        bench.plan.region = u"us-phoenix-1"_s;
        bench.server.addFor("-phoenix-1/identity/", refusal()); // looked at before the usual one

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(bench.targets("/endpoints?").size(), 1);
        QCOMPARE(found->failures.size(), 1);
        QCOMPARE(found->failures.first().kind, ListKind::Compartments);
    }

    void moreCompartmentsThanAllowedAreAFailureOfTheirOwn()
    {
        Bench bench;
        bench.plan.mostCompartments = 2;

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(bench.targets("/endpoints?").size(), 2);
        QCOMPARE(found->failures.size(), 1);
        QCOMPARE(found->failures.first().error.code, ErrorCode::TooLarge);
    }

    void noMoreRequestsThanAllowedAreUnderWay()
    {
        Bench bench;
        bench.plan.mostAtOnce = 3;
        bench.plan.kinds = ListKind::Models | ListKind::Endpoints | ListKind::Clusters |
                           ListKind::ImportedModels;
        bench.server.addFor("generativeai", Script()); // says nothing
        bench.client.emplace(bench.network, bench.auth, bench.clock, bench.settings);
        bench.scan.emplace(*bench.client, bench.pool, bench.plan);
        const auto future = bench.scan->run();

        QTRY_COMPARE(bench.server.requests.size(), 3);
        QCoreApplication::processEvents();
        QCOMPARE(bench.auth.calls, 3);

        bench.scan.reset();
        QTRY_COMPARE(bench.server.closed, 3);
        QVERIFY(future.isCanceled());
    }

    void fetchesWhatIsMissingOfTheModelsBehindActiveEndpoints()
    {
        Bench bench;
        bench.plan.kinds = ListKind::Models | ListKind::Endpoints | ListKind::ModelsBehind;
        bench.server.addFor(
                "/endpoints?",
                items("{'items':[{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.e',"
                      "'lifecycleState':'ACTIVE','modelId':'ocid1.generativeaimodel.oc1.us-"
                      "chicago-1.x'},{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.f',"
                      "'lifecycleState':'DELETED','modelId':'ocid1.generativeaimodel.oc1.us-"
                      "chicago-1.y'}]}"));
        bench.server.addFor("/models/ocid1.generativeaimodel.oc1.us-chicago-1.x",
                            items("{'id':'ocid1.generativeaimodel.oc1.us-chicago-1.x',"
                                  "'displayName':'mine','type':'CUSTOM'}"));

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(bench.targets("/models/").size(), 1);
        QCOMPARE(found->models.value(u"us-chicago-1"_s).entries().first().displayName, u"mine"_s);
    }

    void fetchesWhatACustomModelWasMadeOf()
    {
        Bench bench;
        bench.plan.kinds = ListKind::Models | ListKind::Endpoints | ListKind::ModelsBehind;
        bench.server.addFor("/endpoints?",
                            items("{'items':[{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.e',"
                                  "'lifecycleState':'ACTIVE','modelId':"
                                  "'ocid1.generativeaimodel.oc1.us-chicago-1.custom'}]}"));
        bench.server.addFor("/models/ocid1.generativeaimodel.oc1.us-chicago-1.custom",
                            items("{'id':'ocid1.generativeaimodel.oc1.us-chicago-1.custom',"
                                  "'displayName':'mine','type':'CUSTOM','baseModelId':"
                                  "'ocid1.generativeaimodel.oc1.us-chicago-1.base'}"));
        bench.server.addFor("/models/ocid1.generativeaimodel.oc1.us-chicago-1.base",
                            items("{'id':'ocid1.generativeaimodel.oc1.us-chicago-1.base',"
                                  "'displayName':'cohere.command-r','type':'BASE'}"));

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(bench.targets("/models/").size(), 2);
        const auto entries = found->models.value(u"us-chicago-1"_s).entries();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries.last().displayName, u"cohere.command-r"_s);
    }

    void modelsBehindTooManyEndpointsAreSaidToBeMissing()
    {
        Bench bench;
        bench.plan.kinds = ListKind::Models | ListKind::Endpoints | ListKind::ModelsBehind;
        bench.plan.mostModelsBehind = 1;
        bench.server.addFor(
                "/endpoints?",
                items("{'items':[{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.e',"
                      "'lifecycleState':'ACTIVE','modelId':'ocid1.generativeaimodel.oc1.us-"
                      "chicago-1.x'},{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.f',"
                      "'lifecycleState':'ACTIVE','modelId':'ocid1.generativeaimodel.oc1.us-"
                      "chicago-1.y'}]}"));
        bench.server.addFor("/models/", items("{'id':'z','displayName':'z','type':'BASE'}"));

        const auto found = bench.run();

        QVERIFY(found);
        QCOMPARE(bench.targets("/models/").size(), 1);
        QCOMPARE(found->failures.size(), 1);
        QCOMPARE(found->failures.first().kind, ListKind::ModelsBehind);
    }

    void modelsWaitForNoCompartment()
    {
        Bench bench(Script{}); // which never answers
        bench.plan.kinds = ListKind::Models | ListKind::Compartments | ListKind::Endpoints;
        bench.client.emplace(bench.network, bench.auth, bench.clock, bench.settings);
        bench.scan.emplace(*bench.client, bench.pool, bench.plan);
        const auto future = bench.scan->run();

        QTRY_COMPARE(bench.targets("/models?").size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestTenancyScan)
#include "tst_tenancyscan.moc"
