// SPDX-License-Identifier: MIT
#include "app/common/settingsenvironment.h"

#include <QTest>

using namespace Qt::StringLiterals;
using app::Settings;

namespace {

QProcessEnvironment environment(std::initializer_list<std::pair<QString, QString>> variables)
{
    QProcessEnvironment result;
    for (const auto &[name, value] : variables)
        result.insert(name, value);
    return result;
}

} // namespace

class TestSettingsEnvironment : public QObject
{
    Q_OBJECT

private slots:
    void readsTheGatewaysNames()
    {
        Settings settings;

        const auto applied = app::applyEnvironment(
                environment({{u"GATEHOUSE_LISTEN"_s, u"127.0.0.1:1, [::1]:2"_s},
                             {u"API_ROUTE_PREFIX"_s, u"/api/v1/"_s},
                             {u"GATEHOUSE_ALLOWED_HOSTS"_s, u"a.example,b.example"_s},
                             {u"CORS_ORIGINS"_s, u"https://x.example"_s}}),
                settings);

        QVERIFY(applied);
        QCOMPARE(settings.listen.size(), 2);
        QCOMPARE(settings.routePrefix, "/api/v1");
        QCOMPARE(settings.allowedHosts, (QStringList{u"a.example"_s, u"b.example"_s}));
        QVERIFY(settings.cors);
        QCOMPARE(app::gatewaySettings(settings, {}).corsOrigins,
                 QStringList{u"https://x.example"_s});
    }

    void corsCanBeSwitchedOff()
    {
        Settings settings;

        QVERIFY(app::applyEnvironment(environment({{u"CORS_ORIGINS"_s, u"https://x.example"_s},
                                                   {u"ENABLE_CORS"_s, u"false"_s}}),
                                      settings));

        QVERIFY(app::gatewaySettings(settings, {}).corsOrigins.isEmpty());
    }

    void knowsEachWayToSignIn_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("type");

