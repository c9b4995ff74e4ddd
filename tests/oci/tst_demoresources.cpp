// SPDX-License-Identifier: MIT
#include "oci/demo/demoresources.h"
#include "tests/oci/demoharness.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace tests;
using oci::demo::DemoAccount;

namespace {

constexpr auto management = "/us-chicago-1/generativeai/20231130/";
constexpr auto identity = "/us-chicago-1/identity/20160918/";

QStringList names(const boost::json::value &list, std::string_view pointer = "/displayName")
{
    QStringList all;
    if (const auto *items = list.if_array()) {
        for (const auto &item : *items)
            all.append(textAt(item, pointer));
    }
    return all;
}

} // namespace

class TestDemoResources : public QObject
{
    Q_OBJECT

private slots:
    void listsEndpointsOfACompartmentAndRegion()
    {
        DemoHarness demo;
        const QByteArray query = "endpoints?compartmentId=" + DemoAccount::compartment();

        const auto here = jsonOf(*demo.get(management + query));
        const auto there = jsonOf(*demo.get("/eu-frankfurt-1/generativeai/20231130/" + query));
        const auto active = jsonOf(*demo.get(management + query + "&lifecycleState=ACTIVE"));

        QCOMPARE(names(at(here, "/items")),
                 QStringList({u"team-llama"_s, u""_s, u"next-llama"_s, u"old-grok"_s}));
        QCOMPARE(names(at(there, "/items")), QStringList{u"frankfurt-llama"_s});
        QCOMPARE(names(at(active, "/items")), QStringList({u"team-llama"_s, u""_s}));
        QCOMPARE(textAt(here, "/items/0/lifecycleState"), u"ACTIVE"_s);
        QVERIFY(textAt(here, "/items/0/dedicatedAiClusterId")
                        .startsWith(u"ocid1.generativeaidedicatedaicluster."_s));
    }

    void pagesAndSorts()
    {
        DemoHarness demo;
        const QByteArray query = "endpoints?compartmentId=" + DemoAccount::compartment() +
                                 "&limit=3&sortBy=displayName&sortOrder=DESC";

        const auto first = demo.get(management + query);
        const QByteArray token = core::http::headerValue(first->response.headers, "opc-next-page");
        QVERIFY(!token.isEmpty());
        const auto second = demo.get(management + query + "&page=" + token.toPercentEncoding());

        QCOMPARE(names(at(jsonOf(*first), "/items")) + names(at(jsonOf(*second), "/items")),
                 QStringList({u"team-llama"_s, u"old-grok"_s, u"next-llama"_s, u""_s}));
        QVERIFY(core::http::headerValue(second->response.headers, "opc-next-page").isEmpty());
    }

    void listsClustersAndImportedModels()
    {
        DemoHarness demo;

        const auto clusters = jsonOf(*demo.get(
                management + ("dedicatedAiClusters?compartmentId=" + DemoAccount::compartment())));
        const auto imported = jsonOf(*demo.get(
                management + ("importedModels?compartmentId=" + DemoAccount::compartment())));

        QCOMPARE(names(at(clusters, "/items")), QStringList{u"team-cluster"_s});
        QVERIFY(at(clusters, "/items/0/capacity/usedEndpointCapacity").is_int64());
        QCOMPARE(names(at(imported, "/items")), QStringList{u"imported-qwen3"_s});
    }

    void listsCompartmentsAndRegionsAsIdentityDoes()
    {
        DemoHarness demo;
        const QByteArray tenancy = DemoAccount::tenancy();

        const auto tree = demo.get(identity + ("compartments?compartmentId=" + tenancy +
                                               "&compartmentIdInSubtree=true"));
        const auto flat = demo.get(identity + ("compartments?compartmentId=" + tenancy));
        const auto regions = demo.get(identity + ("tenancies/" + tenancy + "/regionSubscriptions"));

        const auto list = [](const auto &exchange) {
            return core::json::parse(exchange->response.body).value();
        };
        QCOMPARE(names(list(tree), "/name"), QStringList({u"ai"_s, u"research"_s}));
        QCOMPARE(names(list(flat), "/name"), QStringList{u"ai"_s});
        QCOMPARE(names(list(regions), "/regionKey"), QStringList({u"ORD"_s, u"FRA"_s, u"KIX"_s}));
    }

    void refusesAsOciDoes_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::newRow("no compartment") << QByteArray(management) + "endpoints" << 400;
        QTest::newRow("a foreign compartment")
                << QByteArray(management) + "endpoints?compartmentId=ocid1.compartment.oc1..x"
                << 404;
        QTest::newRow("a subtree below a compartment")
                << QByteArray(identity) +
                           "compartments?compartmentIdInSubtree=true&compartmentId=" +
                           DemoAccount::compartment()
                << 400;
        QTest::newRow("regions of a compartment")
                << QByteArray(identity) + "tenancies/" + DemoAccount::compartment() +
                           "/regionSubscriptions"
                << 404;
        QTest::newRow("another service's host")
                << "/us-chicago-1/identity/20231130/endpoints?compartmentId=" +
                           DemoAccount::compartment()
                << 404;
    }

    void refusesAsOciDoes()
    {
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        DemoHarness demo;

        QCOMPARE(demo.get(target)->response.status, status);
    }

    void chatsWithAnActiveEndpointInItsCompartmentOnly()
    {
        DemoHarness demo;
        const auto ask = [&demo](const QByteArray &endpoint, const QByteArray &compartment) {
            auto body = chatBody(u"Hi"_s);
            body["compartmentId"] = core::json::string(QByteArrayView(compartment));
            body["servingMode"] = boost::json::object{
                    {"servingType", "DEDICATED"},
                    {"endpointId", core::json::string(QByteArrayView(endpoint))}};
            return demo.chat(body)->response.status;
        };
        const auto idOf = [](const char *key) {
            const auto found = std::ranges::find(oci::demo::demoEndpoints(), QByteArray(key),
                                                 &oci::demo::DemoEndpoint::key);
            return found->id();
        };

        QCOMPARE(ask(idOf("team-llama"), DemoAccount::compartment()), 200);
        QCOMPARE(ask(idOf("team-llama"), DemoAccount::researchCompartment()), 404);
        QCOMPARE(ask(idOf("research-qwen"), DemoAccount::researchCompartment()), 200);
        QCOMPARE(ask(idOf("next-llama"), DemoAccount::compartment()), 404);
        QCOMPARE(ask(idOf("frankfurt-llama"), DemoAccount::compartment()), 404);
    }
};

QTEST_GUILESS_MAIN(TestDemoResources)
#include "tst_demoresources.moc"
