// SPDX-License-Identifier: MIT
#include "oci/discovery/tenancy.h"

#include "core/json/json.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::Compartment;

namespace {

boost::json::object object(const char *text)
{
    return core::json::parseObject(tests::json(text)).value();
}

//! "id<parent" for each, in words.
QList<Compartment> compartments(const QString &text)
{
    QList<Compartment> all;
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        all.append({.id = word.section(u'<', 0, 0),
                    .parentId = word.section(u'<', 1, 1),
                    .name = word.section(u'<', 0, 0)});
    }
    return all;
}

QString laidOut(const QList<Compartment> &tree)
{
    QStringList all;
    for (const Compartment &each : tree)
        all.append(u"%1:%2"_s.arg(each.path).arg(each.depth));
    return all.join(u' ');
}

} // namespace

class TestTenancy : public QObject
{
    Q_OBJECT

private slots:
    void laysCompartmentsOutAsATree_data()
    {
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing but the root") << u""_s << u":0"_s;
        QTest::newRow("siblings by name, children behind their parent")
                << u"b<root a<root a2<a a1<a"_s << u":0 a:1 a/a1:2 a/a2:2 b:1"_s;
        QTest::newRow("a parent that may not be seen") << u"x<hidden y<x"_s << u":0 x:1 x/y:2"_s;
        QTest::newRow("a circle") << u"x<y y<x z<root"_s << u":0 z:1 x:1 x/y:2"_s;
        QTest::newRow("its own parent") << u"x<x"_s << u":0 x:1"_s;
        QTest::newRow("twice the same") << u"x<root x<root"_s << u":0 x:1"_s;
        QTest::newRow("the root among them") << u"root< x<root"_s << u":0 x:1"_s;
    }

    void laysCompartmentsOutAsATree()
    {
        QFETCH(QString, found);
        QFETCH(QString, expected);

        const auto tree = oci::compartmentTree(u"root"_s, compartments(found));

        QCOMPARE(laidOut(tree), expected);
        QCOMPARE(tree.first().id, u"root"_s);
    }

    void aTreeMayBeDeep()
    {
        QList<Compartment> chain;
        for (int i = 0; i < 2000; ++i) {
            chain.append({.id = QString::number(i),
                          .parentId = i == 0 ? u"root"_s : QString::number(i - 1),
                          .name = u"n"_s});
        }

        const auto tree = oci::compartmentTree(u"root"_s, chain);

        QCOMPARE(tree.size(), 2001);
        QCOMPARE(tree.last().depth, 2000);
    }

    void readsACompartment()
    {
        const auto read =
                oci::readCompartment(object("{'id':'c','compartmentId':'p','name':'ai','"
                                            "lifecycleState':'ACTIVE','isAccessible':false}"));

        QVERIFY(read);
        QCOMPARE(
                *read,
                (Compartment{
                        .id = u"c"_s, .parentId = u"p"_s, .name = u"ai"_s, .isAccessible = false}));
        QCOMPARE(oci::readCompartment(object("{'id':'c'}"))->name, u"c"_s);
        QVERIFY(!oci::readCompartment(object("{'name':'ai'}")));
        auto deleted = oci::readCompartment(object("{'id':'c','lifecycleState':'DELETED'}"));
        QVERIFY(deleted && !deleted->isActive);
        QCOMPARE(oci::compartmentTree(u"root"_s, {*deleted}).size(), 1);
    }

    void readsASubscription()
    {
        const auto read =
                oci::readSubscription(object("{'regionKey':'IAD','regionName':'US-Ashburn-1','"
                                             "status':'READY','isHomeRegion':true}"));

        QVERIFY(read);
        QCOMPARE(*read, (oci::RegionSubscription{.key = u"IAD"_s,
                                                 .name = u"us-ashburn-1"_s,
                                                 .isReady = true,
                                                 .isHome = true}));
        QVERIFY(!oci::readSubscription(object("{'regionKey':'IAD'}")));
        QVERIFY(!oci::readSubscription(object("{'regionName':'a','status':'IN_PROGRESS'}"))
                         ->isReady);
    }
};

QTEST_APPLESS_MAIN(TestTenancy)
#include "tst_tenancy.moc"
