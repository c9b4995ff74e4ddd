// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/inference/schemasimplifier.h"
#include "tests/support/fixtures.h"

#include <QTest>

using oci::SchemaDialect;
using namespace Qt::StringLiterals;
using tests::json;

class TestSchemaSimplifier : public QObject
{
    Q_OBJECT

private slots:
    void simplifies_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<SchemaDialect>("dialect");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *schema, const char *expected,
                            SchemaDialect dialect = SchemaDialect::Plain) {
            QTest::newRow(name) << json(schema) << dialect << json(expected);
        };
        row("empty", "{}", "{'type':'object','properties':{}}", SchemaDialect::Full);
        row("as it is", "{'$ref':'#/x','title':'t'}", "{'$ref':'#/x','title':'t'}",
            SchemaDialect::Full);
        row("order of keys", "{'z':1,'type':'object','properties':{'b':{},'a':{}}}",
            "{'z':1,'type':'object','properties':{'b':{},'a':{}}}");
        row("reference",
            "{'type':'object','$defs':{'A':{'type':'string'}},'properties':{'a':{'$ref':'#/$defs/"
            "A'}}}",
            "{'type':'object','properties':{'a':{'type':'string'}}}");
        row("definitions",
            "{'definitions':{'A':{'type':'string','description':'old'}},'properties':{'a':{'$ref':'"
            "#/definitions/A','description':'new'}}}",
            "{'properties':{'a':{'type':'string','description':'new'}}}");
        row("recursion",
            "{'$defs':{'A':{'type':'object','properties':{'next':{'$ref':'#/$defs/"
            "A'}}}},'properties':{'a':{'$ref':'#/$defs/A'}}}",
            "{'properties':{'a':{'type':'object','properties':{'next':{'type':'object'}}}}}");
        row("recursion to the root", "{'type':'object','properties':{'a':{'$ref':'#'}}}",
            "{'type':'object','properties':{'a':{'type':'object','properties':{'a':{'type':'object'"
            "}}}}}");
        row("reference to nowhere",
            "{'properties':{'a':{'$ref':'#/$defs/None'},'b':{'$ref':'http://example.com/s'}}}",
            "{'properties':{'a':{'type':'object'},'b':{'type':'object'}}}");
        row("anyOf with null",
            "{'properties':{'a':{'anyOf':[{'type':'null'},{'type':'integer'}],'description':'d','"
            "default':null}}}",
            "{'properties':{'a':{'type':'integer','description':'d'}}}");
        row("anyOf without null", "{'anyOf':[{'type':'string','title':'t'},{'type':'integer'}]}",
            "{'anyOf':[{'type':'string'},{'type':'integer'}]}");
        row("several types", "{'type':['null','string']}", "{'type':'string'}");
        row("const", "{'const':'v'}", "{'enum':['v']}");
        row("decorations",
            "{'$schema':'s','$id':'i','title':'t','examples':[1],'x-order':1,'default':1,'type':'"
            "string'}",
            "{'default':1,'type':'string'}");
        row("properties named like keywords",
            "{'properties':{'title':{'type':'string'},'default':{'type':'null'},'const':{},'type':{"
            "'type':'string'}}}",
            "{'properties':{'title':{'type':'string'},'default':{'type':'null'},'const':{},'type':{"
            "'type':'string'}}}");
        row("array without items", "{'type':'array'}",
            "{'type':'array','items':{'type':'string'}}");
        row("required", "{'properties':{'a':{}},'required':['a','b',1]}",
            "{'properties':{'a':{}},'required':['a']}");
        row("bounds stay",
            "{'type':'integer','exclusiveMinimum':0,'additionalProperties':{'type':['null','string'"
            "]}}",
            "{'type':'integer','exclusiveMinimum':0,'additionalProperties':{'type':'string'}}");
        row("Gemini's bounds",
            "{'type':'integer','exclusiveMinimum':0,'exclusiveMaximum':9,'additionalProperties':"
            "false}",
            "{'type':'integer','minimum':0,'maximum':9}", SchemaDialect::Gemini);
    }

    void simplifies()
    {
        QFETCH(QByteArray, schema);
        QFETCH(SchemaDialect, dialect);
        QFETCH(QByteArray, expected);

        const auto simple = oci::simplifiedSchema(*core::json::parseObject(schema), dialect);
        QVERIFY(simple);
        QCOMPARE(core::json::serialize(*simple), expected);
    }

    void referencesCannotMultiplyWithoutEnd()
    {
        // Each level has ten of the next: 10^12 schemas if they were all put in place.
        QByteArray schema = "{\"$defs\":{";
        for (int level = 0; level < 12; ++level) {
            QByteArrayList properties;
            for (int i = 0; i < 10; ++i)
                properties.append("\"p" + QByteArray::number(i) + "\":{\"$ref\":\"#/$defs/L" +
                                  QByteArray::number(level + 1) + "\"}");
            schema += "\"L" + QByteArray::number(level) +
                      "\":{\"type\":\"object\",\"properties\":{" + properties.join(',') + "}},";
        }
        schema += "\"L12\":{\"type\":\"string\"}},\"$ref\":\"#/$defs/L0\"}";

        const auto simple =
                oci::simplifiedSchema(*core::json::parseObject(schema), SchemaDialect::Plain);

        QVERIFY(simple);
        QVERIFY(core::json::serialize(*simple).size() < 4 << 20);
    }

    void longTextsCannotMultiplyWithoutEnd_data()
    {
        QTest::addColumn<QByteArray>("property");
        const QByteArray text(100'000, 'x');
        QTest::newRow("description") << "{\"description\":\"" + text + "\"}";
        QTest::newRow("enum") << "{\"enum\":[[{\"" + text + "\":1}]]}";
        QTest::newRow("const") << "{\"const\":\"" + text + "\"}";
        QTest::newRow("name") << "{\"properties\":{\"" + text + "\":{}}}";
    }

    void longTextsCannotMultiplyWithoutEnd()
    {
        QFETCH(QByteArray, property);
        QByteArrayList references;
        for (int i = 0; i < 1000; ++i)
            references += "\"p" + QByteArray::number(i) + "\":{\"$ref\":\"#/$defs/A\"}";
        const auto schema =
                core::json::parseObject("{\"$defs\":{\"A\":" + property + "},\"properties\":{" +
                                        references.join(',') + "}}");
        QVERIFY(schema);

        const auto simple = oci::simplifiedSchema(*schema, SchemaDialect::Plain);
        QVERIFY(!simple);
        QCOMPARE(simple.error().code, core::ErrorCode::InvalidRequest);
        QVERIFY(oci::simplifiedSchema(*schema, SchemaDialect::Full)); // as given, nothing grows

        core::ChatRequest request{.tools = {{.name = u"a"_s}, {.name = u"b"_s}}};
        request.tools[1].parameters = *schema;
        QCOMPARE(oci::withSimpleSchemas(request, SchemaDialect::Plain).error().param,
                 u"tools[1].function.parameters"_s);
        request.tools.clear();
        request.responseFormat = core::ResponseFormat{.schema = *schema};
        QCOMPARE(oci::withSimpleSchemas(request, SchemaDialect::Gemini).error().param,
                 u"response_format.json_schema.schema"_s);
    }
};

QTEST_APPLESS_MAIN(TestSchemaSimplifier)
#include "tst_schemasimplifier.moc"
