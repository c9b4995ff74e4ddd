// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/inference/jsonwriter.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestJsonWriter : public QObject
{
    Q_OBJECT

private slots:
    void writesEachKindOfValue()
    {
        oci::JsonWriter out;
        out.beginObject()
                .key("a")
                .beginArray()
                .number(qint64(-3))
                .number(0.1)
                .number(1e30)
                .boolean(true)
                .boolean(false)
                .endArray();
        out.key("b").beginObject().endObject().key("c").text(u"x").key("d").json(
                boost::json::object{{"z", 1}, {"a", nullptr}});
        out.key("e").beginArray().endArray().endObject();

        QCOMPARE(out.take(),
                 R"({"a":[-3,0.1,1e+30,true,false],"b":{},"c":"x","d":{"z":1,"a":null},"e":[]})");
    }

    void stringsComeBackAsTheyWere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("quotes") << u"\"\\/'"_s;
        QTest::newRow("several scripts") << u"Æ 漢字 😀"_s;
        QString controls;
        for (char16_t c = 0; c < 0x80; ++c)
            controls += QChar(c);
        QTest::newRow("all of ASCII") << controls;
    }

    void stringsComeBackAsTheyWere()
    {
        QFETCH(QString, text);

        for (const bool fromUtf8 : {false, true}) {
            oci::JsonWriter out;
            out.beginArray();
            if (fromUtf8)
                out.utf8(text.toUtf8());
            else
                out.text(text);
            out.endArray();
            const auto read = core::json::parse(out.take());
            QVERIFY(read);
            QCOMPARE(core::json::text(read->as_array().front().as_string()), text);
        }
    }

    void brokenTextIsMended()
    {
        oci::JsonWriter out;
        out.beginArray().text(QStringView(u"a\xd800z")).utf8("a\xffz").endArray();

        const auto read = core::json::parse(out.take());
        QVERIFY(read);
        QCOMPARE(core::json::text(read->as_array()[0].as_string()), u"a?z"_s);
        QCOMPARE(core::json::text(read->as_array()[1].as_string()), u"a\ufffdz"_s);
    }
};

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_jsonwriter.moc"
