// SPDX-License-Identifier: MIT
#include "core/json/json.h"

#include <QTest>

using namespace Qt::StringLiterals;
namespace json = core::json;

class TestJson : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheOrderOfKeysAndTheCharacters()
    {
        const QByteArray text = R"({"z":1,"a":{"y":"é猫","b":[1.5,null,true]},"m":"\u0007"})";

        const auto value = json::parse(text);

        QVERIFY(value);
        QCOMPARE(json::serialize(*value), text);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("saying");

        QTest::newRow("nothing") << QByteArray("") << u"at byte 0"_s;
        QTest::newRow("cut") << QByteArray("{\"a\":") << u"at byte 5"_s;
        QTest::newRow("more after the end") << QByteArray("{} {}") << u"more text"_s;
        QTest::newRow("comma at the end") << QByteArray("{\"a\":1,}") << u"at byte 7"_s;
        QTest::newRow("comment") << QByteArray("{/**/}") << u"at byte 1"_s;
        QTest::newRow("NaN") << QByteArray("{\"a\":NaN}") << u"at byte 5"_s;
        QTest::newRow("invalid UTF-8") << QByteArray("{\"a\":\"\xff\"}") << u"at byte 6"_s;
        QTest::newRow("lone surrogate") << QByteArray("\"\xed\xa0\x80\"") << u"Invalid JSON"_s;
        QTest::newRow("too deep") << QByteArray(100'000, '[') << u"deeper than 128"_s;
    }

    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, saying);

        const auto value = json::parse(bytes);

        QVERIFY(!value);
        QCOMPARE(value.error().code, core::ErrorCode::InvalidRequest);
        QVERIFY2(value.error().message.contains(saying), qPrintable(value.error().message));
    }

    void takesAnObjectOnlyWhereOneIsNeeded()
    {
        QVERIFY(json::parseObject("{}"));
        QVERIFY(!json::parseObject("[]"));
        QVERIFY(!json::parseObject("null"));
    }

    void readsMembersLeniently()
    {
        const auto object = json::parseObject(
                R"({"i":3,"f":3.0,"h":3.5,"big":1e300,"s":"x","n":null,"b":true,"o":{},"l":[]})");
        QVERIFY(object);

        QCOMPARE(json::integerAt(*object, "i"), 3);
        QCOMPARE(json::integerAt(*object, "f"), 3);
        QCOMPARE(json::integerAt(*object, "h"), std::nullopt);
        QCOMPARE(json::integerAt(*object, "big"), std::nullopt);
        QCOMPARE(json::integerAt(*object, "s"), std::nullopt);
        QCOMPARE(json::numberAt(*object, "i"), 3.0);
        QCOMPARE(json::numberAt(*object, "n"), std::nullopt);
        QCOMPARE(json::textAt(*object, "s"), u"x"_s);
        QCOMPARE(json::textAt(*object, "i"), QString());
        QCOMPARE(json::boolAt(*object, "b"), true);
        QCOMPARE(json::boolAt(*object, "i"), std::nullopt);
        QVERIFY(json::objectAt(*object, "o"));
        QVERIFY(json::arrayAt(*object, "l"));
        QVERIFY(!json::find(*object, "n"));
        QVERIFY(!json::find(*object, "absent"));
    }

    void writesTextThatIsLongerThanItsBuffer()
    {
        const QString text(100'000, u'猫');
        const boost::json::value value = json::string(text);

        QCOMPARE(json::serialize(value), "\"" + text.toUtf8() + "\"");
    }

    void writesNumbersAsBrieflyAsTheyReadBack_data()
    {
        QTest::addColumn<QByteArray>("number");
        for (const char *number : {"0", "-1", "0.5", "0.7", "1.5", "100", "1e+300", "1e-07",
                                   "9223372036854775807", "18446744073709551615"})
            QTest::newRow(number) << QByteArray(number);
    }

    void writesNumbersAsBrieflyAsTheyReadBack()
    {
        QFETCH(QByteArray, number);

        QCOMPARE(json::serialize(*json::parse(number)), number);
    }

    void keepsAByteOrderMarkAtTheStartOfAText()
    {
        const auto object = json::parseObject("{\"a\":\"\xEF\xBB\xBF\xEF\xBB\xBFx\"}");

        QCOMPARE(json::textAt(*object, "a"), u"\uFEFF\uFEFFx"_s);
    }

    void readsNumbersToTheLastBit()
    {
        QCOMPARE(json::parse("22e33")->as_double(), 22e33);
        QCOMPARE(json::serialize(*json::parse("0.1234567890123456789e-7")),
                 "1.2345678901234567e-08");
        QCOMPARE(json::serialize(*json::parse("-0e3")), "0");
    }

    void escapesWhatMustBe()
    {
        const QByteArray text = "{\"a\\\"b\":\"\\\\ \\n\\r\\t\\b\\f\\u0001\\u001f / \xc3\xa9\"}";

        QCOMPARE(json::serialize(*json::parse(text)), text);
        QCOMPARE(json::serialize(boost::json::object()), "{}");
        QCOMPARE(json::serialize(boost::json::value(boost::json::array())), "[]");
    }

    void replacesALoneSurrogate()
    {
        QCOMPARE(json::text(json::string(QString(QChar(0xd800)))), u"?"_s);
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
