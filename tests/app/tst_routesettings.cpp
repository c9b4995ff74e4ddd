// SPDX-License-Identifier: MIT
#include "app/common/configuredconnections.h"

#include <QTest>

using namespace Qt::StringLiterals;
using app::Settings;
using oci::Transport;

namespace {

Settings withKey(const oci::RouteOverrides &routes)
{
    Settings settings;
    settings.authType = app::AuthType::GenAiApiKey;
    settings.bearerConnections = {
            {.name = u"us"_s,
             .baseUrl = QUrl(u"https://inference.example.com/openai/v1"_s),
             .key = std::make_shared<const core::Secret>(core::Secret::take("sk-test-only"))}};
    settings.routes = routes;
    return settings;
}

core::Result<QList<app::ConnectionSpec>> connections(const Settings &settings)
{
    return app::configuredConnections(settings, QProcessEnvironment());
}

} // namespace

class TestRouteSettings : public QObject
{
    Q_OBJECT

private slots:
    void reachTheirConnection()
    {
        const auto specs = connections(
                withKey({{.connection = u"us"_s, .pattern = u"a"_s, .transport = Transport::OpenAi},
                         {.pattern = u"b"_s, .transport = Transport::Generic}}));

        QVERIFY2(specs, specs ? "" : qPrintable(specs.error().message));
        QCOMPARE(specs->first().routes.size(), 2);
        QCOMPARE(specs->first().routes[0].pattern, u"a"_s);
    }

    void whatCannotBeFollowedIsRefused_data()
    {
        QTest::addColumn<oci::RouteOverride>("route");
        QTest::addColumn<QString>("says");
        QTest::newRow("another connection")
                << oci::RouteOverride{.connection = u"eu"_s, .pattern = u"a.*"_s}
                << u"'eu/a.*' names a connection that is not configured"_s;
        for (const Transport transport : {Transport::Generic, Transport::DataScience}) {
            QTest::addRow("a key, %d", int(transport)) << oci::RouteOverride{.connection = u"us"_s,
                                                                             .pattern = u"a.*"_s,
                                                                             .transport = transport}
                                                       << u"an API key reaches"_s;
        }
    }

    void whatCannotBeFollowedIsRefused()
    {
        QFETCH(oci::RouteOverride, route);
        QFETCH(QString, says);

        const auto specs = connections(withKey({route}));

        QVERIFY(!specs);
        QVERIFY2(specs.error().message.contains(says), qPrintable(specs.error().message));
    }
};

QTEST_APPLESS_MAIN(TestRouteSettings)
#include "tst_routesettings.moc"
