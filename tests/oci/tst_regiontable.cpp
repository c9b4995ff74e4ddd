// SPDX-License-Identifier: MIT
#include "oci/config/regiontable.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using oci::Region;
using oci::RegionTable;

namespace {

QByteArray entry(const char *identifier, const char *key)
{
    return QByteArray(R"({"realmKey":"OC99","realmDomainComponent":"OracleCloud99.com",)") +
           "\"regionKey\":\"" + key + "\",\"regionIdentifier\":\"" + identifier + "\"}";
}

} // namespace

class TestRegionTable : public QObject
{
    Q_OBJECT

private slots:
    void theBuiltInTableIsThere()
    {
        const RegionTable table;

        QCOMPARE(table.regions().size(), 85);
        QCOMPARE(table.find(u"us-chicago-1")->offersGenerativeAi, true);
        QCOMPARE(table.find(u"us-chicago-1")->offersOpenAiApi, true);
        QCOMPARE(table.find(u"me-dubai-1")->offersOpenAiApi, false);
        QCOMPARE(table.find(u"ap-mumbai-1")->offersGenerativeAi, false);
        QVERIFY(table.warnings().isEmpty());
    }

    void identifiersAndKeysAreUnique()
    {
        QSet<QString> names;
        for (const Region &region : RegionTable().regions()) {
            QVERIFY2(!names.contains(region.identifier), qPrintable(region.identifier));
            QVERIFY2(!names.contains(region.key), qPrintable(region.key));
            QVERIFY(!region.domain.isEmpty() && !region.realm.isEmpty() && region.isKnown);
            names << region.identifier << region.key;
        }
    }

    // 15.2 row 5 and 14.57
    void keyAndIdentifierInAnyCaseAreTheSameRegion_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("identifier");
        QTest::addColumn<QString>("realm");
        QTest::addColumn<QString>("domain");

