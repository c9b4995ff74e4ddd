// SPDX-License-Identifier: MIT
#include "oci/discovery/discoveredmerge.h"

#include "tests/support/fixtures.h"

#include <QTest>

using core::ModelInfo;
using namespace Qt::StringLiterals;
using oci::DiscoveredModel;
using tests::json;

namespace {

const QDateTime now = QDateTime::fromString(u"2026-05-04T10:00:00Z"_s, Qt::ISODate);
const QString region = u"us-chicago-1"_s;

oci::ModelListing listing()
{
    oci::ModelListing all;
    (void)all.addPage(json("{'items':[{'id':'m1','displayName':'meta.one','type':'BASE',"
                           "'lifecycleState':'ACTIVE','capabilities':['CHAT']},"
                           "{'id':'m2','displayName':'meta.over','type':'BASE','lifecycleState':"
                           "'ACTIVE','capabilities':['CHAT'],'timeOnDemandRetired':'2026-01-01T00:"
                           "00:00Z'}]}"));
    return all;
}

DiscoveredModel told(const QString &name)
{
    return {.name = name,
            .vendor = name.section(u'.', 0, 0),
            .capabilities = {u"CHAT"_s},
            .availability = {{.realm = u"oc1"_s, .region = region, .onDemand = true}}};
}

QList<ModelInfo> merged(const QList<DiscoveredModel> &discovered)
{
    QList<ModelInfo> models = listing().models(region, now, oci::builtInModels());
    oci::mergeDiscovered(models, discovered, listing(), region, now, oci::builtInModels());
    return models;
}

QStringList names(const QList<ModelInfo> &models)
{
    QStringList all;
    for (const ModelInfo &model : models)
        all.append(model.id);
    return all;
}

} // namespace

class TestDiscoveredMerge : public QObject
{
    Q_OBJECT

private slots:
    void addsWhatTheListDoesNotHave()
    {
        DiscoveredModel grok = told(u"xai.new"_s);
        grok.inputModalities = {u"text"_s, u"image"_s};
        grok.leavesOci = true;
        grok.parameters = {{.name = u"temperature"_s, .maximum = 2.0},
                           {.name = u"maxTokens"_s, .maximum = 9000.0}};
        grok.availability.first().onDemandRetired = now.addDays(30);

        const auto models = merged({grok, told(u"a.first"_s), grok});

        QCOMPARE(names(models), QStringList({u"a.first"_s, u"meta.one"_s, u"xai.new"_s}));
        const ModelInfo &model = models.last();
        QCOMPARE(model.vendor, u"xai"_s);
        QCOMPARE(model.region, region);
        QCOMPARE(model.inputModalities, QStringList({u"text"_s, u"image"_s}));
        QCOMPARE(model.maxOutputTokens, 9000);
        QCOMPARE(model.retired, now.addDays(30));
        QVERIFY(model.leavesOci);
        QVERIFY(model.canChat());
    }

    void saysMoreOfWhatTheListHas()
    {
        DiscoveredModel one = told(u"meta.one"_s);
        one.capabilities = {u"CHAT"_s, u"IMAGE_TEXT_TO_TEXT"_s};
        one.inputModalities = {u"text"_s, u"image"_s};
        one.availability.first().deprecated = now;

        const auto models = merged({one});

        QCOMPARE(models.size(), 1);
        QCOMPARE(models.first().ocid, u"m1"_s);
        QCOMPARE(models.first().capabilities, QStringList({u"CHAT"_s, u"IMAGE_TEXT_TO_TEXT"_s}));
        QCOMPARE(models.first().inputModalities, one.inputModalities);
        QCOMPARE(models.first().deprecated, now);
    }

    void leavesOutWhatCannotBeCalledHere_data()
    {
        QTest::addColumn<DiscoveredModel>("model");
        QTest::newRow("retired by the list") << told(u"meta.over"_s);
        DiscoveredModel other = told(u"x.other"_s);
        other.availability.first().region = u"eu-frankfurt-1"_s;
        QTest::newRow("another region") << other;
        DiscoveredModel over = told(u"x.over"_s);
        over.availability.first().onDemandRetired = now;
        QTest::newRow("retired") << over;
        DiscoveredModel dedicated = told(u"x.dedicated"_s);
        dedicated.availability.first().onDemand = false;
        QTest::newRow("on clusters alone") << dedicated;
        DiscoveredModel useless = told(u"x.useless"_s);
        useless.capabilities = {u"TEXT_TO_VIDEO"_s};
        QTest::newRow("can nothing that we know") << useless;
        DiscoveredModel nowhere = told(u"x.nowhere"_s);
        nowhere.availability.clear();
        QTest::newRow("nowhere") << nowhere;
    }

    void leavesOutWhatCannotBeCalledHere()
    {
        QFETCH(DiscoveredModel, model);

        QCOMPARE(names(merged({model})), QStringList{u"meta.one"_s});
    }

    void withoutItTheListStands()
    {
        QCOMPARE(merged({}), listing().models(region, now, oci::builtInModels()));
    }
};

QTEST_APPLESS_MAIN(TestDiscoveredMerge)
#include "tst_discoveredmerge.moc"
