// SPDX-License-Identifier: MIT
#include "oci/discovery/scanreading.h"
#include "tests/oci/demoharness.h"

using namespace Qt::StringLiterals;
using namespace tests;
using oci::ListKind;
using oci::ModelDeployment;
using oci::demo::DemoAccount;

namespace {

boost::json::object object(const char *text)
{
    return core::json::parseObject(tests::json(text)).value();
}

} // namespace

class TestOtherListings : public QObject
{
    Q_OBJECT

private slots:
    void readsAnEntryOfTheCatalogueOfAllRegions()
    {
        const auto model = oci::readDiscoveredModel(object(
                "{'modelId':'xai.grok-4','vendor':'XAI','capabilities':['CHAT'],'apiCapability':"
                "['OPENAI_V1_RESPONSES'],'modelAccess':'PROXY','modalitySupport':[{'input':["
                "'TEXT','IMAGE'],'output':'TEXT'},{'input':'TEXT','output':['AUDIO']}],"
                "'parameters':[{'name':'temperature','type':'Float','minimum':0,'maximum':1.5,"
                "'defaultValue':'1'},{'type':'x'},7],'availability':[{'realm':'OC1','region':"
                "'US-Chicago-1','servingModes':['ON_DEMAND'],'timeDeprecated':"
                "'2026-01-01T00:00:00Z','timeOnDemandRetired':'1970-01-01T00:00:00Z',"
                "'supportedReplacements':['xai.grok-5']},{'region':'eu-frankfurt-1',"
                "'servingModes':['DEDICATED']}]}"));

        QVERIFY(model);
        QCOMPARE(model->name, u"xai.grok-4"_s);
        QCOMPARE(model->vendor, u"xai"_s);
        QVERIFY(model->leavesOci);
        QCOMPARE(model->inputModalities, QStringList({u"text"_s, u"image"_s}));
        QCOMPARE(model->outputModalities, QStringList({u"text"_s, u"audio"_s}));
        QCOMPARE(model->parameters.size(), 1);
        QCOMPARE(model->parameters.first().type, u"float"_s);
        QCOMPARE(model->parameters.first().maximum, std::optional(1.5));
        const auto *here = model->in(u"us-chicago-1"_s);
        QVERIFY(here && here->onDemand && !here->dedicated);
        QVERIFY(here->deprecated.isValid() && !here->onDemandRetired.isValid());
        QCOMPARE(here->replacements, QStringList{u"xai.grok-5"_s});
        QVERIFY(model->in(u"eu-frankfurt-1"_s)->dedicated);
        QVERIFY(!model->in(u"us-phoenix-1"_s));
        QVERIFY(!oci::readDiscoveredModel(object("{'vendor':'x'}")));
        QVERIFY(oci::readDiscoveredModel(object("{'modelId':'a','availability':null,"
                                                "'parameters':{},'modalitySupport':[1]}")));
    }

    void readsAProjectAndARoutingProfile()
    {
        const auto project = oci::readProject(
                object("{'id':'ocid1.generativeaiproject.oc1.us-chicago-1.p','displayName':'x',"
                       "'lifecycleState':'ACTIVE'}"));
        const auto profile = oci::readRoutingProfile(
                object("{'id':'ocid1.generativeairoutingprofile.oc1.us-chicago-1.r',"
                       "'regionRoutingPolicy':{'allowedRegions':['b','a']},"
                       "'modelRoutingPolicy':{'allowedModels':['m']}}"));
        const auto local = oci::readRoutingProfile(object("{'id':'r','modelRoutingPolicy':null}"));

        QVERIFY(project && profile && local);
        QCOMPARE(project->region, u"us-chicago-1"_s);
        QCOMPARE(profile->regions, QStringList({u"b"_s, u"a"_s})); // the order counts
        QCOMPARE(profile->models, QStringList{u"m"_s});
        QVERIFY(local->regions.isEmpty());
        QVERIFY(!oci::readProject(object("{'displayName':'x'}")));
        QVERIFY(!oci::readRoutingProfile(object("{}")));
    }

