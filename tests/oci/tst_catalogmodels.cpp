// SPDX-License-Identifier: MIT
#include "oci/discovery/catalogmodels.h"

#include "core/json/json.h"
#include "oci/inference/chattarget.h"
#include "tests/support/fixtures.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using core::ModelInfo;
using core::ServingMode;
using namespace Qt::StringLiterals;
using oci::ModelStatus;
using tests::json;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate);
constexpr auto region = "us-chicago-1";

QString modelId(const QString &key)
{
    return u"ocid1.generativeaimodel.oc1.us-chicago-1."_s + key;
}

QString endpointId(const QString &key)
{
    return u"ocid1.generativeaiendpoint.oc1.us-chicago-1."_s + key;
}

//! A base model, a custom one of it, a custom one of that, and one that is only fine-tuned.
QByteArray models()
{
    const auto entry = [](const char *key, const char *fields) {
        return "{\"id\":\"" + modelId(QString::fromLatin1(key)).toUtf8() +
               "\",\"lifecycleState\":\"ACTIVE\"," + json(fields) + "}";
    };
    return "{\"items\":[" +
           QByteArrayList{
                   entry("base", "'displayName':'meta.llama-3.3-70b-instruct','vendor':'meta',"
                                 "'type':'BASE','capabilities':['CHAT']"),
                   entry("old", "'displayName':'meta.old','vendor':'meta','type':'BASE',"
                                "'capabilities':['CHAT'],'timeOnDemandRetired':'2026-01-01T00:00:"
                                "00Z','timeDedicatedRetired':'2027-01-01T00:00:00Z'"),
                   entry("tuning", "'displayName':'meta.tunable','vendor':'meta','type':'BASE',"
                                   "'capabilities':['FINE_TUNE']"),
                   entry("custom", "'displayName':'support','type':'CUSTOM','version':'3',"
                                   "'capabilities':['CHAT'],'baseModelId':"
                                   "'ocid1.generativeaimodel.oc1.us-chicago-1.base'"),
                   entry("again", "'displayName':'support-2','type':'CUSTOM',"
                                  "'capabilities':['CHAT'],'baseModelId':"
                                  "'ocid1.generativeaimodel.oc1.us-chicago-1.custom'")}
                   .join(',') +
           "]}";
}

oci::DedicatedEndpoint endpoint(const QString &key, const QString &name, const QString &model,
                                const QString &state = u"ACTIVE"_s, int age = 1)
{
    return {.id = endpointId(key),
            .displayName = name,
            .modelId = model,
            .compartmentId = u"ocid1.compartment.oc1..team"_s,
            .region = QString::fromLatin1(region),
            .lifecycleState = state,
            .created = now.addDays(-age)};
}

oci::TenancyFindings findings(const QList<oci::DedicatedEndpoint> &endpoints)
{
    oci::TenancyFindings found;
    (void)found.models[QString::fromLatin1(region)].addPage(models());
    found.endpoints = endpoints;
    found.importedModels = {{.id = u"ocid1.generativeaiimportedmodel.oc1.us-chicago-1.i"_s,
                             .displayName = u"qwen3"_s,
                             .vendor = u"cohere"_s,
                             .capabilities = {u"TEXT_TO_TEXT"_s}}};
    return found;
}

QList<ModelInfo> catalog(const QList<oci::DedicatedEndpoint> &endpoints)
{
    return oci::catalogModels(findings(endpoints), {}, QString::fromLatin1(region), now,
                              oci::builtInModels());
}

QStringList names(const QList<ModelInfo> &all)
{
    QStringList names;
    for (const ModelInfo &model : all)
        names.append(model.id);
    return names;
}

ModelInfo named(const QList<ModelInfo> &all, const QString &name)
{
    for (const ModelInfo &model : all) {
        if (model.id == name)
            return model;
    }
    return {};
}

} // namespace

class TestCatalogModels : public QObject
{
    Q_OBJECT

private slots:
    void withoutEndpointsOnlyBaseModelsOnDemandAreLeft()
    {
        QCOMPARE(names(catalog({})), QStringList{u"meta.llama-3.3-70b-instruct"_s});
    }

    void aModelOfUnknownAncestryIsNotTakenForItself()
    {
        oci::TenancyFindings found;
        QVERIFY(found.models[QString::fromLatin1(region)].addPage(json(
                "{'items':[{'id':'ocid1.generativeaimodel.oc1.us-chicago-1.lost','displayName':"
                "'lost','type':'CUSTOM','vendor':'cohere','capabilities':['CHAT'],'lifecycleState':"
                "'ACTIVE','baseModelId':'ocid1.generativeaimodel.oc1.us-chicago-1.gone'}]}")));
        found.endpoints = {endpoint(u"e"_s, u"mine"_s, modelId(u"lost"_s))};

        const ModelInfo model = named(oci::catalogModels(found, {}, QString::fromLatin1(region),
                                                         now, oci::builtInModels()),
                                      u"mine"_s);

        QVERIFY(model.baseModel.isEmpty());
        QCOMPARE(model.vendor, u"cohere"_s); // which tells its format
    }

