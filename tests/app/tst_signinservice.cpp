// SPDX-License-Identifier: MIT
//
// From "Sign in with a browser" to models of the embedded service; the test plays the browser.

#include "app/desktop/connectionlist.h"
#include "app/desktop/sessionsecretstore.h"
#include "app/desktop/signinservice.h"
#include "gateway/http/server.h"
#include "oci/demo/demoservice.h"

#include <QDir>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using State = core::SignIn::State;

namespace {

//! Opens the page, is signed in there at once, and runs the script of the page it is sent to.
class FakeBrowser final : public core::Browser
{
public:
    [[nodiscard]] bool open(const QUrl &page) override
    {
        ++opened;
        if (!works)
            return false;
        get(page, [this](QNetworkReply &reply) {
            m_back = QUrl::fromEncoded(reply.rawHeader("Location"));
            get(m_back.adjusted(QUrl::RemoveFragment), [this](QNetworkReply &shown) {
                static const QRegularExpression script(u"/token\\?page=[0-9a-f]+&"_s);
                const QString path = script.match(QString::fromUtf8(shown.readAll())).captured();
                get(QUrl(m_back.toString(QUrl::RemoveFragment | QUrl::RemovePath) + path +
                         m_back.fragment(QUrl::FullyEncoded)),
                    [](QNetworkReply &) { });
            });
        });
        return true;
    }

    bool works = true;
    int opened = 0;

private:
    void get(const QUrl &url, std::function<void(QNetworkReply &)> then)
    {
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                             QNetworkRequest::ManualRedirectPolicy);
        QNetworkReply *reply = m_network.get(request);
        QObject::connect(reply, &QNetworkReply::finished, reply, [reply, then] {
            then(*reply);
            reply->deleteLater();
        });
    }

    QNetworkAccessManager m_network;
    QUrl m_back;
};

struct Bench {
    Bench()
    {
        const quint16 port = server.listen(QHostAddress(QHostAddress::LocalHost), 0).value();
        settings.endpointTemplate = u"http://127.0.0.1:%1/{region}/{service}"_s.arg(port);
        settings.dataDir = folder.path();
        environment.insert(u"OCI_CONFIG_FILE"_s, config);
        write("[API]\nkey_file=/k\n");
        profiles.emplace(settings, environment);
        list.emplace(*profiles, bearers, secrets, settings, clock);
        signIn.emplace(*profiles, settings, browser,
                       app::SignInService::Places{.configFile = config,
                                                  .sessionsFolder = folder.filePath(u"sessions"_s),
                                                  .port = 0});
        QObject::connect(&*signIn, &app::SignInService::signedIn, &*list,
                         &app::ConnectionList::selectAnew);
    }

    void write(const QByteArray &content)
    {
        QFile file(config);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    QByteArray configText() const
    {
        QFile file(config);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir folder;
    QString config = folder.filePath(u"config"_s);
    core::SystemClock clock;
    oci::demo::DemoService service{oci::demo::DemoAccount::create().value(), clock};
    gateway::http::Server server{
            [this](core::http::Exchange &exchange) { service.handle(exchange); }};
    app::Settings settings;
    QProcessEnvironment environment;
    FakeBrowser browser;
    app::SessionSecretStore secrets;
    app::BearerStore bearers{folder.filePath(u"connections.json"_s)};
    std::optional<app::ProfileSource> profiles;
    std::optional<app::ConnectionList> list;
    std::optional<app::SignInService> signIn;
};

} // namespace

class TestSignInService : public QObject
{
    Q_OBJECT

private slots:
    void signsInAndListsModels_data()
    {
        QTest::addColumn<bool>("consent");

        QTest::newRow("for this run") << false;
        QTest::newRow("in the configuration file") << true;
    }

