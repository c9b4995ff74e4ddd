// SPDX-License-Identifier: MIT
#include "gateway/routing/aliasedcatalog.h"

#include "tests/support/fakechatbackend.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using core::ModelInfo;
using gateway::routing::AliasedCatalog;
using gateway::routing::ModelAliases;
using tests::FakeModelCatalog;

namespace {

QStringList idsOf(const AliasedCatalog &catalog)
{
    QStringList ids;
    for (const ModelInfo &model : catalog.models())
        ids.append(model.id);
    return ids;
}

} // namespace

class TestAliasedCatalog : public QObject
{
    Q_OBJECT

private:
    FakeModelCatalog m_inner;

private slots:
    void init()
    {
        m_inner.loaded = true;
        m_inner.known = {{.id = u"meta.one"_s,
                          .ocid = u"ocid1.generativeaimodel.oc1.iad.x"_s,
                          .region = u"us-chicago-1"_s,
                          .contextLength = 8},
                         {.id = u"meta.two"_s},
                         {.id = u"team/three"_s}};
    }

    void withoutSettingsItIsTheInnerOne()
    {
        const AliasedCatalog catalog(m_inner);

        QCOMPARE(catalog.models(), m_inner.known);
        QVERIFY(catalog.models().isSharedWith(m_inner.known));
        QVERIFY(catalog.isLoaded());
    }

    void aliasesAreModelsOfTheirOwn()
    {
        AliasedCatalog catalog(m_inner);
        QSignalSpy changed(&catalog, &core::ModelCatalog::modelsChanged);

        catalog.setSettings(
                {.aliases = *ModelAliases::from(
                         {{u"gpt-4o"_s, {u"gone.model"_s, u"DEFAULT/us-chicago-1/meta.one"_s}},
                          {u"claude-*"_s, {u"meta.two"_s}},
                          {u"three"_s, {u"team/three"_s}},
                          {u"new"_s, {u"x.unknown"_s}}})});

        QCOMPARE(idsOf(catalog), (QStringList{u"gpt-4o"_s, u"three"_s, u"new"_s, u"meta.one"_s,
                                              u"meta.two"_s, u"team/three"_s}));
        QCOMPARE(catalog.models().first().contextLength, 8);
        QCOMPARE(changed.count(), 1);
    }

    void rawNamesCanBeHidden()
    {
        AliasedCatalog catalog(m_inner);
        const auto aliases = *ModelAliases::from({{u"meta.two"_s, {u"meta.two"_s, u"meta.one"_s}}});

        catalog.setSettings({.aliases = aliases, .hidden = {u"*"_s}});
        QCOMPARE(idsOf(catalog), QStringList{u"meta.two"_s});
        catalog.setSettings({.aliases = {}, .hidden = {u"meta.*"_s}});
        QCOMPARE(idsOf(catalog), QStringList{u"team/three"_s});
        QCOMPARE(*catalog.targetsOf(u"meta.one"_s), QStringList{u"meta.one"_s}); // but called
    }

    void patternsLeaveWhatIsKnownAlone()
    {
        AliasedCatalog catalog(m_inner, [](const QString &name) { return name == u"x.embed"_s; });
        catalog.setSettings({.aliases = *ModelAliases::from({{u"*"_s, {u"meta.two"_s}}})});

        QCOMPARE(*catalog.targetsOf(u"meta.one"_s), QStringList{u"meta.one"_s});
        QCOMPARE(*catalog.targetsOf(u"x.embed"_s), QStringList{u"x.embed"_s});
        QCOMPARE(*catalog.targetsOf(u"gpt"_s), QStringList{u"meta.two"_s});
    }

    void anAllowlistIsTheList()
    {
        AliasedCatalog catalog(m_inner);

        catalog.setSettings(
                {.models = {u"meta.one"_s, u"x.named"_s, u"team/*"_s}, .isAllowlist = true});

        QCOMPARE(idsOf(catalog), (QStringList{u"meta.one"_s, u"team/three"_s, u"x.named"_s}));
        QVERIFY(catalog.isComplete());
    }

    void namesStandInForAListThatCannotBeRead()
    {
        m_inner.loaded = false;
        m_inner.known.clear();
        AliasedCatalog catalog(m_inner);
        QVERIFY(!catalog.isLoaded());

        catalog.setSettings({.models = {u"meta.one"_s, u"x.*"_s}});
        QCOMPARE(idsOf(catalog), QStringList{u"meta.one"_s});
        QVERIFY(!catalog.isLoaded()); // who asks first waits for the list
        m_inner.answer = std::unexpected(core::Error{.code = core::ErrorCode::Network});
        const auto refreshed = catalog.refresh();
        QTRY_VERIFY(refreshed.isFinished());
        QVERIFY(!refreshed.result());
        QVERIFY(catalog.isLoaded());
        QVERIFY(!catalog.isComplete());

        m_inner.known = {{.id = u"meta.two"_s}};
        emit m_inner.modelsChanged(m_inner.known);
        QCOMPARE(idsOf(catalog), QStringList{u"meta.two"_s});
    }
};

QTEST_GUILESS_MAIN(TestAliasedCatalog)
#include "tst_aliasedcatalog.moc"