    void anImportedModelIsReachedThroughItsEndpoint()
    {
        const QString imported = u"ocid1.generativeaiimportedmodel.oc1.us-chicago-1.i"_s;
        const auto all = catalog({endpoint(u"e"_s, u"mine"_s, imported)});

        const auto target = oci::resolveModel(imported, all);

        QVERIFY(target);
        QCOMPARE(target->id, endpointId(u"e"_s));
        QCOMPARE(target->serving, ServingMode::Dedicated);
    }

    //! Generating and summarizing text were calls of their own, which OCI has taken away (14.47).
    void whatOnlyTheRetiredCallsCouldUseIsNotOffered()
    {
        oci::TenancyFindings found;
        QVERIFY(found.models[QString::fromLatin1(region)].addPage(
                json("{'items':[{'id':'i','displayName':'cohere.command','type':'BASE',"
                     "'capabilities':['TEXT_GENERATION','TEXT_SUMMARIZATION'],"
                     "'lifecycleState':'ACTIVE'}]}")));

        QVERIFY(oci::catalogModels(found, {}, QString::fromLatin1(region), now,
                                   oci::builtInModels())
                        .isEmpty());
    }

    void readingImagesIsChatting()
    {
        oci::TenancyFindings found;
        QVERIFY(found.models[QString::fromLatin1(region)].addPage(
                json("{'items':[{'id':'i','displayName':'meta.eyes','type':'BASE','capabilities':"
                     "['IMAGE_TEXT_TO_TEXT'],'lifecycleState':'ACTIVE'}]}")));

        QVERIFY(named(oci::catalogModels(found, {}, QString::fromLatin1(region), now,
                                         oci::builtInModels()),
                      u"meta.eyes"_s)
                        .canChat());
    }

    void whatIsKeptKeepsItsName()
    {
        const ModelInfo kept{.id = u"team"_s,
                             .ocid = endpointId(u"elsewhere"_s),
                             .serving = ServingMode::Dedicated};

        const auto all = oci::catalogModels(
                findings({endpoint(u"12345678"_s, u"team"_s, modelId(u"base"_s))}), {kept},
                QString::fromLatin1(region), now, oci::builtInModels());

        QCOMPARE(named(all, u"team"_s).ocid, kept.ocid);
        QCOMPARE(named(all, u"team-12345678"_s).ocid, endpointId(u"12345678"_s));
    }

    void anEndpointDoesNotStandInForAModelThatWasNotListed()
    {
        oci::TenancyFindings found;
        found.endpoints = {
                endpoint(u"12345678"_s, u"meta.llama-3.3-70b-instruct"_s, modelId(u"base"_s))};
        found.failures = {{.kind = oci::ListKind::Models, .region = QString::fromLatin1(region)}};

        QCOMPARE(names(oci::catalogModels(found, {}, QString::fromLatin1(region), now,
                                          oci::builtInModels())),
                 QStringList{u"meta.llama-3.3-70b-instruct-12345678"_s});
    }

    void saysWhyAModelIsNotCalled()
    {
        oci::ModelListing listing;
        QVERIFY(listing.addPage(models()));
        QList<ModelStatus> statuses;
        for (const oci::ListedModel &model : listing.entries())
            statuses.append(oci::statusOf(model, now));
        QCOMPARE(statuses,
                 QList({ModelStatus::Callable, ModelStatus::Retired, ModelStatus::FineTuneOnly,
                        ModelStatus::Custom, ModelStatus::Custom}));

        oci::ListedModel model = listing.entries().first();
        model.deprecated = now;
        QCOMPARE(oci::statusOf(model, now), ModelStatus::Deprecated);
        model.lifecycleState = u"DELETING"_s;
        QCOMPARE(oci::statusOf(model, now), ModelStatus::Inactive);
        model.lifecycleState = u"ACTIVE"_s;
        model.capabilities = {u"TEXT_TO_VIDEO"_s};
        QCOMPARE(oci::statusOf(model, now), ModelStatus::Unsupported);
    }

