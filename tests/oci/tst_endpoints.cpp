// SPDX-License-Identifier: MIT
#include "oci/config/endpoints.h"

#include <QTest>

using namespace Qt::StringLiterals;
using oci::Endpoints;
using oci::RegionTable;
using oci::Service;

Q_DECLARE_METATYPE(oci::Service)

namespace {

constexpr auto moreRegions = R"({"realmKey":"oc99","realmDomainComponent":"oraclecloud99.com",
    "regionKey":"xyz","regionIdentifier":"xx-example-1"})";

} // namespace

class TestEndpoints : public QObject
{
    Q_OBJECT

private slots:
    void oraclesOwnHosts_data()
    {
        QTest::addColumn<Service>("service");
        QTest::addColumn<QString>("region");
        QTest::addColumn<QString>("url");

        const QString ord = u"us-chicago-1"_s;
        const QString gov = u"uk-gov-london-1"_s;
        QTest::newRow("inference")
                << Service::Inference << ord
                << u"https://inference.generativeai.us-chicago-1.oci.oraclecloud.com"_s;
        QTest::newRow("management") << Service::Management << ord
                                    << u"https://generativeai.us-chicago-1.oci.oraclecloud.com"_s;
        QTest::newRow("identity") << Service::Identity << ord
                                  << u"https://identity.us-chicago-1.oci.oraclecloud.com"_s;
        QTest::newRow("auth") << Service::Auth << ord
                              << u"https://auth.us-chicago-1.oraclecloud.com"_s;
        QTest::newRow("login") << Service::Login << ord
                               << u"https://login.us-chicago-1.oraclecloud.com"_s;
        QTest::newRow("data science") << Service::DataScience << ord
                                      << u"https://datascience.us-chicago-1.oci.oraclecloud.com"_s;
        QTest::newRow("deployment")
                << Service::ModelDeployment << ord
                << u"https://modeldeployment.us-chicago-1.oci.customer-oci.com"_s;
        QTest::newRow("deployment elsewhere")
                << Service::ModelDeployment << gov
                << u"https://md.datascience.uk-gov-london-1.oci.oraclegovcloud.uk"_s;
        QTest::newRow("another realm")
                << Service::Inference << gov
                << u"https://inference.generativeai.uk-gov-london-1.oci.oraclegovcloud.uk"_s;
        QTest::newRow("short key")
                << Service::Auth << u"IAD"_s << u"https://auth.us-ashburn-1.oraclecloud.com"_s;
        QTest::newRow("unknown") << Service::Auth << u"xx-new-1"_s
                                 << u"https://auth.xx-new-1.oraclecloud.com"_s;
    }

    void oraclesOwnHosts()
    {
        QFETCH(Service, service);
        QFETCH(QString, region);
        QFETCH(QString, url);

        QCOMPARE(Endpoints().base(service, region).value().toString(), url);
    }

    void aTemplateReplacesThemAll_data()
    {
        QTest::addColumn<Service>("service");
        QTest::addColumn<QString>("name");

        QTest::newRow("inference") << Service::Inference << u"inference.generativeai"_s;
        QTest::newRow("management") << Service::Management << u"generativeai"_s;
        QTest::newRow("identity") << Service::Identity << u"identity"_s;
        QTest::newRow("auth") << Service::Auth << u"auth"_s;
        QTest::newRow("login") << Service::Login << u"login"_s;
        QTest::newRow("data science") << Service::DataScience << u"datascience"_s;
        QTest::newRow("deployment") << Service::ModelDeployment << u"modeldeployment"_s;
    }

    void aTemplateReplacesThemAll()
    {
        QFETCH(Service, service);
        QFETCH(QString, name);
        const Endpoints endpoints(u"http://127.0.0.1:9500/{region}/{service}/"_s);

        QCOMPARE(endpoints.base(service, u"ORD"_s).value().toString(),
                 u"http://127.0.0.1:9500/us-chicago-1/"_s + name);
    }

    void theInferenceOverrideIsForInferenceAlone()
    {
        const Endpoints endpoints(u"https://{service}.{region}.example.com"_s,
                                  u"https://private.example.com:443/p%20q/"_s);

        QCOMPARE(endpoints.base(Service::Inference, u"iad"_s).value().toEncoded(),
                 "https://private.example.com/p%20q");
        QCOMPARE(endpoints.base(Service::Management, u"iad"_s).value().toEncoded(),
                 "https://generativeai.us-ashburn-1.example.com");
    }

    void anEndpointWithoutARegionNeedsNone()
    {
        QCOMPARE(Endpoints(u"http://localhost:1/x"_s).base(Service::Auth, {}).value().toString(),
                 u"http://localhost:1/x"_s);
        QVERIFY(!Endpoints().base(Service::Auth, {}));
        QVERIFY(!Endpoints(u"http://localhost/{region}"_s).base(Service::Auth, {}));
    }

