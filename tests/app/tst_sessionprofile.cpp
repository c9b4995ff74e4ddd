// SPDX-License-Identifier: MIT
//
// A profile with a session token, from the configuration file to the service's answer.

#include "app/common/ociconnection.h"
#include "app/common/profilesource.h"
#include "gateway/http/server.h"
#include "oci/config/privatefile.h"
#include "oci/demo/demoservice.h"
#include "tests/support/fixtures.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Result;
using core::Secret;

namespace {

const QString id = u"profile:WORK"_s;

//! A home folder as `oci session authenticate` leaves it, and a service that knows the session.
struct Bench {
    Bench()
    {
        const quint16 port = server.listen(QHostAddress(QHostAddress::LocalHost), 0).value();
        settings.endpointTemplate = u"http://127.0.0.1:%1/{region}/{service}"_s.arg(port);
        settings.compartment = QString::fromLatin1(oci::demo::DemoAccount::compartment());
        environment.insert(u"OCI_CONFIG_FILE"_s, folder.filePath(u"config"_s));
        write(u"config"_s, "[DEFAULT]\nuser=ocid1.user.oc1..other\n[WORK]\ntenancy=" +
                                   oci::demo::DemoAccount::tenancy() + "\nregion=us-chicago-1\n" +
                                   "key_file=" + folder.filePath(u"key.pem"_s).toUtf8() +
                                   "\nsecurity_token_file=" + tokenFile().toUtf8() + '\n');
        write(u"key.pem"_s, key.toPem()->reveal().toByteArray());
    }

    void write(const QString &name, const QByteArray &bytes)
    {
        QVERIFY(oci::writePrivateFile(folder.filePath(name), Secret(QByteArrayView(bytes))));
    }

    QString tokenFile() const { return folder.filePath(u"token"_s); }

    void signIn()
    {
        write(u"token"_s,
              service.account().sessions().issue(key.publicKey(), clock.nowUtc()) + '\n');
    }

    Result<app::LoadedProfile> load() const
    {
        return app::ProfileSource(settings, environment).load(id, {});
    }

    QTemporaryDir folder;
    core::SystemClock clock;
    oci::PrivateKey key = oci::PrivateKey::generate().value();
    oci::demo::DemoService service{oci::demo::DemoAccount::create().value(), clock};
    gateway::http::Server server{
            [this](core::http::Exchange &exchange) { service.handle(exchange); }};
    app::Settings settings;
    QProcessEnvironment environment;
};

} // namespace

class TestSessionProfile : public QObject
{
    Q_OBJECT

private slots:
    void listsAndChats()
    {
        Bench bench;
        bench.signIn();
        const auto loaded = bench.load();
        QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().message));
        QCOMPARE(loaded->warnings, QStringList());

        const auto connection = std::make_shared<app::OciConnection>(loaded->spec, bench.clock);
        const auto models = connection->catalog().refresh();
        QTRY_VERIFY(models.isFinished());
        QVERIFY2(models.result(),
                 qPrintable(models.result() ? QString() : models.result().error().message));
        QVERIFY(!connection->chatModels().isEmpty());

        const auto chat = app::OciConnection::startChat(
                connection, {.model = u"meta.llama-3.3-70b-instruct"_s,
                             .messages = {core::textMessage(core::Role::User, u"Hello"_s)},
                             .stream = true});
        QString text;
        std::optional<Result<core::ChatOutcome>> outcome;
        connect(chat.get(), &core::ChatStream::delta, this,
                [&text](const core::ChatDelta &delta) { text += delta.text; });
        connect(chat.get(), &core::ChatStream::finished, this,
                [&outcome](const Result<core::ChatOutcome> &end) { outcome = end; });
        QTRY_VERIFY(outcome);
        QVERIFY2(*outcome, qPrintable(*outcome ? QString() : outcome->error().message));
        QVERIFY(!text.isEmpty());
    }

    void signingInMendsAConnectionThatIsThere()
    {
        Bench bench;
        const auto loaded = bench.load();
        QVERIFY(loaded);
        QCOMPARE(loaded->warnings.size(), 1);
        QVERIFY2(loaded->warnings.first().contains(u"has no session token"_s),
                 qPrintable(loaded->warnings.first()));
        app::OciConnection connection(loaded->spec, bench.clock);
        const auto before = connection.catalog().refresh();
        QTRY_VERIFY(before.isFinished());
        QCOMPARE(before.result().error().reason, u"session_missing"_s);

        bench.signIn();
        const auto after = connection.catalog().refresh();

        QTRY_VERIFY(after.isFinished());
        QVERIFY(after.result());
    }

    void aMissingKeySaysHowToSignIn()
    {
        Bench bench;
        QVERIFY(QFile::remove(bench.folder.filePath(u"key.pem"_s)));

        const auto loaded = bench.load();

        QVERIFY(!loaded);
        QVERIFY2(loaded.error().message.contains(
                         u"'oci session authenticate --profile-name WORK'"_s),
                 qPrintable(loaded.error().message));
    }

    void theSettingsDecideWhereTheyDoNotLeaveItToTheProfile()
    {
        const oci::Profile session{.securityTokenFile = u"/t"_s};
        oci::Profile plain;
        plain.tenancy = u"ocid1.tenancy.oc1..example"_s;
        plain.region = u"us-chicago-1"_s;
        plain.keyFile = u"/k"_s;
        app::Settings settings;
        QVERIFY(app::usesSession(session, settings));
        QVERIFY(!app::usesSession(plain, settings));

        settings.authType = app::AuthType::ApiKey;
        QVERIFY(!app::usesSession(session, settings));

        settings.authType = app::AuthType::SecurityToken;
        QVERIFY(app::usesSession(plain, settings));
        QVERIFY2(app::problemOf(plain, settings).contains(u"security_token_file"_s),
                 qPrintable(app::problemOf(plain, settings)));
        QCOMPARE(app::readAuthType(u"security_token"_s, u"AUTH_TYPE"_s),
                 app::AuthType::SecurityToken);
    }
};

QTEST_GUILESS_MAIN(TestSessionProfile)
#include "tst_sessionprofile.moc"
