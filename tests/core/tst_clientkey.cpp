// SPDX-License-Identifier: MIT
#include "core/access/clientkey.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ClientKey;

class TestClientKey : public QObject
{
    Q_OBJECT

private slots:
    void mayUseWhatAPatternFits_data()
    {
        QTest::addColumn<QStringList>("patterns");
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("may");

        const QString llama = u"meta.llama-3.3-70b-instruct"_s;
        QTest::newRow("no patterns") << QStringList{} << llama << true;
        QTest::newRow("itself") << QStringList{llama} << llama << true;
        QTest::newRow("any case") << QStringList{u"META.*"_s} << llama << true;
        QTest::newRow("a family") << QStringList{u"meta.*"_s} << llama << true;
        QTest::newRow("everything") << QStringList{u"*"_s} << llama << true;
        QTest::newRow("stars in the middle") << QStringList{u"*llama*70b*"_s} << llama << true;
        QTest::newRow("one of two") << QStringList{u"xai.*"_s, u"meta.*"_s} << llama << true;
        QTest::newRow("oci/") << QStringList{u"meta.*"_s} << u"oci/"_s + llama << true;
        QTest::newRow("oci:") << QStringList{u"meta.*"_s} << u"oci:"_s + llama << true;
        QTest::newRow("a connection's")
                << QStringList{u"meta.*"_s} << u"DEFAULT/"_s + llama << true;
        QTest::newRow("of that connection")
                << QStringList{u"DEFAULT/meta.*"_s} << u"oci/DEFAULT/"_s + llama << true;
        QTest::newRow("another family") << QStringList{u"xai.*"_s} << llama << false;
        QTest::newRow("a piece") << QStringList{u"llama"_s} << llama << false;
        QTest::newRow("more than it") << QStringList{llama + u"x"_s} << llama << false;
        QTest::newRow("less than it") << QStringList{llama.chopped(1)} << llama << false;
        QTest::newRow("a dot is a dot") << QStringList{u"metaXllama*"_s} << llama << false;
        QTest::newRow("another connection's")
                << QStringList{u"OTHER/meta.*"_s} << u"DEFAULT/"_s + llama << false;
        QTest::newRow("no name") << QStringList{u"meta.*"_s} << QString() << false;
        QTest::newRow("only a prefix") << QStringList{u"meta.*"_s} << u"oci/"_s << false;
        QTest::newRow("many stars")
                << QStringList{u"*a*a*a*a*a*a*a*a*b"_s} << QString(5000, u'a') << false;
    }

    void mayUseWhatAPatternFits()
    {
        QFETCH(QStringList, patterns);
        QFETCH(QString, model);
        QFETCH(bool, may);

        QCOMPARE(ClientKey{.models = patterns}.mayUse(model), may);
    }

    void theHashIsSha256()
    {
        // FIPS 180-4, the example "abc"
        QCOMPARE(core::hashOfKey("abc").toHex(),
                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    void showsTooLittleOfAKeyToCallByIt()
    {
        QCOMPARE(core::shownPartOfKey("gh-Ab12345678901234567890123456789012345678901"),
                 u"gh-Ab12…"_s);
        QCOMPARE(core::shownPartOfKey("12345678"), u"12…"_s);
        QCOMPARE(core::shownPartOfKey("abc"), u"…"_s);
    }

    void isFoundByIdAndByANameThatIsItsAlone()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const QList<ClientKey> keys{{.id = u"a"_s, .name = u"Zed"_s},
                                    {.id = u"b"_s, .name = u"Cline"_s},
                                    {.id = u"c"_s, .name = u"Cline"_s},
                                    {.id = u"d"_s, .name = u"Zed"_s, .revoked = now},
                                    {.id = u"Zed2"_s, .name = u"a"_s}};

        QCOMPARE(core::findClientKey(keys, u"b"_s), &keys[1]);
        QCOMPARE(core::findClientKey(keys, u"Zed"_s), &keys[0]);
        QCOMPARE(core::findClientKey(keys, u"a"_s), &keys[0]); // an id before a name
        QVERIFY(!core::findClientKey(keys, u"Cline"_s));
        QVERIFY(!core::findClientKey(keys, u"none"_s));
    }
};

QTEST_APPLESS_MAIN(TestClientKey)
#include "tst_clientkey.moc"
