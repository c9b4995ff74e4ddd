// SPDX-License-Identifier: MIT
#include "oci/discovery/configuredmodels.h"
#include "oci/discovery/modellisting.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::ModelInfo;
using namespace Qt::StringLiterals;
using tests::json;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate);

QList<ModelInfo> listed(const QByteArray &items)
{
    oci::ModelListing listing;
    if (!listing.addPage("{\"items\":[" + items + "]}"))
        return {};
    return listing.models(u"us-chicago-1"_s, now, oci::builtInModels());
}

QStringList names(const QList<ModelInfo> &models)
{
    QStringList all;
    for (const ModelInfo &model : models)
        all.append(model.id);
    return all;
}

} // namespace

class TestModelListing : public QObject
{
    Q_OBJECT

private slots:
    void readsAModel()
    {
        const auto models =
                listed(json("{'id':'ocid1.generativeaimodel.oc1..a','displayName':'meta.llama-3.3-"
                            "70b-instruct','vendor':'Meta','version':'1.0','type':'BASE',"
                            "'capabilities':['CHAT','SOMETHING_NEW'],'lifecycleState':'ACTIVE','"
                            "compartmentId':null,'timeCreated':'2024-12-01T00:00:00.000Z',"
                            "'timeDeprecated':'2026-01-01T00:00:00Z','timeOnDemandRetired':'2027-"
                            "01-01T00:00:00Z','unknown':{}}"));

        QCOMPARE(models.size(), 1);
        const ModelInfo expected{
                .id = u"meta.llama-3.3-70b-instruct"_s,
                .ocid = u"ocid1.generativeaimodel.oc1..a"_s,
                .vendor = u"meta"_s,
                .version = u"1.0"_s,
                .capabilities = {u"CHAT"_s, u"SOMETHING_NEW"_s},
                .inputModalities = {u"text"_s},
                .region = u"us-chicago-1"_s,
                .contextLength = 128000,
                .maxOutputTokens = 4000,
                .supportsTools = true,
                .created = QDateTime::fromString(u"2024-12-01T00:00:00Z"_s, Qt::ISODate),
                .deprecated = QDateTime::fromString(u"2026-01-01T00:00:00Z"_s, Qt::ISODate),
                .retired = QDateTime::fromString(u"2027-01-01T00:00:00Z"_s, Qt::ISODate)};
        QVERIFY(models.first() == expected);
    }

    void leavesOutWhatCannotBeCalled_data()
    {
        QTest::addColumn<QByteArray>("item");
        QTest::addColumn<bool>("kept");
        const auto row = [](const char *name, const char *fields, bool kept) {
            QTest::newRow(name) << json("{'displayName':'a.b',") + json(fields) + "}" << kept;
        };
        row("chat", "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['CHAT']", true);
        row("embeddings",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['TEXT_EMBEDDINGS']", true);
        row("rerank", "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['TEXT_RERANK']",
            true);
        row("vision",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['IMAGE_TEXT_TO_TEXT']", true);
        row("chat and fine-tuning",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['FINE_TUNE','CHAT']", true);
        row("fine-tuning only",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['FINE_TUNE']", false);
        row("generation only",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['TEXT_GENERATION']", false);
        row("being deleted", "'type':'BASE','lifecycleState':'DELETING','capabilities':['CHAT']",
            false);
        row("custom", "'type':'CUSTOM','lifecycleState':'ACTIVE','capabilities':['CHAT']", false);
        row("retired",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['CHAT'],'timeOnDemandRetired':"
            "'2026-05-04T09:59:59Z'",
            false);
        row("retired soon",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['CHAT'],'timeOnDemandRetired':"
            "'2026-05-04T10:00:01Z'",
            true);
        row("retired on a sentinel date",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['CHAT'],'timeOnDemandRetired':"
            "'1970-01-01T00:00:00Z'",
            true);
        row("nulls",
            "'type':'BASE','lifecycleState':'ACTIVE','capabilities':['CHAT',null,1],'"
            "timeDeprecated':null,'vendor':null",
            true);
    }

    void leavesOutWhatCannotBeCalled()
    {
        QFETCH(QByteArray, item);
        QFETCH(bool, kept);

        QCOMPARE(listed(item).size(), kept ? 1 : 0);
    }

    void entriesWithOneNameAreOneModel()
    {
        const auto models = listed(
                json("{'id':'new','displayName':'x.y','version':'2','type':'BASE','lifecycleState':"
                     "'ACTIVE','capabilities':['CHAT'],'timeCreated':'2026-02-01T00:00:00Z'},"
                     "{'id':'old','displayName':'x.y','version':'1','type':'BASE','lifecycleState':"
                     "'ACTIVE','capabilities':['TEXT_EMBEDDINGS','CHAT'],'timeCreated':'2026-01-"
                     "01T00:00:00Z'},"
                     "{'id':'first','displayName':'a.b','type':'BASE','lifecycleState':'ACTIVE','"
                     "capabilities':['CHAT']}"));

        QCOMPARE(names(models), QStringList({u"a.b"_s, u"x.y"_s}));
        QCOMPARE(models[1].ocid, u"new"_s);
        QCOMPARE(models[1].capabilities, QStringList({u"CHAT"_s, u"TEXT_EMBEDDINGS"_s}));
        QCOMPARE(models[1].vendor, u"x"_s); // by its name
    }

    void badEntriesAreSkippedAndBadPagesRefused()
    {
        QCOMPARE(names(listed(json("1,null,{},[],{'displayName':'a.b','type':'BASE','"
                                   "lifecycleState':'ACTIVE','capabilities':['CHAT']}"))),
                 QStringList{u"a.b"_s});
        for (const char *page : {"", "{}", "<html>", "{\"items\":{}}", "7"})
            QCOMPARE(oci::ModelListing().addPage(page).error().code, core::ErrorCode::Protocol);
        QVERIFY(oci::ModelListing().addPage("[]"));
    }

    void configuredNamesAreModels()
    {
        oci::ConfiguredModels catalog({u"openai.gpt-oss-120b"_s,
                                       u" my-model "_s,
                                       {},
                                       u"my-model"_s,
                                       u"cohere.embed-v4.0"_s},
                                      u"us-chicago-1"_s);

        QVERIFY(catalog.isLoaded());
        QCOMPARE(names(catalog.models()),
                 QStringList({u"openai.gpt-oss-120b"_s, u"my-model"_s, u"cohere.embed-v4.0"_s}));
        QCOMPARE(catalog.models()[0].contextLength, 131072);
        QVERIFY(catalog.models()[1].canChat());
        QVERIFY(!catalog.models()[2].canChat());
        QVERIFY(catalog.refresh().result() == catalog.models());
    }
};

QTEST_APPLESS_MAIN(TestModelListing)
#include "tst_modellisting.moc"
