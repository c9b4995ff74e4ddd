// SPDX-License-Identifier: MIT
#include "oci/discovery/modeldirectory.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fixtures.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using core::ErrorCode;
using tests::json;
using tests::Script;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Script page(const QByteArray &names, const QByteArray &next = {})
{
    QByteArrayList items;
    for (const QByteArray &name : names.split(' ')) {
        if (!name.isEmpty())
            items.append(json("{'displayName':'?','type':'BASE','lifecycleState':'ACTIVE','"
                              "capabilities':['CHAT']}")
                                 .replace("?", name));
    }
    return Script::reply(200, "{\"items\":[" + items.join(',') + "]}",
                         next.isEmpty() ? QByteArray() : "opc-next-page: " + next + "\r\n");
}

struct Bench {
    Bench() : Bench(page("")) { endpoints(page("")); }

    //! Without an answer to the list of endpoints.
    explicit Bench(const Script &importedModels,
                   const Script &deployments = Script::reply(200, "[]"),
                   const Script &discovery = Script::reply(404, "{}"),
                   const Script &profiles = Script::reply(404, "{}"))
    {
        clientSettings.retry.attempts = 1;
        server.addFor("/importedModels?", importedModels);
        server.addFor("/modelDeployments?", deployments);
        server.addFor("/modelDiscovery?", discovery);
        server.addFor("/routingProfiles?", profiles);
    }

    void endpoints(const Script &script) { server.addFor("/endpoints?", script); }

    //! What was asked of the list of models.
    [[nodiscard]] QByteArrayList modelRequests() const
    {
        QByteArrayList targets;
        for (const auto &request : server.requests) {
            if (request.target.contains("/models?"))
                targets.append(request.target);
        }
        return targets;
    }

    oci::ModelDirectory &directory()
    {
        if (!made) {
            client.emplace(network, auth, clock, clientSettings);
            settings.region = u"us-chicago-1"_s;
            settings.endpoints = oci::Endpoints(server.url() + u"/{service}"_s);
            made.emplace(*client, clock, settings);
        }
        return *made;
    }

    //! Null where the refresh failed.
    std::optional<core::Result<QList<core::ModelInfo>>> refreshed()
    {
        const auto future = directory().refresh();
        if (!QTest::qWaitFor([&] { return future.isFinished(); }))
            return {};
        return future.result();
    }

    QStringList names()
    {
        QStringList all;
        for (const core::ModelInfo &model : directory().models())
            all.append(model.id);
        return all;
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    tests::FakeClock clock{QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate)};
    oci::NetworkPool network;
    oci::ClientSettings clientSettings;
    oci::DirectorySettings settings{.compartmentId = u"ocid1.tenancy.oc1..test"_s};
    std::optional<oci::SignedClient> client;
    std::optional<oci::ModelDirectory> made;
};

} // namespace

class TestModelDirectory : public QObject
{
    Q_OBJECT

private slots:
    void readsAllPagesAlsoBehindAnEmptyOne()
    {
        Bench bench;
        bench.server.add(page("a.one", "t+/=1"));
        bench.server.add(page("", "t2"));
        bench.server.add(page("a.two a.one"));
        QSignalSpy changed(&bench.directory(), &core::ModelCatalog::modelsChanged);
        QVERIFY(!bench.directory().isLoaded());

        const auto result = bench.refreshed();

        QVERIFY(result && *result);
        QCOMPARE(bench.names(), QStringList({u"a.one"_s, u"a.two"_s}));
        QVERIFY(**result == bench.directory().models());
        QVERIFY(bench.directory().isLoaded());
        QCOMPARE(changed.count(), 1);
        const QByteArrayList targets = bench.modelRequests();
        QCOMPARE(targets.size(), 3);
        QCOMPARE(bench.server.requests[0].method, "GET");
        QCOMPARE(targets[0],
                 "/generativeai/20231130/"
                 "models?compartmentId=ocid1.tenancy.oc1..test&lifecycleState=ACTIVE&limit=1000");
        QVERIFY(targets[1].endsWith("&page=t%2B%2F%3D1"));
        QVERIFY(targets[2].endsWith("&page=t2"));
        QCOMPARE(bench.auth.calls, 7); // each page of each list is signed for itself
    }

