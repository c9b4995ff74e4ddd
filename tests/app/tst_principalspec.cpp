// SPDX-License-Identifier: MIT
#include "app/common/configuredconnections.h"
#include "app/common/principallookup.h"
#include "app/common/principalspec.h"
#include "gateway/http/server.h"
#include "oci/demo/demoservice.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using app::AuthType;
using app::ConnectionSpec;
using app::Settings;
using core::Result;

namespace {

QProcessEnvironment environment(const QList<std::pair<QString, QString>> &variables)
{
    QProcessEnvironment result;
    for (const auto &[name, value] : variables)
        result.insert(name, value);
    return result;
}

Settings settingsFor(AuthType type)
{
    Settings settings;
    settings.authType = type;
    return settings;
}

//! The only connection that is configured.
Result<ConnectionSpec> configured(const Settings &settings, const QProcessEnvironment &variables)
{
    return app::configuredConnections(settings, variables)
            .transform([](const QList<ConnectionSpec> &specs) { return specs.first(); });
}

} // namespace

class TestPrincipalSpec : public QObject
{
    Q_OBJECT

private slots:
    void anInstanceNeedsNoConfiguration()
    {
        const auto spec = configured(settingsFor(AuthType::InstancePrincipal),
                                     environment({{u"OCI_CONFIG_FILE"_s, u"/nowhere"_s}}));

        QVERIFY2(spec, qPrintable(spec ? QString() : spec.error().message));
        QCOMPARE(spec->id, u"principal:instance"_s);
        QVERIFY(spec->principal);
        QVERIFY(spec->region.isEmpty()); // it will say
    }

    void anInstanceSaysWhereItIs()
    {
        core::SystemClock clock;
        oci::demo::DemoService service(oci::demo::DemoAccount::create().value(), clock);
        gateway::http::Server server(
                [&service](core::http::Exchange &exchange) { service.handle(exchange); });
        const quint16 port = server.listen(QHostAddress::LocalHost, 0).value();
        Settings settings = settingsFor(AuthType::InstancePrincipal);
        settings.metadataEndpoint = u"http://127.0.0.1:%1/opc/v2"_s.arg(port);
        const auto specs = app::configuredConnections(settings, environment({}));
        QVERIFY(specs);
        app::PrincipalLookup lookup(clock);

        const auto complete = lookup.complete(*specs);
        QTRY_VERIFY(complete.isFinished());

        QVERIFY(complete.result());
        QCOMPARE(complete.result()->first().region, u"us-chicago-1"_s);
        QCOMPARE(complete.result()->first().compartment,
                 QString::fromLatin1(oci::demo::DemoAccount::tenancy()));
    }

    void whoIsNotOnOciIsToldSo()
    {
        core::SystemClock clock;
        Settings settings = settingsFor(AuthType::InstancePrincipal);
        settings.metadataEndpoint = u"http://127.0.0.1:1/opc/v2"_s; // nobody listens there
        app::PrincipalLookup lookup(clock);

        const auto complete =
                lookup.complete(app::configuredConnections(settings, environment({})).value());
        QTRY_VERIFY_WITH_TIMEOUT(complete.isFinished(), 20'000);

        QVERIFY(!complete.result());
        QVERIFY(complete.result().error().message.contains(u"not run on an OCI instance"_s));
    }

    void nobodyIsAskedWhereAllIsKnown()
    {
        core::SystemClock clock;
        Settings settings = settingsFor(AuthType::InstancePrincipal);
        settings.region = u"PHX"_s;
        settings.compartment = u"ocid1.compartment.oc1..mine"_s;
        settings.metadataEndpoint = u"http://127.0.0.1:1/opc/v2"_s;
        app::PrincipalLookup lookup(clock);

        const auto complete =
                lookup.complete(app::configuredConnections(settings, environment({})).value());

        QVERIFY(complete.isFinished());
        QVERIFY(complete.result());
        QCOMPARE(complete.result()->first().region, u"us-phoenix-1"_s);
    }

    void saysWhatIsMissing_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("says");

        QTest::newRow("resource") << int(AuthType::ResourcePrincipal)
                                  << u"OCI_RESOURCE_PRINCIPAL_VERSION"_s;
        QTest::newRow("pod") << int(AuthType::OkeWorkloadIdentity) << u"KUBERNETES_SERVICE_HOST"_s;
    }

    void saysWhatIsMissing()
    {
        QFETCH(int, type);
        QFETCH(QString, says);

        const auto spec = configured(settingsFor(AuthType(type)), environment({}));

        QVERIFY(!spec);
        QVERIFY2(spec.error().message.contains(says), qPrintable(spec.error().message));
    }

    void aPodHasToBeToldItsRegion()
    {
        const auto without = configured(settingsFor(AuthType::OkeWorkloadIdentity),
                                        environment({{u"KUBERNETES_SERVICE_HOST"_s, u"::1"_s}}));
        const auto with = configured(settingsFor(AuthType::OkeWorkloadIdentity),
                                     environment({{u"KUBERNETES_SERVICE_HOST"_s, u"::1"_s},
                                                  {u"OCI_RESOURCE_PRINCIPAL_REGION"_s, u"iad"_s}}));

        QVERIFY(!without);
        QVERIFY(without.error().message.contains(u"OCI_RESOURCE_PRINCIPAL_REGION"_s));
        QVERIFY(with);
        QCOMPARE(with->region, u"us-ashburn-1"_s);
    }

    void aDelegationTokenComesFromTheProfile()
    {
        QTemporaryDir folder;
        QFile config(folder.filePath(u"config"_s));
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write("[DEFAULT]\ntenancy=ocid1.tenancy.oc1..shell\nregion=us-phoenix-1\n"
                     "authentication_type=instance_principal\ndelegation_token_file=/etc/obo\n");
        config.close();
        config.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        const auto variables = environment({{u"OCI_CONFIG_FILE"_s, config.fileName()}});

        for (const AuthType type : {AuthType::FromProfile, AuthType::DelegationToken}) {
            const auto spec = configured(settingsFor(type), variables);

            QVERIFY2(spec, qPrintable(spec ? QString() : spec.error().message));
            QVERIFY(spec->principal);
            QCOMPARE(spec->principal->delegationTokenFile, u"/etc/obo"_s);
            QCOMPARE(spec->region, u"us-phoenix-1"_s);
            QCOMPARE(spec->compartment, u"ocid1.tenancy.oc1..shell"_s);
            QCOMPARE(spec->tenancy, spec->compartment); // all below it is searched
        }

        const auto named =
                configured(settingsFor(AuthType::DelegationToken),
                           environment({{u"OCI_CLI_DELEGATION_TOKEN_FILE"_s, u"/tmp/obo"_s}}));
        QVERIFY(named);
        QCOMPARE(named->principal->delegationTokenFile, u"/tmp/obo"_s);
    }
};

QTEST_GUILESS_MAIN(TestPrincipalSpec)
#include "tst_principalspec.moc"