    void aRegionCannotChangeTheHost()
    {
        for (const char *region :
             {"evil.example/", "x.evil.example", "a@b", "a/../b", "{service}"}) {
            const QString name = QString::fromLatin1(region);
            QVERIFY2(!Endpoints().base(Service::Inference, name), region);
            QVERIFY2(!Endpoints(u"https://{region}.example.com"_s).base(Service::Inference, name),
                     region);
        }
    }

    void aTemplateThatCannotWorkSaysWhy_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problem");

        QTest::newRow("placeholder") << u"https://{host}/"_s << u"{region} and {service}"_s;
        QTest::newRow("no scheme") << u"example.com/x"_s << u"https://"_s;
        QTest::newRow("scheme") << u"ftp://example.com"_s << u"https://"_s;
        QTest::newRow("no host") << u"https:///x"_s << u"host"_s;
        QTest::newRow("query") << u"https://example.com/?a=b"_s << u"'?'"_s;
        QTest::newRow("fragment") << u"https://example.com/#a"_s << u"'#'"_s;
        QTest::newRow("bad port") << u"https://example.com:99999/"_s << u"valid URL"_s;
        QTest::newRow("blank") << u"https://exa mple.com/"_s << u"valid URL"_s;
    }

    void aTemplateThatCannotWorkSaysWhy()
    {
        QFETCH(QString, text);
        QFETCH(QString, problem);

        const auto url = Endpoints(text).base(Service::Inference, u"iad"_s);

        QVERIFY(!url);
        QCOMPARE(url.error().code, core::ErrorCode::InvalidRequest);
        QVERIFY2(url.error().message.contains(problem), qPrintable(url.error().message));
    }

    void aPasswordInATemplateIsRefusedAndNotRepeated()
    {
        const auto url =
                Endpoints(u"https://me:hunter2@example.com"_s).base(Service::Auth, u"iad"_s);

        QVERIFY(!url);
        QVERIFY(!url.error().message.contains(u"hunter2"_s));
    }

    void aTableOfItsOwnKnowsMoreRegions()
    {
        const RegionTable table({}, moreRegions, {});

        QCOMPARE(Endpoints(table).base(Service::Auth, u"XYZ"_s).value().toString(),
                 u"https://auth.xx-example-1.oraclecloud99.com"_s);
    }

    void deploymentsKeepTheirUrlUnlessATemplateReplacesTheHost()
    {
        const QUrl url(u"https://modeldeployment.us-ashburn-1.oci.customer-oci.com/"
                       "ocid1.datasciencemodeldeployment.oc1.iad.x"_s);

        QCOMPARE(Endpoints().deployment(url, u"iad"_s).value(), url);
        QCOMPARE(Endpoints(u"http://127.0.0.1:1/{region}/{service}"_s)
                         .deployment(url, u"iad"_s)
                         .value()
                         .toString(),
                 u"http://127.0.0.1:1/us-ashburn-1/modeldeployment/"
                 "ocid1.datasciencemodeldeployment.oc1.iad.x"_s);
        QVERIFY(!Endpoints().deployment(QUrl(u"http://example.com/x"_s), u"iad"_s));
        QVERIFY(!Endpoints().deployment(QUrl(), u"iad"_s));
    }

    void pathsAreJoinedAsTheyAreEncoded_data()
    {
        QTest::addColumn<QByteArray>("base");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("url");

        QTest::newRow("host") << QByteArray("https://h") << QByteArray("/a/b?c=d")
                              << QByteArray("https://h/a/b?c=d");
        QTest::newRow("slash") << QByteArray("https://h/") << QByteArray("/a")
                               << QByteArray("https://h/a");
        QTest::newRow("prefix") << QByteArray("http://h:1/p/q") << QByteArray("/a")
                                << QByteArray("http://h:1/p/q/a");
        QTest::newRow("no slash") << QByteArray("http://h/p") << QByteArray("a")
                                  << QByteArray("http://h/p/a");
        QTest::newRow("query only")
                << QByteArray("http://h/p") << QByteArray("?a=b") << QByteArray("http://h/p?a=b");
        QTest::newRow("escapes") << QByteArray("http://h/p%20q")
                                 << QByteArray("/a%2Fb?q=x%20y+z%26,:")
                                 << QByteArray("http://h/p%20q/a%2Fb?q=x%20y+z%26,:");
    }

    void pathsAreJoinedAsTheyAreEncoded()
    {
        QFETCH(QByteArray, base);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, url);

        QCOMPARE(oci::joined(QUrl::fromEncoded(base), path).toEncoded(QUrl::FullyEncoded), url);
    }
};

QTEST_APPLESS_MAIN(TestEndpoints)
#include "tst_endpoints.moc"
