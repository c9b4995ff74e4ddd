// SPDX-License-Identifier: MIT
#include "app/common/proxies.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestProxies : public QObject
{
    Q_OBJECT

private slots:
    void choosesAProxy_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("proxy"); // empty: direct

        QTest::newRow("https") << u"https://oci.example/"_s << u"proxy.example:3128"_s;
        QTest::newRow("http") << u"http://oci.example/"_s << u"plain.example:8080"_s;
        QTest::newRow("loopback") << u"http://127.0.0.1:8088/"_s << QString();
        QTest::newRow("localhost") << u"https://localhost/"_s << QString();
        QTest::newRow("v6 loopback") << u"https://[::1]/"_s << QString();
        QTest::newRow("named host") << u"https://inside.example/"_s << QString();
        QTest::newRow("below a named domain") << u"https://a.corp.example/"_s << QString();
        QTest::newRow("ends alike") << u"https://notinside.example/"_s << u"proxy.example:3128"_s;
    }

    void choosesAProxy()
    {
        QFETCH(QString, url);
        QFETCH(QString, proxy);
        QProcessEnvironment environment;
        environment.insert(u"HTTPS_PROXY"_s, u"http://proxy.example:3128"_s);
        environment.insert(u"http_proxy"_s, u"plain.example:8080"_s);
        environment.insert(u"NO_PROXY"_s, u"inside.example, .corp.example"_s);

        const auto proxies =
                app::ProxyFactory(environment).queryProxy(QNetworkProxyQuery(QUrl(url)));

        QCOMPARE(proxies.size(), 1);
        const QString found =
                proxies[0].type() == QNetworkProxy::NoProxy
                        ? QString()
                        : u"%1:%2"_s.arg(proxies[0].hostName()).arg(proxies[0].port());
        QCOMPARE(found, proxy);
    }
};

QTEST_APPLESS_MAIN(TestProxies)
#include "tst_proxies.moc"
