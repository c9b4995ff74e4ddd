// SPDX-License-Identifier: MIT
//
// The whole window program, offscreen, against the embedded OCI service: from the keys that a
// person presses to signed bytes and back.

#include "app/desktop/application.h"

#include "app/common/settingsenvironment.h"

#include "gateway/http/server.h"
#include "oci/demo/demoservice.h"
#include "tests/support/fixtures.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDirIterator>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using State = core::Connections::State;

namespace {

constexpr auto passphrase = "changeit"; // of the throwaway key in tests/fixtures/keys

//! Answers, as OCI would, whoever signs with the throwaway key.
struct Oci {
    explicit Oci(const oci::PrivateKey &key)
        : service(account(key), clock)
        , server([this](core::http::Exchange &exchange) { service.handle(exchange); })
    {
        port = *server.listen(QHostAddress(QHostAddress::LocalHost), 0);
    }

    static oci::demo::DemoAccount account(const oci::PrivateKey &key)
    {
        auto account = *oci::demo::DemoAccount::create();
        account.trust("ocid1.tenancy.oc1..aaaaexample/ocid1.user.oc1..aaaaexample/" +
                              key.fingerprint(),
                      key.publicKey());
        return account;
    }

    core::SystemClock clock;
    oci::demo::DemoService service;
    gateway::http::Server server;
    quint16 port = 0;
};

} // namespace

