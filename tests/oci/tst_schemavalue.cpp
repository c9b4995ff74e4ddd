// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/demo/schemavalue.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::demo::schemaValue;

class TestSchemaValue : public QObject
{
    Q_OBJECT

private slots:
    void conforms_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("value");

        const auto row = [](const char *name, const char *schema, const char *value) {
            QTest::newRow(name) << QByteArray(schema) << QByteArray(value);
        };
        row("nothing said", R"({})", "\"simulated\"");
        row("boolean", R"({"type":"boolean"})", "true");
        row("null", R"({"type":"null"})", "null");
        row("null or number", R"({"type":["null","number"],"maximum":2})", "2");
        row("integer above", R"({"type":"integer","exclusiveMinimum":50})", "51");
        row("integer below", R"({"type":"integer","exclusiveMaximum":10})", "9");
        row("multiple", R"({"type":"integer","multipleOf":5})", "40");
        row("const", R"({"const":{"a":1}})", R"({"a":1})");
        row("enum by the question", R"({"enum":["red","green"]})", "\"green\"");
        row("enum", R"({"enum":["blue","grey"]})", "\"blue\"");
        row("format", R"({"type":"string","format":"date"})", "\"2030-01-15\"");
        row("lengths", R"({"type":"string","minLength":12,"maxLength":12})", "\"simulated...\"");
        row("members", R"({"properties":{"city":{"type":"string"},"n":{"type":"integer"}}})",
            R"({"city":"Lima","n":42})");
        row("required only",
            R"({"type":"object","properties":{"a":{"type":"integer"},"b":{}},"required":["a"]})",
            R"({"a":42})");
        row("list", R"({"type":"array","items":{"type":"integer"},"minItems":3})", "[42,42,42]");
        row("short list", R"({"type":"array","maxItems":1})", R"(["simulated"])");
        row("reference", "{\"$ref\":\"#/$defs/n\",\"$defs\":{\"n\":{\"type\":\"integer\"}}}", "42");
        row("any of", R"({"anyOf":[{"type":"null"},{"type":"boolean"}]})", "true");
        row("all of", R"({"allOf":[{"type":"integer"},{"minimum":60}]})", "60");
    }

    void conforms()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, value);

        const auto made =
                schemaValue(core::json::parseObject(schema).value(), {u"Lima"_s, u"a green one"_s});

        QCOMPARE(core::json::serialize(made), value);
    }

    void aSchemaThatContainsItselfEnds()
    {
        const auto schema =
                core::json::parseObject(R"({"type":"object","properties":{"a":{"$ref":"#"},)"
                                        R"("b":{"$ref":"#"},"c":{"$ref":"#"},"d":{"$ref":"#"}},)"
                                        R"("required":["a","b","c","d"]})")
                        .value();

        const QByteArray made = core::json::serialize(schemaValue(schema, {}));

        QVERIFY(made.size() < 100'000);
        QVERIFY(core::json::parse(made));
    }
};

QTEST_GUILESS_MAIN(TestSchemaValue)
#include "tst_schemavalue.moc"
