// SPDX-License-Identifier: MIT
#include "app/common/namedmodels.h"

#include "oci/inference/chattarget.h"
#include "tests/support/fakechatbackend.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using app::NamedModels;
using core::ModelInfo;
using core::ServingMode;

class TestNamedModels : public QObject
{
    Q_OBJECT

private:
    tests::FakeModelCatalog m_inner;

    static ModelInfo onDemand(const QString &name, const QString &base)
    {
        return {.id = name,
                .capabilities = {u"CHAT"_s},
                .region = u"eu-frankfurt-1"_s,
                .baseModel = base,
                .compartmentId = u"ocid1.compartment.oc1..team"_s,
                .isNamed = true};
    }

private slots:
    void init()
    {
        m_inner.known = {{.id = u"meta.one"_s, .region = u"us-chicago-1"_s, .contextLength = 8},
                         {.id = u"our-endpoint"_s,
                          .ocid = u"ocid1.generativeaiendpoint.oc1.iad.x"_s,
                          .vendor = u"meta"_s,
                          .serving = ServingMode::Dedicated,
                          .contextLength = 16,
                          .baseModel = u"meta.one"_s}};
    }

    void standBeforeWhatIsListedWithItsFacts()
    {
        NamedModels catalog(m_inner);
        QSignalSpy changed(&catalog, &core::ModelCatalog::modelsChanged);

        catalog.setNamed({onDemand(u"llama"_s, u"meta.one"_s),
                          {.id = u"ours"_s,
                           .ocid = u"ocid1.generativeaiendpoint.oc1.iad.x"_s,
                           .serving = ServingMode::Dedicated,
                           .isNamed = true}});

        const QList<ModelInfo> models = catalog.models();
        QCOMPARE(models.size(), 4);
        QCOMPARE(models[0].id, u"llama"_s);
        QCOMPARE(models[0].contextLength, 8);
        QCOMPARE(models[0].region, u"eu-frankfurt-1"_s);
        QCOMPARE(models[1].contextLength, 16);
        QCOMPARE(models[1].baseModel, u"meta.one"_s);
        QCOMPARE(models[1].vendor, u"meta"_s);
        QCOMPARE(changed.count(), 1);
    }

    void takeThePlaceOfTheSameName()
    {
        NamedModels catalog(m_inner);

        catalog.setNamed({onDemand(u"meta.one"_s, u"meta.one"_s)});

        QCOMPARE(catalog.models().size(), 2);
        QCOMPARE(catalog.models().first().compartmentId, u"ocid1.compartment.oc1..team"_s);
        catalog.setNamed({});
        QCOMPARE(catalog.models(), m_inner.known);
    }

    void areAskedWhereTheyAreSaidToBe()
    {
        const QList<ModelInfo> known{onDemand(u"llama"_s, u"meta.one"_s)};

        const auto target = oci::resolveModel(u"llama"_s, known);
        QVERIFY(target);
        QCOMPARE(target->id, u"meta.one"_s);
        QCOMPARE(target->model, u"meta.one"_s);
        QCOMPARE(target->region, u"eu-frankfurt-1"_s);
        QCOMPARE(target->compartmentId, u"ocid1.compartment.oc1..team"_s);

        const auto elsewhere = oci::resolveModel(u"us-chicago-1/llama"_s, known);
        QVERIFY(elsewhere);
        QCOMPARE(elsewhere->id, u"meta.one"_s);
        QCOMPARE(elsewhere->region, u"us-chicago-1"_s);
        QVERIFY(elsewhere->isRegionAsked);
    }

    void anUnreadListIsNoneEvenWithNames()
    {
        m_inner.loaded = false;
        NamedModels catalog(m_inner);
        QVERIFY(!catalog.isLoaded());

        catalog.setNamed({onDemand(u"llama"_s, u"meta.one"_s)});

        QVERIFY(catalog.isLoaded());
        QVERIFY(!catalog.isComplete());
        m_inner.loaded = true;
    }
};

QTEST_GUILESS_MAIN(TestNamedModels)
#include "tst_namedmodels.moc"