    void readsADeployment_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<bool>("hasUrl");
        QTest::addColumn<bool>("speaksOpenAi");
        const auto row = [](const char *name, const char *fields, bool hasUrl, bool openAi) {
            QTest::newRow(name) << json(fields) << hasUrl << openAi;
        };
        row("plain", "'modelDeploymentUrl':'https://modeldeployment.x.example.com/ocid1.d'", true,
            false);
        row("quick action", "'freeformTags':{'OCI_AQUA':'active'}", false, true);
        row("other tags", "'freeformTags':{'team':'aqua'}", false, false);
        row("container",
            "'modelDeploymentConfigurationDetails':{'environmentConfigurationDetails':{"
            "'environmentVariables':{'predictApiSpecification':'openai'}}}",
            false, true);
        row("http", "'modelDeploymentUrl':'http://modeldeployment.example.com/ocid1.d'", false,
            false);
        row("a password", "'modelDeploymentUrl':'https://a:b@modeldeployment.example.com/'", false,
            false);
        row("nonsense", "'modelDeploymentUrl':7,'freeformTags':[]", false, false);
    }

    void readsADeployment()
    {
        QFETCH(QByteArray, fields);
        QFETCH(bool, hasUrl);
        QFETCH(bool, speaksOpenAi);

        const auto json = core::json::parseObject(
                "{\"id\":\"ocid1.datasciencemodeldeployment.oc1.iad.d\",\"lifecycleState\":"
                "\"ACTIVE\"," +
                fields + "}");
        const auto deployment = oci::readModelDeployment(json.value());

        QVERIFY(deployment && deployment->isActive());
        QCOMPARE(deployment->region, u"us-ashburn-1"_s);
        QCOMPARE(deployment->url.isValid() && !deployment->url.isEmpty(), hasUrl);
        QCOMPARE(deployment->speech == ModelDeployment::Speech::OpenAi, speaksOpenAi);
    }

    void readsWhatTheEmbeddedServiceLists()
    {
        DemoHarness demo;
        QList<oci::TenancyScan::Answer> answers;
        const auto ask = [&](ListKind kind, const char *path) {
            const auto exchange = demo.get(path + ("?compartmentId=" + DemoAccount::compartment()));
            QCOMPARE(exchange->response.status, 200);
            answers.append({.task = {.kind = kind, .region = u"us-chicago-1"_s},
                            .pages = oci::ListPages{.pages = {{.body = exchange->response.body,
                                                               .requestId = {}}}}});
        };
        ask(ListKind::DiscoveredModels, "/us-chicago-1/generativeai/20231130/modelDiscovery");
        ask(ListKind::Projects, "/us-chicago-1/generativeai/20231130/generativeAiProjects");
        ask(ListKind::RoutingProfiles, "/us-chicago-1/generativeai/20231130/routingProfiles");
        ask(ListKind::Deployments, "/us-chicago-1/datascience/20190101/modelDeployments");

        const auto found = oci::findingsWith({}, answers, {});

        QVERIFY(found.failures.isEmpty());
        QVERIFY(found.discoveredModels.size() > 5);
        QVERIFY(found.discoveredModels.first().in(u"us-chicago-1"_s));
        QCOMPARE(found.projects.size(), 1);
        QCOMPARE(found.routingProfiles.first().regions.size(), 2);
        QCOMPARE(found.deployments.size(), 4);
        QCOMPARE(found.deployments[0].speech, ModelDeployment::Speech::OpenAi);
        QVERIFY(found.deployments[0].isActive());
        QCOMPARE(found.deployments[3].speech, ModelDeployment::Speech::Unknown);
        QVERIFY(!found.deployments[3].isActive());
    }

    void theEmbeddedServiceFiltersAndRefuses()
    {
        DemoHarness demo;
        const QByteArray path = "/us-chicago-1/datascience/20190101/modelDeployments";
        const QByteArray place = "?compartmentId=" + DemoAccount::compartment();

        const auto active =
                core::json::parse(demo.get(path + place + "&lifecycleState=ACTIVE")->response.body);
        QCOMPARE(active->get_array().size(), std::size_t(2));
        QCOMPARE(demo.get(path)->response.status, 400);
        QCOMPARE(demo.get(path + "?compartmentId=ocid1.compartment.oc1..x")->response.status, 404);
        const auto one = jsonOf(*demo.get("/us-chicago-1/generativeai/20231130/modelDiscovery" +
                                          place + "&modelId=xai.grok-4.3"));
        QCOMPARE(at(one, "/items").get_array().size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestOtherListings)
#include "tst_otherlistings.moc"