    void pagesThatRepeatComeToAnEnd()
    {
        Bench bench;
        bench.server.add(page("a.one", "t1"));
        bench.server.add(page("a.two", "t1"));

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"stopped after"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        const auto result = bench.refreshed();

        QVERIFY(result && *result);
        QCOMPARE(bench.names(), QStringList({u"a.one"_s, u"a.two"_s}));
        QCOMPARE(bench.modelRequests().size(), 2);
    }

    void pagesWithoutEndComeToAnEnd()
    {
        Bench bench;
        bench.settings.mostPages = 3;
        for (int i = 0; i < 10; ++i)
            bench.server.add(page("a.x" + QByteArray::number(i), "t" + QByteArray::number(i)));

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"stopped after"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        QVERIFY(bench.refreshed());

        QCOMPARE(bench.modelRequests().size(), 3);
        QCOMPARE(bench.names().size(), 3);
    }

    void callsAtOneTimeShareOneAnswer()
    {
        Bench bench;
        bench.server.add(page("a.one"));

        const auto first = bench.directory().refresh();
        const auto second = bench.directory().refresh();
        QTRY_VERIFY(first.isFinished() && second.isFinished());

        QVERIFY(first.result() && second.result());
        QCOMPARE(bench.modelRequests().size(), 1);
    }

    void aFailureKeepsWhatWasKnown()
    {
        Bench bench;
        bench.server.add(page("a.one"));
        bench.server.add(
                Script::reply(404, R"({"code":"NotAuthorizedOrNotFound","message":"no"})"));
        bench.server.add(Script::reply(200, "<html>", "opc-request-id: ABC\r\n"));
        QVERIFY(bench.refreshed());
        QSignalSpy changed(&bench.directory(), &core::ModelCatalog::modelsChanged);

        QCOMPARE(bench.refreshed()->error().code, ErrorCode::NotFound);
        const core::Error garbage = bench.refreshed()->error();
        QCOMPARE(garbage.code, ErrorCode::Protocol);
        QCOMPARE(garbage.requestId, u"ABC"_s);

        QCOMPARE(bench.names(), QStringList{u"a.one"_s});
        QVERIFY(bench.directory().isLoaded());
        QCOMPARE(changed.count(), 0);
    }

    void theSameListIsNoChange()
    {
        Bench bench;
        bench.server.add(page("a.one"));
        QVERIFY(bench.refreshed());
        QSignalSpy changed(&bench.directory(), &core::ModelCatalog::modelsChanged);

        QVERIFY(bench.refreshed());

        QCOMPARE(changed.count(), 0);
    }

    void aReceiverMayRefreshAgain()
    {
        Bench bench;
        bench.server.add(page("a.one"));
        bench.server.add(page("a.two"));
        bool again = false;
        bench.directory().refresh().then(this, [&](const auto &) {
            bench.directory().refresh().then(this, [&](const auto &) { again = true; });
        });

        QTRY_VERIFY(again);
        QCOMPARE(bench.names(), QStringList{u"a.two"_s});
    }

    void aListThatFailsKeepsWhatItHeld()
    {
        Bench bench((page("")));
        bench.server.addFor("/models?", page("a.one"));
        bench.server.addFor("/models?", page("a.two"));
        bench.endpoints(Script::reply(
                200, json("{'items':[{'id':'ocid1.generativeaiendpoint.oc1.us-chicago-1.e',"
                          "'displayName':'team','lifecycleState':'ACTIVE','modelId':'m'}]}")));
        bench.endpoints(Script::reply(404, R"({"code":"NotAuthorizedOrNotFound","message":"no"})"));
        QVERIFY(bench.refreshed());
        QVERIFY(bench.directory().isComplete());
        QVERIFY(bench.directory().problems().isEmpty());
        QCOMPARE(bench.names(), QStringList({u"a.one"_s, u"team"_s}));

        const auto second = bench.refreshed();

        QVERIFY(second && *second);
        QCOMPARE(bench.names(), QStringList({u"a.two"_s, u"team"_s}));
        QVERIFY(bench.directory().isComplete()); // of what one may see
        QCOMPARE(bench.directory().problems().size(), 1);
        QVERIFY(bench.directory().problems().first().startsWith(
                u"The dedicated endpoints in us-chicago-1 could not be listed"_s));
    }