class TestApplication : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = {};
        m_settings.dataDir = m_folder->filePath(u"data"_s);
        m_settings.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
        QVERIFY(QDir().mkpath(m_settings.dataDir));
        m_environment = {};
        m_environment.insert(u"HOME"_s, m_folder->path());
    }

    void inTheDemoAPromptIsAnswered()
    {
        m_settings.demo = true;
        app::Application gatehouse(m_settings, m_environment);
        gatehouse.start();
        QTRY_VERIFY_WITH_TIMEOUT(find<QAbstractButton>(gatehouse, "send") != nullptr, 5000);
        auto *composer = find<QPlainTextEdit>(gatehouse, "composer");
        QVERIFY(composer);
        QTRY_VERIFY_WITH_TIMEOUT(composer->isEnabled() && isReady(gatehouse), 10000);

        QTest::keyClicks(composer, u"What is a gatehouse?"_s);
        QTest::keyClick(composer, Qt::Key_Return);

        QTRY_VERIFY_WITH_TIMEOUT(answer(gatehouse).status == core::Turn::Status::Done, 30000);
        QVERIFY(core::textOf(answer(gatehouse).message).size() > 20);
        QVERIFY(composer->toPlainText().isEmpty());
    }

    void anEncryptedKeyIsAskedForAndNoSecretReachesTheDisk()
    {
        const QByteArray pem = tests::readTestFile(u"fixtures/keys/pkcs8_encrypted.pem"_s);
        const auto key = oci::PrivateKey::fromPem(pem, core::Secret(QByteArrayView(passphrase)));
        QVERIFY(key);
        const Oci oci(*key);
        write(u"key.pem"_s, pem);
        write(u"config"_s, "[DEFAULT]\nuser=ocid1.user.oc1..aaaaexample\ntenancy=ocid1.tenancy.oc1."
                           ".aaaaexample\n"
                           "region=us-chicago-1\nfingerprint=" +
                                   key->fingerprint() + "\nkey_file=" +
                                   m_folder->filePath(u"key.pem"_s).toUtf8() + "\n");
        m_environment.insert(u"OCI_CONFIG_FILE"_s, m_folder->filePath(u"config"_s));
        m_settings.endpointTemplate = u"http://127.0.0.1:%1/{region}/{service}"_s.arg(oci.port);
        core::Secret clientKey;
        {
            app::Application gatehouse(m_settings, m_environment);
            core::Connections &connections = gatehouse.connections();
            QSignalSpy needed(&connections, &core::Connections::secretNeeded);
            gatehouse.start();
            QTRY_COMPARE(needed.count(), 1);

            connections.provideSecret(u"profile:DEFAULT"_s, core::Secret(QByteArrayView("wrong")),
                                      false);
            QTRY_COMPARE(needed.count(), 2);
            QVERIFY(!needed[1][0].value<core::SecretRequest>().previousProblem.isEmpty());
            connections.provideSecret(u"profile:DEFAULT"_s,
                                      core::Secret(QByteArrayView(passphrase)), false);
            QTRY_VERIFY_WITH_TIMEOUT(isReady(gatehouse), 10000);

            auto *composer = find<QPlainTextEdit>(gatehouse, "composer");
            QTest::keyClicks(composer, u"Hello"_s);
            QTest::keyClick(composer, Qt::Key_Return);
            QTRY_VERIFY_WITH_TIMEOUT(answer(gatehouse).status == core::Turn::Status::Done, 30000);
            clientKey = gatehouse.gateway().key();
            QVERIFY(!clientKey.isEmpty());
        }

        QDirIterator files(m_settings.dataDir, QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray content = file.readAll();
            QVERIFY2(!content.contains(passphrase), qPrintable(file.fileName()));
            QVERIFY2(!content.contains(clientKey.reveal()), qPrintable(file.fileName()));
        }
    }

    void aPortInUseIsSaidInWords()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, 0));
        m_settings.demo = true;
        m_settings.listen[0].port = holder.serverPort();
        app::Application gatehouse(m_settings, m_environment);

        gatehouse.start();

        QTRY_COMPARE(gatehouse.gateway().state(), core::GatewayControl::State::Failed);
        QVERIFY2(gatehouse.gateway().failure().contains(QString::number(holder.serverPort())),
                 qPrintable(gatehouse.gateway().failure()));
    }

    void anotherPortIsOfferedAndRemembered()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, 0));
        m_settings.demo = true;
        m_settings.listen.clear();
        m_settings.port = holder.serverPort();
        quint16 other = 0;
        {
            app::Application gatehouse(m_settings, m_environment);
            gatehouse.start();
            QTRY_COMPARE(gatehouse.gateway().state(), core::GatewayControl::State::Failed);
            other = gatehouse.gateway().freePort();
            QVERIFY(other > holder.serverPort());

            gatehouse.gateway().startAt(other);

            QTRY_COMPARE(gatehouse.gateway().state(), core::GatewayControl::State::Running);
            QCOMPARE(gatehouse.gateway().baseUrl().port(), int(other));
            QCOMPARE(gatehouse.gateway().freePort(), 0);
        }
        holder.close();

        app::Application again(m_settings, m_environment);
        again.start();

        QTRY_COMPARE(again.gateway().state(), core::GatewayControl::State::Running);
        QCOMPARE(again.gateway().baseUrl().port(), int(other)); // where the tools look for it
        again.gateway().stop();
        m_settings.listen = {
                {.address = QHostAddress(QHostAddress::LocalHost), .port = m_settings.port}};
        app::Application named(m_settings, m_environment);
        named.start();
        QTRY_COMPARE(named.gateway().state(), core::GatewayControl::State::Running);
        QCOMPARE(named.gateway().baseUrl().port(), int(m_settings.port));
    }

    void whatAVariableNamesCountsMoreThanWhatWasUsedLast_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("opens");

        QTest::newRow("nothing") << QString() << QString() << u"profile:LAST"_s;
        QTest::newRow("another") << u"OCI_CONFIG_PROFILE"_s << u"PROD"_s << u"profile:PROD"_s;
        QTest::newRow("missing") << u"OCI_CONFIG_PROFILE"_s << u"GONE"_s << u"profile:GONE"_s;
        QTest::newRow("bearer key") << u"AUTH_TYPE"_s << u"GENAI_API_KEY"_s << u"bearer:oracle"_s;
        QTest::newRow("principal")
                << u"AUTH_TYPE"_s << u"INSTANCE_PRINCIPAL"_s << u"principal:instance"_s;
    }

    void whatAVariableNamesCountsMoreThanWhatWasUsedLast()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QFETCH(QString, opens);
        const QByteArray profile = "region=us-chicago-1\nkey_file=/nonexistent\n";
        write(u"config"_s, "[DEFAULT]\n" + profile + "[LAST]\n" + profile + "[PROD]\n" + profile);
        m_environment.insert(u"OCI_CONFIG_FILE"_s, m_folder->filePath(u"config"_s));
        m_environment.insert(u"ORACLE_BASE_URL"_s, u"http://127.0.0.1:1/v1"_s);
        m_environment.insert(u"ORACLE_API_KEY"_s, u"sk-EXAMPLE"_s);
        if (!variable.isEmpty())
            m_environment.insert(variable, value);
        m_settings.metadataEndpoint = u"http://127.0.0.1:1/opc/v2"_s;
        QVERIFY(app::applyEnvironment(m_environment, m_settings));
        app::WindowState(m_settings.dataDir + u"/window.ini"_s)
                .setLastConnection(u"profile:LAST"_s);
        app::Application gatehouse(m_settings, m_environment);

        gatehouse.start();

        QCOMPARE(gatehouse.connections().current(), opens);
    }

    void theGatewayAnswersFromTheSameProcess()
    {
        m_settings.demo = true;
        app::Application gatehouse(m_settings, m_environment);
        gatehouse.start();
        QTRY_COMPARE_WITH_TIMEOUT(gatehouse.gateway().state(), core::GatewayControl::State::Running,
                                  10000);
        QTRY_VERIFY_WITH_TIMEOUT(isReady(gatehouse), 10000);

        QNetworkAccessManager network;
        QNetworkRequest request(QUrl(gatehouse.gateway().baseUrl().toString() + u"/models"_s));
        request.setRawHeader("Authorization",
                             "Bearer " + gatehouse.gateway().key().reveal().toByteArray());
        const std::unique_ptr<QNetworkReply> reply(network.get(request));

        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 10000);
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        QVERIFY(reply->readAll().contains("meta.llama-3.3-70b-instruct"));
    }

private:
    template<typename T>
    static T *find(app::Application &gatehouse, const char *name)
    {
        return gatehouse.window().findChild<T *>(QString::fromLatin1(name));
    }

    static bool isReady(app::Application &gatehouse)
    {
        return gatehouse.connections().state() == State::Ready &&
               !gatehouse.connections().models().isEmpty();
    }

    static core::Turn answer(app::Application &gatehouse)
    {
        const auto list = gatehouse.conversations().list();
        if (list.isEmpty())
            return {.status = core::Turn::Status::Waiting};
        const auto turns = gatehouse.conversations().conversation(list.first().id)->turns;
        return turns.size() < 2 ? core::Turn{.status = core::Turn::Status::Waiting} : turns.last();
    }

    void write(const QString &name, const QByteArray &content)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    app::Settings m_settings;
    QProcessEnvironment m_environment;
};

QTEST_MAIN(TestApplication)
#include "tst_application.moc"