        QTest::newRow("key") << u"iad"_s << u"us-ashburn-1"_s << u"oc1"_s << u"oraclecloud.com"_s;
        QTest::newRow("KEY") << u"IAD"_s << u"us-ashburn-1"_s << u"oc1"_s << u"oraclecloud.com"_s;
        QTest::newRow("mixed") << u"Us-ASHBURN-1"_s << u"us-ashburn-1"_s << u"oc1"_s
                               << u"oraclecloud.com"_s;
        QTest::newRow("blanks") << u" fra\n"_s << u"eu-frankfurt-1"_s << u"oc1"_s
                                << u"oraclecloud.com"_s;
        QTest::newRow("government")
                << u"ltn"_s << u"uk-gov-london-1"_s << u"oc4"_s << u"oraclegovcloud.uk"_s;
        QTest::newRow("sovereign")
                << u"eu-frankfurt-2"_s << u"eu-frankfurt-2"_s << u"oc19"_s << u"oraclecloud.eu"_s;
    }

    void keyAndIdentifierInAnyCaseAreTheSameRegion()
    {
        QFETCH(QString, name);
        QFETCH(QString, identifier);
        QFETCH(QString, realm);
        QFETCH(QString, domain);

        const auto region = RegionTable().resolve(name);

        QVERIFY(region);
        QCOMPARE(region->identifier, identifier);
        QCOMPARE(region->realm, realm);
        QCOMPARE(region->domain, domain);
        QVERIFY(region->isKnown);
    }

    void anUnknownRegionIsTakenToBeInOc1()
    {
        const auto region = RegionTable().resolve(u"XX-New-1"_s);

        QVERIFY(region);
        QCOMPARE(*region, (Region{.identifier = u"xx-new-1"_s,
                                  .realm = u"oc1"_s,
                                  .domain = u"oraclecloud.com"_s,
                                  .isKnown = false}));
    }

    void theDefaultRealmIsForUnknownRegionsOnly()
    {
        const RegionTable table({}, {}, u"OracleCloud77.com"_s);

        QCOMPARE(table.resolve(u"xx-new-1"_s)->domain, u"oraclecloud77.com"_s);
        QCOMPARE(table.resolve(u"xx-new-1"_s)->realm, QString());
        QCOMPARE(table.resolve(u"iad"_s)->domain, u"oraclecloud.com"_s);
    }

    void aNameThatCouldBecomeAHostIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name :
             {"", " ", "a.b", "evil.example/", "us-ashburn-1.evil.example", "a/b", "a@b", "a:80",
              "a?b", "a#b", "a b", "-a", "a-", "a%2e", "a\\b", "us_ashburn_1", "\u00fcs-1"})
            QTest::newRow(name) << QString::fromUtf8(name);
        QTest::newRow("long") << QString(64, u'a');
    }

    void aNameThatCouldBecomeAHostIsRefused()
    {
        QFETCH(QString, name);

        const auto region = RegionTable().resolve(name);

        QVERIFY(!region);
        QCOMPARE(region.error().code, core::ErrorCode::InvalidRequest);
        QCOMPARE(region.error().param, u"region"_s);
    }

    void theFirstSourceThatKnowsARegionWins()
    {
        const QByteArray file =
                '[' + entry("xx-one-1", "xo1") + ',' + entry("us-ashburn-1", "iad") + ']';
        const QByteArray metadata = entry("xx-one-1", "zzz").replace("OracleCloud99", "other");

        const RegionTable table(file, metadata, {});

        QCOMPARE(table.find(u"XO1")->domain, u"oraclecloud99.com"_s);
        QCOMPARE(table.find(u"XO1")->realm, u"oc99"_s);
        QVERIFY(!table.find(u"zzz"));
        QCOMPARE(table.find(u"iad")->domain, u"oraclecloud.com"_s);
        QVERIFY2(table.warnings().isEmpty(), qPrintable(table.warnings().join(u'\n')));
    }

    void whatIsWrongIsPassedOverAndTold_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("metadata");
        QTest::addColumn<QString>("warning");

        const QByteArray good = entry("xx-one-1", "xo1");
        QTest::newRow("no json") << QByteArray("{") << good
                                 << u"regions-config.json was not used"_s;
        QTest::newRow("no array") << QByteArray("{}") << good << u"a JSON array was expected"_s;
        QTest::newRow("no object") << '[' + good + ",3]" << QByteArray()
                                   << u"entry 2, was not used: it is no object"_s;
        QTest::newRow("key missing") << "[{}," + good + ']' << QByteArray()
                                     << u"entry 1, was not used: 'regionIdentifier' is missing"_s;
        QTest::newRow("metadata is an array")
                << '[' + good + ']' << '[' + good + ']'
                << u"OCI_REGION_METADATA was not used: a JSON object"_s;
        QTest::newRow("bad domain")
                << '[' + entry("xx-two-1", "xo2").replace("99.com", "/x") + ',' + good + ']'
                << QByteArray() << u"'realmDomainComponent' has characters"_s;
    }

    void whatIsWrongIsPassedOverAndTold()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, metadata);
        QFETCH(QString, warning);

        const RegionTable table(file, metadata, {});

        QCOMPARE(table.warnings().size(), 1);
        QVERIFY2(table.warnings().first().contains(warning), qPrintable(table.warnings().first()));
        QVERIFY(table.find(u"xx-one-1"));
        QCOMPARE(table.regions().size(), 86);
    }

    void aDefaultRealmThatIsNoDomainIsTold()
    {
        const RegionTable table({}, {}, u"oc1"_s);

        QCOMPARE(table.warnings().size(), 1);
        QCOMPARE(table.resolve(u"xx-new-1"_s)->domain, u"oraclecloud.com"_s);
    }

    void readsTheHomeFolderAndTheEnvironment()
    {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkdir(u".oci"_s));
        QFile file(home.filePath(u".oci/regions-config.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write('[' + entry("xx-one-1", "xo1") + ']');
        file.close();
        QProcessEnvironment environment;
        environment.insert(u"OCI_REGION_METADATA"_s, QString::fromLatin1(entry("xx-two-1", "xo2")));
        environment.insert(u"OCI_DEFAULT_REALM"_s, u"oraclecloud77.com"_s);

        const RegionTable table = RegionTable::from(environment, home.path());

        QVERIFY(table.find(u"xo1"));
        QVERIFY(table.find(u"xo2"));
        QCOMPARE(table.resolve(u"xx-three-1"_s)->domain, u"oraclecloud77.com"_s);
        QVERIFY(table.warnings().isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestRegionTable)
#include "tst_regiontable.moc"