    void offersModelDeploymentsWhereThereAreSome()
    {
        Bench bench((page("")),
                    Script::reply(200, json("[{'id':'ocid1.datasciencemodeldeployment.oc1.us-"
                                            "chicago-1.d','displayName':"
                                            "'deployed','lifecycleState':'ACTIVE','freeformTags':{'"
                                            "OCI_AQUA':'active'},"
                                            "'modelDeploymentUrl':'https://md.example.com/d'},"
                                            "{'id':'ocid1.datasciencemodeldeployment.oc1.us-"
                                            "chicago-1.f','displayName':"
                                            "'forecast','lifecycleState':'INACTIVE'},"
                                            "{'id':'ocid1.datasciencemodeldeployment.oc1.us-"
                                            "chicago-1.g','displayName':"
                                            "'gone','lifecycleState':'DELETED'}]")));
        bench.endpoints(page(""));
        bench.server.addFor("/models?", page("a.one"));
        bench.server.addFor("/modelDeployments?", Script::reply(500, "{}"));
        bench.server.addFor("/modelDeployments?", Script::reply(404, "{}"));

        QVERIFY(bench.refreshed());
        QCOMPARE(bench.names(), QStringList({u"a.one"_s, u"deployed"_s, u"forecast"_s}));
        const core::ModelInfo deployed = bench.directory().models()[1];
        QCOMPARE(deployed.serving, core::ServingMode::Deployment);
        QVERIFY(deployed.canChat());
        QCOMPARE(deployed.callUrl, u"https://md.example.com/d"_s);
        QCOMPARE(deployed.region, u"us-chicago-1"_s);
        QVERIFY(deployed.lifecycleState.isEmpty());
        QVERIFY(!bench.directory().models()[2].canChat());
        QCOMPARE(bench.directory().models()[2].lifecycleState, u"INACTIVE"_s);

        // What fails is told, and what was known stays;
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"model deployments.*could not be listed"_s));
        QVERIFY(bench.refreshed());
        QCOMPARE(bench.names().size(), 3);
        QCOMPARE(bench.directory().problems().size(), 1);
        QVERIFY(!bench.directory().isComplete());
        // who has no part in Data Science hears nothing of it.
        QVERIFY(bench.refreshed());
        QCOMPARE(bench.names(), QStringList{u"a.one"_s});
        QVERIFY(bench.directory().problems().isEmpty());
    }

    void anEndpointIsWhatItWasWhileItsModelCannotBeListed()
    {
        Bench bench(page(""));
        bench.endpoints(Script::reply(
                200, json("{'items':[{'id':'ocid1.generativeaiendpoint.oc1.iad.e','displayName':"
                          "'mine','lifecycleState':'ACTIVE','modelId':"
                          "'ocid1.generativeaimodel.oc1.iad.m'}]}")));
        bench.server.addFor(
                "/models?",
                Script::reply(200,
                              json("{'items':[{'id':'ocid1.generativeaimodel.oc1.iad.m',"
                                   "'displayName':'cohere.embed-x','vendor':'cohere','type':'BASE',"
                                   "'lifecycleState':'ACTIVE','capabilities':['TEXT_EMBEDDINGS'"
                                   "]}]}")));
        bench.server.addFor("/models?", Script::reply(503, "{}"));
        bench.server.addFor("/models/", Script::reply(503, "{}"));
        QVERIFY(bench.refreshed());
        const QDateTime then = bench.clock.now;
        const auto before = bench.directory().models();
        QCOMPARE(bench.names(), QStringList({u"cohere.embed-x"_s, u"mine"_s}));
        QCOMPARE(before[1].baseModel, u"cohere.embed-x"_s);
        QCOMPARE(before[1].region, u"us-ashburn-1"_s);
        bench.clock.now = then.addSecs(3600);
        const QRegularExpression told(u"could not be listed"_s);
        QTest::ignoreMessage(QtWarningMsg, told);
        QTest::ignoreMessage(QtWarningMsg, told);

        QVERIFY(bench.refreshed());

        QCOMPARE(bench.directory().models(), before);
        QVERIFY(!bench.directory().isComplete());
        QCOMPARE(bench.directory().asOf(), then);
    }

    void placesThatOneMayNotSeeLeaveTheListComplete()
    {
        Bench bench(page(""));
        bench.endpoints(Script::reply(404, "{}"));
        bench.server.addFor("/models?", page("a.one"));

        QVERIFY(bench.refreshed());

        QVERIFY(bench.directory().isComplete());
        QCOMPARE(bench.directory().problems().size(), 1);
    }

    void mergesTheCatalogueOfAllRegionsAndRoutingProfiles()
    {
        const auto discovered = [](const char *name) {
            return json("{'modelId':'?','vendor':'x','capabilities':['CHAT'],'modelAccess':'PROXY',"
                        "'availability':[{'realm':'oc1','region':'us-chicago-1','servingModes':["
                        "'ON_DEMAND']}]}")
                    .replace("?", name);
        };
        Bench bench(
                (page("")), Script::reply(200, "[]"),
                Script::reply(200, "{\"items\":[" + discovered("a.one") + ',' +
                                           discovered("x.new") + "]}"),
                Script::reply(200, json("{'items':[{'id':'ocid1.generativeairoutingprofile.oc1."
                                        "us-chicago-1.r','displayName':'anywhere',"
                                        "'lifecycleState':'ACTIVE','modelRoutingPolicy':{"
                                        "'allowedModels':['meta.llama-3.3-70b-instruct']}}]}")));
        bench.endpoints(page(""));
        bench.server.addFor("/models?", page("a.one"));
        for (const char *list : {"/modelDiscovery?", "/routingProfiles?"}) {
            bench.server.addFor(list, Script::reply(500, "{}"));
            bench.server.addFor(list, Script::reply(404, "{}"));
        }

        QVERIFY(bench.refreshed());
        QCOMPARE(bench.names(), QStringList({u"a.one"_s, u"anywhere"_s, u"x.new"_s}));
        QVERIFY(bench.directory().models()[0].leavesOci);
        const core::ModelInfo profile = bench.directory().models()[1];
        QCOMPARE(profile.serving, core::ServingMode::Routed);
        QCOMPARE(profile.baseModel, u"meta.llama-3.3-70b-instruct"_s);
        QVERIFY(profile.canChat() && profile.supportsTools);
        QVERIFY(std::ranges::any_of(bench.server.requests, [](const auto &request) {
            return request.target.endsWith("&region=us-chicago-1&limit=1000");
        }));

        for (int i = 0; i < 2; ++i)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be listed"_s));
        QVERIFY(bench.refreshed());
        QCOMPARE(bench.names().size(), 3); // as it was
        QCOMPARE(bench.directory().problems().size(), 2);

        QVERIFY(bench.refreshed());
        QCOMPARE(bench.names(), QStringList{u"a.one"_s}); // older realms have neither
        QVERIFY(bench.directory().problems().isEmpty());
        QVERIFY(bench.directory().isComplete());
    }

    void beginsWithTheListOfAnEarlierRun()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"catalog/one.json"_s);
        {
            Bench first;
            first.settings.cacheFile = file;
            first.server.add(Script::reply(
                    200, json("{'items':[{'displayName':'a.one','type':'BASE','lifecycleState':"
                              "'ACTIVE','capabilities':['CHAT']},{'displayName':'a.over','type':"
                              "'BASE','lifecycleState':'ACTIVE','capabilities':['CHAT'],"
                              "'timeOnDemandRetired':'2026-06-01T00:00:00Z'}]}")));
            QVERIFY(first.refreshed());
            QCOMPARE(first.names().size(), 2);
        }
        Bench second;
        const QDateTime then = second.clock.now;
        second.clock.now = then.addMonths(2);
        second.settings.cacheFile = file;

        QVERIFY(second.directory().isLoaded());
        QVERIFY(!second.directory().isComplete());
        QCOMPARE(second.directory().asOf(), then);
        QCOMPARE(second.names(), QStringList{u"a.one"_s}); // the other has ended since
        QCOMPARE(second.server.connections, 0);

        second.server.add(page("a.new"));
        QVERIFY(second.refreshed());
        QCOMPARE(second.names(), QStringList{u"a.new"_s});
        QVERIFY(second.directory().isComplete());
        QCOMPARE(second.directory().asOf(), second.clock.now);
    }

    void withoutACompartmentNothingIsSent()
    {
        Bench bench;
        bench.settings.compartmentId.clear();

        QCOMPARE(bench.refreshed()->error().code, ErrorCode::InvalidRequest);
        QCOMPARE(bench.server.connections, 0);
    }

    void destroyingTheDirectoryClosesTheConnection()
    {
        Bench bench;
        const auto future = bench.directory().refresh(); // nobody answers the list of models
        QTRY_COMPARE(bench.server.requests.size(), 5);

        bench.made.reset();

        QTRY_VERIFY_WITH_TIMEOUT(bench.server.closed >= 1, 1000);
        QVERIFY(future.isCanceled());
    }
};

QTEST_GUILESS_MAIN(TestModelDirectory)
#include "tst_modeldirectory.moc"
