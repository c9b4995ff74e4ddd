// SPDX-License-Identifier: MIT
#include "app/common/routingsettings.h"

#include "app/common/commandline.h"
#include "app/common/settingsenvironment.h"
#include "app/common/settingsfile.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using app::ModelListMode;
using app::Settings;
using core::Truncation;

namespace {

core::Result<Settings> fromFile(const QByteArray &json)
{
    Settings settings;
    return app::applySettingsFile(json, u"f"_s, settings).transform([&settings] {
        return settings;
    });
}

core::Result<Settings> fromEnvironment(const QString &name, const QString &value)
{
    Settings settings;
    QProcessEnvironment variables;
    variables.insert(name, value);
    return app::applyEnvironment(variables, settings).transform([&settings] { return settings; });
}

} // namespace

class TestRoutingSettings : public QObject
{
    Q_OBJECT

private slots:
    void readsTheFile()
    {
        const auto settings = fromFile(tests::json(
                "{'aliases':{'gpt-4o':'meta.x','claude-*':['a.one','eu-frankfurt-1/a.one']},"
                "'hide_models':['meta.*'],'models':['meta.x','cohere.*'],"
                "'models_mode':'allowlist','models_file':'/etc/models.yaml',"
                "'embed_truncate':'NONE','stateless':true,'profiles':['A','B']}"));

        QVERIFY2(settings, settings ? "" : qPrintable(settings.error().message));
        const auto routing = app::routingOf(*settings, {u"of-the-file"_s});
        QCOMPARE(routing.aliases.exactly(u"gpt-4o"_s), QStringList{u"meta.x"_s});
        QCOMPARE(routing.aliases.byPattern(u"claude-9"_s).size(), 2);
        QCOMPARE(routing.hidden, QStringList{u"meta.*"_s});
        QCOMPARE(routing.models, (QStringList{u"meta.x"_s, u"cohere.*"_s, u"of-the-file"_s}));
        QVERIFY(routing.isAllowlist);
        QCOMPARE(settings->modelsFile, u"/etc/models.yaml"_s);
        QCOMPARE(settings->profiles, (QStringList{u"A"_s, u"B"_s}));
        const gateway::Settings told = app::gatewaySettings(*settings, {});
        QVERIFY(told.stateless);
        QCOMPARE(told.embedTruncate, Truncation::None);
    }

    void allCanBeHidden()
    {
        QCOMPARE(fromFile("{\"hide_models\":true}")->routing.hidden, QStringList{u"*"_s});
        QCOMPARE(fromFile("{\"hide_models\":false}")->routing.hidden, QStringList());
    }

    void modelsOfABearerKeyAreAllowedToo()
    {
        Settings settings;
        settings.modelListMode = ModelListMode::Allowlist;
        settings.bearerConnections.append({.name = u"us"_s, .models = {u"xai.grok"_s}});

        QCOMPARE(app::routingOf(settings).models, QStringList()); // its own list is enough
        QCOMPARE(app::routingOf(settings, {u"a"_s}).models, (QStringList{u"a"_s, u"xai.grok"_s}));
    }

