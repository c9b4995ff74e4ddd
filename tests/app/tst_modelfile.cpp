// SPDX-License-Identifier: MIT
#include "app/common/modelfile/modelfile.h"

#include "core/json/json.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using app::ModelFile;
using boost::json::array;
using boost::json::object;
using core::ServingMode;

namespace {

QProcessEnvironment environment()
{
    QProcessEnvironment variables;
    variables.insert(u"TEST_ORACLE_KEY"_s, u"sk-from-the-environment"_s);
    return variables;
}

core::Result<ModelFile> read(const QByteArray &yaml)
{
    return app::readModelFile(yaml, u"/etc/x/models.yaml"_s, environment());
}

ModelFile readSample(const QString &name)
{
    auto file = app::loadModelFile(tests::testFile(u"fixtures/models/"_s + name), environment());
    if (!file)
        qFatal("%ls", qUtf16Printable(file.error().message));
    return *std::move(file);
}

array jsonOf(const QStringList &texts)
{
    array all;
    for (const QString &text : texts)
        all.push_back(core::json::string(text));
    return all;
}

const char *wordOf(ServingMode mode)
{
    switch (mode) {
    case ServingMode::OnDemand:
        return "on demand";
    case ServingMode::Dedicated:
        return "dedicated";
    case ServingMode::Deployment:
        return "deployment";
    case ServingMode::Routed:
        return "routed";
    }
    Q_UNREACHABLE_RETURN("");
}

QByteArray jsonOf(const ModelFile &file)
{
    array models;
    for (const core::ModelInfo &model : file.models) {
        models.push_back(object{{"id", core::json::string(model.id)},
                                {"ocid", core::json::string(model.ocid)},
                                {"base", core::json::string(model.baseModel)},
                                {"vendor", core::json::string(model.vendor)},
                                {"serving", wordOf(model.serving)},
                                {"region", core::json::string(model.region)},
                                {"compartment", core::json::string(model.compartmentId)},
                                {"url", core::json::string(model.callUrl)},
                                {"tools", model.supportsTools},
                                {"inputs", jsonOf(model.inputModalities)},
                                {"capabilities", jsonOf(model.capabilities)}});
    }
    array connections;
    for (const app::BearerConnection &each : file.connections) {
        connections.push_back(object{{"name", core::json::string(each.name)},
                                     {"base", core::json::string(each.baseUrl.toString())},
                                     {"models", jsonOf(each.models)}});
    }
    return core::json::serialize(object{{"models", models},
                                        {"connections", connections},
                                        {"taken", jsonOf(file.taken)},
                                        {"passed_over", jsonOf(file.passedOver)}})
                   .replace(",{", ",\n{")
                   .replace(",\"access_gateway", ",\n\"access_gateway")
                   .replace(",\"aurora", ",\n\"aurora") +
           '\n';
}

} // namespace

class TestModelFile : public QObject
{
    Q_OBJECT

private slots:
    void readsAllKindsOfTheAccessGateway()
    {
        const ModelFile file = readSample(u"access_gateway.yaml"_s);

        QCOMPARE(tests::differenceFromGolden(u"models/access_gateway.json"_s, jsonOf(file)),
                 QString());
    }

    void readsTheProvidersOfAurora()
    {
        const ModelFile file = readSample(u"aurora.yaml"_s);

        QCOMPARE(tests::differenceFromGolden(u"models/aurora.json"_s, jsonOf(file)), QString());
        QCOMPARE(QByteArray(file.connections.first().key->reveal().toByteArray()),
                 "sk-from-the-environment");
    }

    void noKeyIsInItsWords()
    {
        const ModelFile file = readSample(u"aurora.yaml"_s);

        for (const QString &line : file.taken + file.passedOver)
            QVERIFY2(!line.contains(u"sk-"_s), qPrintable(line));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("saying");

        QTest::newRow("empty") << QByteArray() << u"no file of models"_s;
        QTest::newRow("a text") << QByteArray("hello") << u"no file of models"_s;
        QTest::newRow("another map") << QByteArray("a: b") << u"no file of models"_s;
        QTest::newRow("no YAML") << QByteArray("- region: us\n   models: [") << u"line 2"_s;
        QTest::newRow("large") << QByteArray(1024 * 1024 + 1, '#') << u"larger than"_s;
        QTest::newRow("deep") << QByteArray(100, '[') + QByteArray(100, ']') << u"deep"_s;
        QTest::newRow("an alias in itself") << QByteArray("&a [*a]") << u"alias"_s;
        QTest::newRow("an unknown alias") << QByteArray("[*a]") << u"line 1"_s;
        QTest::newRow("a list as a name") << QByteArray("{[a]: b}") << u"a name must be a text"_s;
    }

    void refuses()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(QString, saying);

        const auto file = read(yaml);

        QVERIFY(!file);
        QVERIFY2(file.error().message.contains(saying), qPrintable(file.error().message));
        QVERIFY(file.error().message.contains(u"models.yaml"_s));
    }

    // Ten lines of nine aliases each would be a thousand million texts.
    void aliasesDoNotMultiply()
    {
        QByteArray bomb = "- &a0 [lol]\n";
        for (int i = 1; i <= 10; ++i) {
            const QByteArray before = "*a" + QByteArray::number(i - 1);
            bomb += "- &a" + QByteArray::number(i) + " [" +
                    (before + ' ').repeated(9).trimmed().replace(' ', ',') + "]\n";
        }

        const auto file = read(bomb);

        QVERIFY(file);
        QCOMPARE(file->models.size(), 0);
        QCOMPARE(file->passedOver.size(), 11);
    }

    void mergesDoNotMultiply()
    {
        QByteArray bomb = "- &m0 {a: b}\n";
        bomb = "- &m {";
        for (int i = 0; i < 1000; ++i)
            bomb += "k" + QByteArray::number(i) + ": v, ";
        bomb += "}\n";
        for (int i = 0; i < 200; ++i)
            bomb += "- {<<: *m}\n";

        const auto file = read(bomb);

        QVERIFY(!file);
        QVERIFY2(file.error().message.contains(u"parts"_s), qPrintable(file.error().message));
    }

    void tooManyEntriesAreCounted()
    {
        QByteArray many = "- region: us-chicago-1\n  models:\n    ondemand:\n";
        for (int i = 0; i < 6000; ++i)
            many += "      - name: m" + QByteArray::number(i) + "\n        model_id: meta.x\n";

        const auto file = read(many);

        QVERIFY(file);
        QCOMPARE(file->models.size(), 5000);
        QCOMPARE(file->passedOver.size(), 1000);
    }

    void connectionsOfTheEnvironmentCountMore()
    {
        app::Settings settings;
        settings.bearerConnections.append({.name = u"oracle"_s, .models = {u"mine"_s}});

        settings = app::withConnections(settings, readSample(u"aurora.yaml"_s));

        QCOMPARE(settings.bearerConnections.size(), 3);
        QCOMPARE(settings.bearerConnections.first().models, QStringList{u"mine"_s});
    }

    void aMissingFileIsNamed()
    {
        const auto file = app::loadModelFile(u"/nowhere/models.yaml"_s, environment());

        QVERIFY(!file);
        QVERIFY(file.error().message.contains(u"/nowhere/models.yaml"_s));
    }
};

QTEST_APPLESS_MAIN(TestModelFile)
#include "tst_modelfile.moc"
