// SPDX-License-Identifier: MIT
#include "app/common/settingsfile.h"

#include "tests/support/fixtures.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using app::Settings;

class TestSettingsFile : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryKey()
    {
        Settings settings;

        const auto applied = app::applySettingsFile(everyKey(), u"f"_s, settings);

        QVERIFY2(applied, applied ? "" : qPrintable(applied.error().message));
        QCOMPARE(settings.listen.size(), 1);
        QCOMPARE(settings.routes.size(), 2);
        QCOMPARE(settings.routes[0].pattern, u"xai.*"_s);
        QCOMPARE(settings.routes[0].transport, oci::Transport::OpenAi);
        QCOMPARE(settings.routes[1].connection, u"DEFAULT"_s);
        QCOMPARE(settings.socketPath, u"/run/g.sock"_s);
        QCOMPARE(settings.routePrefix, "/api");
        QCOMPARE(settings.allowedHosts, QStringList{u"h.example"_s});
        QVERIFY(settings.cors);
        QCOMPARE(settings.bodyLimit, 8 * 1024 * 1024);
        QCOMPARE(settings.ollamaListen.size(), 2);
        QCOMPARE(settings.tlsCertificate, u"/c.pem"_s);
        QCOMPARE(settings.tlsKey, u"/k.pem"_s);
        QCOMPARE(settings.stopTimeout, std::chrono::seconds(5));
        QCOMPARE(settings.authType, app::AuthType::ApiKey);
        QCOMPARE(settings.region, u"us-chicago-1"_s);
        QCOMPARE(settings.logFormat, app::LogFormat::Json);
    }

    void everyKeyStandsInTheDocumentation()
    {
        const QString documentation =
                QString::fromUtf8(tests::readTestFile(u"../docs/configuration.md"_s));
        const QRegularExpression key(u"\"([a-z_]+)\":"_s);

        int count = 0;
        for (auto match = key.globalMatch(QString::fromUtf8(everyKey())); match.hasNext();
             ++count) {
            const QString name = match.next().captured(1);
            QVERIFY2(documentation.contains(u'`' + name + u'`'), qPrintable(name));
        }
        QCOMPARE(count, 20);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("saying");

        QTest::newRow("misspelt key") << QByteArray("{\"lissten\":[]}") << u"\"lissten\""_s;
        QTest::newRow("wrong type")
                << QByteArray("{\"listen\":\"127.0.0.1:1\"}") << u"\"listen\""_s;
        QTest::newRow("wrong type inside") << QByteArray("{\"listen\":[1]}") << u"\"listen\""_s;
        QTest::newRow("bad value") << QByteArray("{\"log_level\":\"loud\"}") << u"'loud'"_s;
        QTest::newRow("a door without a key to the network")
                << QByteArray("{\"ollama_listen\":\"0.0.0.0:11434\"}") << u"not a loopback"_s;
        QTest::newRow("a time that is none")
                << QByteArray("{\"stop_timeout\":-1}") << u"stop_timeout"_s;
        QTest::newRow("number out of range")
                << QByteArray("{\"max_body_mb\":0}") << u"max_body_mb"_s;
        QTest::newRow("a string as number")
                << QByteArray("{\"max_body_mb\":\"8\"}") << u"max_body_mb"_s;
        QTest::newRow("routes of another type")
                << QByteArray("{\"routes\":[\"xai.*\"]}") << u"\"routes\""_s;
        QTest::newRow("a route to nowhere")
                << QByteArray("{\"routes\":{\"xai.*\":\"grpc\"}}") << u"'grpc'"_s;
        QTest::newRow("a route of no model")
                << QByteArray("{\"routes\":{\"DEFAULT/\":\"openai\"}}") << u"DEFAULT/"_s;
        QTest::newRow("a route of another type")
                << QByteArray("{\"routes\":{\"xai.*\":1}}") << u"\"xai.*\""_s;
        QTest::newRow("no object") << QByteArray("[]") << u"object"_s;
        QTest::newRow("cut off") << QByteArray("{\"listen\":") << u"Invalid JSON"_s;
        QTest::newRow("empty") << QByteArray() << u"Invalid JSON"_s;
    }

    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, saying);
        Settings settings;

        const auto applied = app::applySettingsFile(json, u"the-file"_s, settings);

        QVERIFY(!applied);
        QVERIFY2(applied.error().message.contains(saying), qPrintable(applied.error().message));
        QVERIFY(applied.error().message.startsWith(u"the-file"_s));
    }

private:
    static QByteArray everyKey()
    {
        return "{\"listen\": [\"127.0.0.1:0\"], \"socket\": \"/run/g.sock\", \"route_prefix\": "
               "\"/api\", "
               "\"allowed_hosts\": [\"h.example\"], \"cors_origins\": [\"https://x.example\"], "
               "\"max_body_mb\": 8, \"ollama_listen\": \"localhost:11434\", "
               "\"tls_certificate\": \"/c.pem\", \"tls_key\": \"/k.pem\", "
               "\"stop_timeout\": 5, "
               "\"auth_type\": \"API_KEY\", \"region\": \"us-chicago-1\", \"compartment\": \"c\", "
               "\"project\": \"p\", "
               "\"oci_endpoint\": \"http://127.0.0.1:1/{service}\", \"oci_endpoint_inference\": "
               "\"http://127.0.0.1:2\", "
               "\"routes\": {\"xai.*\": \"openai\", \"DEFAULT/my*\": \"datascience\"}, "
               "\"ca_bundle\": \"/ca.pem\", \"log_level\": \"debug\", \"log_format\": \"json\"}";
    }
};

QTEST_APPLESS_MAIN(TestSettingsFile)
#include "tst_settingsfile.moc"