    void everyKeyAndVariableStandsInTheDocumentation()
    {
        const QString documentation =
                QString::fromUtf8(tests::readTestFile(u"../docs/configuration.md"_s));

        for (const char *name :
             {"aliases", "hide_models", "models", "models_mode", "models_file", "embed_truncate",
              "stateless", "profiles", "GATEHOUSE_MODELS", "CONFIGURED_PROVIDER_MODELS_MODE",
              "KEEP_ONLY_ALIASES_AT_MODELS_ENDPOINT", "EMBED_TRUNCATE", "--models FILE",
              "--stateless"})
            QVERIFY2(documentation.contains(u'`' + QLatin1StringView(name) + u'`'), name);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("saying");

        const auto row = [](const char *name, const char *json, const char *saying) {
            QTest::newRow(name) << tests::json(json) << QString::fromLatin1(saying);
        };
        row("aliases as a list", "{'aliases':[]}", "must be an object");
        row("a number as a target", "{'aliases':{'a':1}}", "\"a\" must be the name");
        row("no target", "{'aliases':{'a':[]}}", "has no target");
        row("a circle", "{'aliases':{'a':'b','b':'a'}}", "circle");
        row("hidden as a text", "{'hide_models':'all'}", "true, false or an array");
        row("models as a text", "{'models':'meta.x'}", "array of names");
        row("an empty model", "{'models':['']}", "array of names");
        row("another mode", "{'models_mode':'some'}", "neither fallback nor allowlist");
        row("truncation", "{'embed_truncate':'MIDDLE'}", "none of NONE");
        row("stateless as a text", "{'stateless':'yes'}", "true or false");
    }

    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, saying);

        const auto settings = fromFile(json);

        QVERIFY(!settings);
        QVERIFY2(settings.error().message.contains(saying), qPrintable(settings.error().message));
    }

    // The names that the contract promises, one by one; of the others there are tests of their own.
    void eachVariableCounts()
    {
        QCOMPARE(fromEnvironment(u"GATEHOUSE_MODELS"_s, u"/m.yaml"_s)->modelsFile, u"/m.yaml"_s);
        QCOMPARE(fromEnvironment(u"CONFIGURED_PROVIDER_MODELS_MODE"_s, u"allowlist"_s)
                         ->modelListMode,
                 ModelListMode::Allowlist);
        QCOMPARE(fromEnvironment(u"KEEP_ONLY_ALIASES_AT_MODELS_ENDPOINT"_s, u"true"_s)
                         ->routing.hidden,
                 QStringList{u"*"_s});
        QCOMPARE(fromEnvironment(u"EMBED_TRUNCATE"_s, u"START"_s)->embedTruncate,
                 Truncation::Start);
        QCOMPARE(fromEnvironment(u"PORT"_s, u"9"_s)->port, 9);
        QCOMPARE(fromEnvironment(u"API_ROUTE_PREFIX"_s, u"/api"_s)->routePrefix, "/api");
        QCOMPARE(fromEnvironment(u"GATEHOUSE_LISTEN"_s, u"127.0.0.1:1"_s)->listen.size(), 1);
        QCOMPARE(fromEnvironment(u"GATEHOUSE_ALLOWED_HOSTS"_s, u"h"_s)->allowedHosts,
                 QStringList{u"h"_s});
        QVERIFY(fromEnvironment(u"ENABLE_CORS"_s, u"true"_s)->cors);
        QCOMPARE(fromEnvironment(u"CORS_ORIGINS"_s, u"https://x"_s)->corsOrigins,
                 QStringList{u"https://x"_s});
        QCOMPARE(fromEnvironment(u"OCI_REGION"_s, u"r"_s)->region, u"r"_s);
        QCOMPARE(fromEnvironment(u"OCI_COMPARTMENT"_s, u"c"_s)->compartment, u"c"_s);
        QCOMPARE(fromEnvironment(u"OCI_COMPARTMENT_ID"_s, u"c"_s)->compartment, u"c"_s);
        QCOMPARE(fromEnvironment(u"OCI_GENAI_PROJECT"_s, u"p"_s)->project, u"p"_s);
        QCOMPARE(fromEnvironment(u"AUTH_TYPE"_s, u"API_KEY"_s)->authType, app::AuthType::ApiKey);
        QCOMPARE(fromEnvironment(u"GATEHOUSE_OCI_ENDPOINT"_s, u"http://x"_s)->endpointTemplate,
                 u"http://x"_s);
        QCOMPARE(fromEnvironment(u"GATEHOUSE_OCI_ENDPOINT_INFERENCE"_s, u"http://x"_s)
                         ->inferenceEndpoint,
                 u"http://x"_s);
        for (const QString &name : {u"GATEHOUSE_IMDS_ENDPOINT"_s, u"OCI_METADATA_BASE_URL"_s})
            QCOMPARE(fromEnvironment(name, u"http://x"_s)->metadataEndpoint, u"http://x"_s);
        for (const QString &name : {u"OCI_CLI_CERT_BUNDLE"_s, u"REQUESTS_CA_BUNDLE"_s})
            QCOMPARE(fromEnvironment(name, u"/ca"_s)->caBundle, u"/ca"_s);
        for (const QString &name :
             {u"GATEHOUSE_API_KEY"_s, u"DEFAULT_API_KEYS"_s, u"LITELLM_MASTER_KEY"_s})
            QCOMPARE(fromEnvironment(name, u"k"_s)->clientKeys.size(), 1u);
    }

    void badVariablesAreRefused()
    {
        QVERIFY(!fromEnvironment(u"CONFIGURED_PROVIDER_MODELS_MODE"_s, u"x"_s));
        QVERIFY(!fromEnvironment(u"KEEP_ONLY_ALIASES_AT_MODELS_ENDPOINT"_s, u"x"_s));
        QVERIFY(!fromEnvironment(u"EMBED_TRUNCATE"_s, u"x"_s));
    }

    void theCommandLineWins()
    {
        Settings settings;
        settings.modelsFile = u"/file.yaml"_s;
        const auto read = [](const QStringList &arguments) {
            return app::readCommandLine(QStringList{u"p"_s} + arguments,
                                        app::CommandLine::Program::Headless);
        };

        app::applyCommandLine(*read({}), settings);
        QCOMPARE(settings.modelsFile, u"/file.yaml"_s);
        QVERIFY(!settings.stateless);
        app::applyCommandLine(*read({u"--models"_s, u"/line.yaml"_s, u"--stateless"_s}), settings);
        QCOMPARE(settings.modelsFile, u"/line.yaml"_s);
        QVERIFY(settings.stateless);
        QVERIFY(!app::readCommandLine({u"p"_s, u"--stateless"_s},
                                      app::CommandLine::Program::Window));
    }
};

QTEST_APPLESS_MAIN(TestRoutingSettings)
#include "tst_routingsettings.moc"