        const auto row = [](const char *name, const char *value, app::AuthType type) {
            QTest::newRow(value) << QString::fromLatin1(name) << QString::fromLatin1(value)
                                 << int(type);
        };
        row("AUTH_TYPE", "API_KEY", app::AuthType::ApiKey);
        row("AUTH_TYPE", "SECURITY_TOKEN", app::AuthType::SecurityToken);
        row("AUTH_TYPE", "GENAI_API_KEY", app::AuthType::GenAiApiKey);
        row("AUTH_TYPE", "INSTANCE_PRINCIPAL", app::AuthType::InstancePrincipal);
        row("AUTH_TYPE", "RESOURCE_PRINCIPAL", app::AuthType::ResourcePrincipal);
        row("AUTH_TYPE", "OKE_WORKLOAD_IDENTITY", app::AuthType::OkeWorkloadIdentity);
        row("AUTH_TYPE", "DELEGATION_TOKEN", app::AuthType::DelegationToken);
        row("OCI_CLI_AUTH", "instance_principal", app::AuthType::InstancePrincipal);
        row("OCI_CLI_AUTH", "instance_obo_user", app::AuthType::DelegationToken);
    }

    void knowsEachWayToSignIn()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(int, type);
        Settings settings;

        QVERIFY(app::applyEnvironment(environment({{name, value}}), settings));

        QCOMPARE(int(settings.authType), type);
    }

    void theProgramsOwnWordWinsOverThatOfTheCli()
    {
        Settings settings;

        QVERIFY(app::applyEnvironment(environment({{u"OCI_CLI_AUTH"_s, u"api_key"_s},
                                                   {u"AUTH_TYPE"_s, u"RESOURCE_PRINCIPAL"_s}}),
                                      settings));

        QCOMPARE(settings.authType, app::AuthType::ResourcePrincipal);
    }

    void takesKeysOfOtherGateways()
    {
        Settings settings;

        QVERIFY(app::applyEnvironment(environment({{u"GATEHOUSE_API_KEY"_s, u"one"_s},
                                                   {u"DEFAULT_API_KEYS"_s, u"two, three"_s},
                                                   {u"LITELLM_MASTER_KEY"_s, u"four"_s}}),
                                      settings));

        QList<QByteArray> keys;
        for (const auto &key : settings.clientKeys)
            keys.append(key->reveal().toByteArray());
        QCOMPARE(keys, (QList<QByteArray>{"one", "two", "three", "four"}));
    }

    void otherNamesAreNoBearerKeys()
    {
        for (const QString &name :
             {u"ORACLE__API_KEY"_s, u"ORACLE_us_API_KEY"_s, u"ORACLE_USAPI_KEY"_s,
              u"MY_ORACLE_API_KEY"_s, u"ORACLE_API_KEYS"_s, u"ORACLE_U-S_API_KEY"_s}) {
            Settings settings;
            QVERIFY2(app::applyEnvironment(environment({{name, u"sk-EXAMPLE"_s}}), settings),
                     qPrintable(name));
            QVERIFY(settings.bearerConnections.isEmpty());
        }
    }

    void eachSetOfBearerVariablesIsAConnection()
    {
        Settings settings;

        QVERIFY(app::applyEnvironment(
                environment({{u"ORACLE_BASE_URL"_s, u"https://a.example/openai/v1"_s},
                             {u"ORACLE_API_KEY"_s, u"sk-EXAMPLE-1"_s},
                             {u"ORACLE_MODELS"_s, u"m1,m2"_s},
                             {u"ORACLE_US_BASE_URL"_s, u"https://b.example/openai/v1"_s},
                             {u"ORACLE_US_API_KEY"_s, u"sk-EXAMPLE-2"_s},
                             {u"CONFIGURED_PROVIDER_MODELS_MODE"_s, u"allowlist"_s}}),
                settings));

        QCOMPARE(settings.bearerConnections.size(), 2);
        QCOMPARE(settings.bearerConnections[0].name, u"oracle"_s);
        QCOMPARE(settings.bearerConnections[0].models, (QStringList{u"m1"_s, u"m2"_s}));
        QCOMPARE(settings.bearerConnections[1].name, u"us"_s);
        QVERIFY(settings.bearerConnections[1].key->equals("sk-EXAMPLE-2"));
        QCOMPARE(settings.modelListMode, app::ModelListMode::Allowlist);
    }

    void aKeyDoesNotLeaveThisComputerInTheClear()
    {
        const auto apply = [](const QString &url) {
            Settings settings;
            return app::applyEnvironment(environment({{u"ORACLE_BASE_URL"_s, url},
                                                      {u"ORACLE_API_KEY"_s, u"sk-EXAMPLE-1"_s}}),
                                         settings);
        };

        QVERIFY(apply(u"http://127.0.0.1:9/v1"_s));
        QVERIFY(apply(u"http://[::1]:9/v1"_s));
        QVERIFY(apply(u"http://localhost:9/v1"_s));
        const auto refused = apply(u"http://proxy.example/v1"_s);
        QVERIFY(!refused);
        QVERIFY(refused.error().message.contains(u"ORACLE_BASE_URL must begin with https"_s));
    }

    void aKeyInTheWrongVariableIsNotRepeated()
    {
        Settings settings;

        const auto applied =
                app::applyEnvironment(environment({{u"ORACLE_BASE_URL"_s, u"sk-EXAMPLE-1"_s},
                                                   {u"ORACLE_API_KEY"_s, u"https://a.example"_s}}),
                                      settings);

        QVERIFY(!applied);
        QVERIFY(applied.error().message.contains(u"ORACLE_BASE_URL"_s));
        QVERIFY(!applied.error().message.contains(u"sk-EXAMPLE"_s));
    }

    void takesTheFirstOfSeveralNames()
    {
        Settings settings;

        QVERIFY(app::applyEnvironment(environment({{u"OCI_COMPARTMENT_ID"_s, u"second"_s},
                                                   {u"OCI_COMPARTMENT"_s, u"first"_s},
                                                   {u"OCI_REGION"_s, u"us-chicago-1"_s},
                                                   {u"REQUESTS_CA_BUNDLE"_s, u"/ca.pem"_s}}),
                                      settings));

        QCOMPARE(settings.compartment, u"first"_s);
        QCOMPARE(settings.region, u"us-chicago-1"_s);
        QCOMPARE(settings.caBundle, u"/ca.pem"_s);
    }

    void routesComeBeforeThoseOfTheFile()
    {
        Settings settings;
        settings.routes = {{.pattern = u"xai.*"_s}};

        QVERIFY(app::applyEnvironment(
                environment({{u"GATEHOUSE_ROUTES"_s,
                              u"xai.grok-4*=openai, DEFAULT/my model = datascience"_s}}),
                settings));

        QCOMPARE(settings.routes.size(), 3);
        QCOMPARE(settings.routes[0].pattern, u"xai.grok-4*"_s);
        QCOMPARE(settings.routes[0].transport, oci::Transport::OpenAi);
        QCOMPARE(settings.routes[1].connection, u"DEFAULT"_s);
        QCOMPARE(settings.routes[1].pattern, u"my model"_s);
        QCOMPARE(settings.routes[2].pattern, u"xai.*"_s);
    }

    void portIsThatOfTheLoopbackAddresses()
    {
        Settings settings;

        QVERIFY(app::applyEnvironment(environment({{u"PORT"_s, u"9000"_s}}), settings));

        const auto listen = app::gatewaySettings(settings, {}).listen;
        QCOMPARE(listen.size(), 2);
        QCOMPARE(listen[0].port, 9000);
        QCOMPARE(listen[1].port, 9000);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");

        QTest::newRow("port") << u"PORT"_s << u"http"_s;
        QTest::newRow("address") << u"GATEHOUSE_LISTEN"_s << u"nowhere"_s;
        QTest::newRow("prefix") << u"API_ROUTE_PREFIX"_s << u"/a b"_s;
        QTest::newRow("flag") << u"ENABLE_CORS"_s << u"maybe"_s;
        QTest::newRow("method") << u"AUTH_TYPE"_s << u"PASSWORD"_s;
        QTest::newRow("method of the CLI") << u"OCI_CLI_AUTH"_s << u"password"_s;
        QTest::newRow("key without address") << u"ORACLE_API_KEY"_s << u"sk-EXAMPLE"_s;
        QTest::newRow("route without transport") << u"GATEHOUSE_ROUTES"_s << u"xai.*"_s;
        QTest::newRow("route to nowhere") << u"GATEHOUSE_ROUTES"_s << u"xai.*=openai,a=grpc"_s;
        QTest::newRow("mode") << u"CONFIGURED_PROVIDER_MODELS_MODE"_s << u"both"_s;
    }

    void refuses()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        Settings settings;

        const auto applied = app::applyEnvironment(environment({{name, value}}), settings);

        QVERIFY(!applied);
        QVERIFY2(applied.error().message.contains(name), qPrintable(applied.error().message));
        QVERIFY(!applied.error().message.contains(u"sk-EXAMPLE"_s));
    }
};

QTEST_APPLESS_MAIN(TestSettingsEnvironment)
#include "tst_settingsenvironment.moc"