    void onlyActiveEndpointsAreCalled_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<bool>("isCalled");
        for (const char *state :
             {"ACTIVE", "CREATING", "UPDATING", "DELETING", "DELETED", "FAILED", "NEW_STATE", ""})
            QTest::newRow(*state ? state : "none")
                    << QString::fromLatin1(state) << (QByteArray(state) == "ACTIVE");
    }

    void onlyActiveEndpointsAreCalled()
    {
        QFETCH(QString, state);
        QFETCH(bool, isCalled);

        const auto all = catalog({endpoint(u"e"_s, u"team"_s, modelId(u"base"_s), state)});

        QCOMPARE(oci::resolveModel(u"team"_s, all).has_value(), isCalled);
        const bool isGone = state.isEmpty() || state.startsWith("DELET"_L1);
        QCOMPARE(names(all).contains(u"team"_s), !isGone);
        QCOMPARE(named(all, u"team"_s).lifecycleState, isCalled || isGone ? QString() : state);
    }

    void anEndpointKnowsTheModelBehindIt()
    {
        const auto all = catalog({endpoint(u"e"_s, u"team"_s, modelId(u"base"_s))});

        const ModelInfo model = named(all, u"team"_s);
        QCOMPARE(model.ocid, endpointId(u"e"_s));
        QCOMPARE(model.serving, ServingMode::Dedicated);
        QCOMPARE(model.baseModel, u"meta.llama-3.3-70b-instruct"_s);
        QCOMPARE(model.vendor, u"meta"_s);
        QCOMPARE(model.region, QString::fromLatin1(region));
        QCOMPARE(model.compartmentId, u"ocid1.compartment.oc1..team"_s);
        QVERIFY(model.canChat());
        QCOMPARE(model.contextLength, 128000);
    }

    void aModelThatIsOverOnDemandLivesOnItsCluster()
    {
        const ModelInfo model =
                named(catalog({endpoint(u"e"_s, u"team"_s, modelId(u"old"_s))}), u"team"_s);

        QCOMPARE(model.baseModel, u"meta.old"_s);
        QCOMPARE(model.retired, QDateTime::fromString(u"2027-01-01T00:00:00Z"_s, Qt::ISODate));
    }

    void aCustomModelIsCalledByItsEndpointByItsNameAndByItsOcid()
    {
        const auto all = catalog({endpoint(u"e"_s, {}, modelId(u"again"_s))});

        // The endpoint has no name of its own and takes the model's, so the model gets its OCID's
        // end.
        QCOMPARE(names(all), QStringList({u"meta.llama-3.3-70b-instruct"_s, u"support-2"_s,
                                          u"support-2--1.again"_s}));
        const ModelInfo byEndpoint = named(all, u"support-2"_s);
        QCOMPARE(byEndpoint.ocid, endpointId(u"e"_s));
        QCOMPARE(byEndpoint.baseModel, u"meta.llama-3.3-70b-instruct"_s);
        const auto target = oci::resolveModel(modelId(u"again"_s), all);
        QVERIFY(target);
        QCOMPARE(target->id, endpointId(u"e"_s));
        QCOMPARE(target->serving, ServingMode::Dedicated);
        QCOMPARE(target->compartmentId, u"ocid1.compartment.oc1..team"_s);
    }

    void anImportedModelSpeaksGenericWhateverItsVendor()
    {
        const ModelInfo model =
                named(catalog({endpoint(u"e"_s, u"mine"_s,
                                        u"ocid1.generativeaiimportedmodel.oc1.us-chicago-1.i"_s)}),
                      u"mine"_s);

        QVERIFY(model.canChat());
        QCOMPARE(model.baseModel, u"imported/qwen3"_s);
        QCOMPARE(model.vendor, u"cohere"_s);
    }

    void anEndpointOfAnUnknownModelIsStillCalled()
    {
        const auto all = catalog({endpoint(u"e"_s, {}, modelId(u"nowhere"_s))});

        const ModelInfo model = named(all, endpointId(u"e"_s));
        QVERIFY(model.canChat());
        QCOMPARE(model.ocid, endpointId(u"e"_s));
    }

    void aModelWithoutAnOcidIsBehindNoEndpoint()
    {
        oci::TenancyFindings found;
        QVERIFY(found.models[QString::fromLatin1(region)].addPage(
                json("{'items':[{'displayName':'mine','type':'CUSTOM','capabilities':['CHAT'],"
                     "'lifecycleState':'ACTIVE'}]}")));
        found.endpoints = {endpoint(u"e"_s, {}, {})};

        const auto all = oci::catalogModels(found, {}, QString::fromLatin1(region), now,
                                            oci::builtInModels());

        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().id, endpointId(u"e"_s));
    }

    void namesAreUniqueAndTheOldestKeepsIts()
    {
        const auto all = catalog(
                {endpoint(u"aaaaaaaaaaaaaaaa"_s, u"team"_s, modelId(u"base"_s), u"ACTIVE"_s, 1),
                 endpoint(u"bbbbbbbbbbbbbbbb"_s, u"team"_s, modelId(u"base"_s), u"ACTIVE"_s, 9),
                 endpoint(u"bbbbbbbbbbbbbbbb"_s, u"team"_s, modelId(u"base"_s)),
                 endpoint(u"c"_s, u"meta.llama-3.3-70b-instruct"_s, modelId(u"base"_s))});

        QCOMPARE(all.size(), 4);
        QSet<QString> unique;
        for (const ModelInfo &model : all)
            unique.insert(model.id);
        QCOMPARE(unique.size(), 4);
        QCOMPARE(named(all, u"team"_s).ocid, endpointId(u"bbbbbbbbbbbbbbbb"_s));
        QCOMPARE(named(all, u"team-aaaaaaaa"_s).ocid, endpointId(u"aaaaaaaaaaaaaaaa"_s));
        // A base model's name means the model on demand.
        QCOMPARE(named(all, u"meta.llama-3.3-70b-instruct"_s).serving, ServingMode::OnDemand);
        QVERIFY(std::ranges::is_sorted(all, {}, &ModelInfo::id));
    }
};

QTEST_APPLESS_MAIN(TestCatalogModels)
#include "tst_catalogmodels.moc"