    void signsInAndListsModels()
    {
        QFETCH(bool, consent);
        Bench bench;
        const QByteArray before = bench.configText();

        bench.signIn->start(
                {.profile = u"WORK"_s, .region = u"us-chicago-1"_s, .addToConfig = consent});

        QTRY_VERIFY(bench.signIn->state() == State::Done || bench.signIn->state() == State::Failed);
        QVERIFY2(bench.signIn->state() == State::Done, qPrintable(bench.signIn->failure().message));
        QTRY_COMPARE(bench.list->state(), core::Connections::State::Ready);
        QCOMPARE(bench.list->current(), u"profile:WORK"_s);
        QVERIFY(!bench.list->models().isEmpty());
        const auto chat = bench.list->startChat(
                u"profile:WORK"_s, {.model = u"meta.llama-3.3-70b-instruct"_s,
                                    .messages = {core::textMessage(core::Role::User, u"Hi"_s)},
                                    .stream = true});
        QVERIFY(chat);
        QString text;
        connect(chat.get(), &core::ChatStream::delta, this,
                [&text](const core::ChatDelta &delta) { text += delta.text; });
        QTRY_VERIFY(!text.isEmpty());
        QCOMPARE(bench.configText() != before, consent);
        QVERIFY(bench.configText().startsWith(before));
        const QDir files(bench.folder.filePath(u"sessions/WORK"_s));
        for (const auto &name : {u"oci_api_key.pem"_s, u"oci_api_key_public.pem"_s, u"token"_s}) {
            const auto mode = QFile::permissions(files.filePath(name));
            QVERIFY2(mode & QFile::ReadOwner, qPrintable(name));
            QVERIFY2(!(mode & (QFile::ReadGroup | QFile::ReadOther)), qPrintable(name));
        }

        if (consent) { // and in the next run
            app::ProfileSource next(bench.settings, bench.environment);
            const auto loaded = next.load(u"profile:WORK"_s, {});
            QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().message));
            QCOMPARE(loaded->warnings, QStringList());
        }
    }

    void whatStandsInTheFileDecides()
    {
        Bench bench;
        using Standing = core::SignIn::Standing;
        bench.write("[DEFAULT]\nregion=r\n[API]\nkey_file=/k\n[CLOUD]\n"
                    "authentication_type=instance_principal\n[WORK]\nsecurity_token_file=/t\n"
                    "region=eu-frankfurt-1\n");
        bench.profiles->reload();

        QCOMPARE(bench.signIn->standing(u"NEW"_s), Standing::New);
        QCOMPARE(bench.signIn->standing(u"DEFAULT"_s), Standing::New);
        QCOMPARE(bench.signIn->standing(u"API"_s), Standing::Taken);
        QCOMPARE(bench.signIn->standing(u"CLOUD"_s), Standing::Taken);
        QCOMPARE(bench.signIn->standing(u"WORK"_s), Standing::Session);
        QCOMPARE(bench.signIn->standing(u"a]b"_s), Standing::Unfit);
        QCOMPARE(bench.signIn->standing(QString()), Standing::Unfit);

        QCOMPARE(bench.signIn->renewalOf(u"profile:API"_s), std::nullopt);
        QCOMPARE(bench.signIn->renewalOf(u"profile:NEW"_s), std::nullopt);
        QCOMPARE(bench.signIn->renewalOf(u"demo"_s), std::nullopt);
        QCOMPARE(bench.signIn->renewalOf(u"profile:WORK"_s),
                 (core::SignInDetails{.profile = u"WORK"_s,
                                      .region = u"eu-frankfurt-1"_s,
                                      .addToConfig = true}));
    }

    void aSessionThatWasRefusedIsReplaced()
    {
        Bench bench;
        bench.signIn->start(
                {.profile = u"WORK"_s, .region = u"us-chicago-1"_s, .addToConfig = true});
        QTRY_COMPARE(bench.list->state(), core::Connections::State::Ready);
        bench.service.account().sessions().revokeAll();
        bench.list->refresh();
        QTRY_COMPARE(bench.list->state(), core::Connections::State::Failed);
        QCOMPARE(bench.list->failure().code, core::ErrorCode::Unauthorized);
        const auto again = bench.signIn->renewalOf(bench.list->current());
        QVERIFY(again);

        bench.signIn->start(*again);

        QTRY_COMPARE(bench.list->state(), core::Connections::State::Ready);
        QCOMPARE(bench.configText().count("[WORK]"), 1);
        QCOMPARE(bench.configText().count("fingerprint="), 1);
    }

    void aConfigurationThatCannotBeWrittenIsNoReasonToLoseTheSession()
    {
        Bench bench;
        const QByteArray before = bench.configText();
        QVERIFY(QFile::setPermissions(bench.config, QFile::ReadOwner));
        QSignalSpy noticed(&*bench.signIn, &app::SignInService::noticed);

        bench.signIn->start(
                {.profile = u"WORK"_s, .region = u"us-chicago-1"_s, .addToConfig = true});

        QTRY_COMPARE(bench.list->state(), core::Connections::State::Ready);
        QCOMPARE(bench.list->current(), u"profile:WORK"_s);
        QCOMPARE(noticed.count(), 1);
        QVERIFY2(noticed[0][0].toString().contains(u"read-only"_s),
                 qPrintable(noticed[0][0].toString()));
        QCOMPARE(bench.configText(), before);
        QCOMPARE(bench.signIn->renewalOf(u"profile:WORK"_s),
                 (core::SignInDetails{.profile = u"WORK"_s, .region = u"us-chicago-1"_s}));
    }

    void whatCannotBeKeptIsSaid()
    {
        Bench bench;
        QFile inTheWay(bench.folder.filePath(u"sessions"_s));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));

        bench.signIn->start({.profile = u"WORK"_s, .region = u"us-chicago-1"_s});

        QTRY_COMPARE(bench.signIn->state(), State::Failed);
        QVERIFY2(bench.signIn->failure().message.contains(u"sessions"_s),
                 qPrintable(bench.signIn->failure().message));
    }

    void thePageIsOpenedAgainWhileItIsWaitedFor()
    {
        Bench bench;
        bench.browser.works = false;
        bench.signIn->openPage();
        QCOMPARE(bench.browser.opened, 0);
        bench.signIn->start({.profile = u"WORK"_s, .region = u"us-chicago-1"_s});
        QTRY_COMPARE(bench.signIn->state(), State::Waiting);
        QVERIFY(!bench.signIn->isBrowserOpen());
        QVERIFY(bench.signIn->page().isValid());

        bench.browser.works = true;
        bench.signIn->openPage();

        QVERIFY(bench.signIn->isBrowserOpen());
        QTRY_COMPARE(bench.signIn->state(), State::Done);
    }

    void aProfileWithAnApiKeyStaysAsItIs()
    {
        Bench bench;

        bench.signIn->start(
                {.profile = u"API"_s, .region = u"us-chicago-1"_s, .addToConfig = true});

        QCOMPARE(bench.signIn->state(), State::Failed);
        QVERIFY2(bench.signIn->failure().message.contains(u"another name"_s),
                 qPrintable(bench.signIn->failure().message));
    }

    void whatCannotBeIsSaidBeforeAnyPageOpens_data()
    {
        QTest::addColumn<QString>("profile");
        QTest::addColumn<QString>("region");

        QTest::newRow("name that is a path") << u"../x"_s << u"us-chicago-1"_s;
        QTest::newRow("region that is none") << u"WORK"_s << u"a b"_s;
    }

    void whatCannotBeIsSaidBeforeAnyPageOpens()
    {
        QFETCH(QString, profile);
        QFETCH(QString, region);
        Bench bench;

        bench.signIn->start({.profile = profile, .region = region});

        QCOMPARE(bench.signIn->state(), State::Failed);
        QVERIFY(!bench.signIn->failure().message.isEmpty());
    }

    void cancellingKeepsNothing()
    {
        Bench bench;
        bench.signIn->start({.profile = u"WORK"_s, .region = u"us-chicago-1"_s});
        QCOMPARE(bench.signIn->state(), State::Preparing);

        bench.signIn->cancel();

        QCOMPARE(bench.signIn->state(), State::Idle);
        QVERIFY(!QDir(bench.folder.filePath(u"sessions"_s)).exists());
    }
};

QTEST_GUILESS_MAIN(TestSignInService)
#include "tst_signinservice.moc"
