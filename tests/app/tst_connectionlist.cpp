// SPDX-License-Identifier: MIT
#include "app/desktop/connectionlist.h"

#include "gateway/http/server.h"
#include "oci/config/privatefile.h"
#include "oci/demo/demoservice.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fixtures.h"

#include <QPromise>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;
using core::Secret;
using State = core::Connections::State;

namespace {

const QString id = u"profile:DEFAULT"_s;
constexpr auto user = "ocid1.user.oc1..aaaaexample";
constexpr auto tenancy = "ocid1.tenancy.oc1..aaaaexample";

//! A keychain that is empty, or never answers.
class FakeKeychain final : public core::SecretStore
{
public:
    [[nodiscard]] bool isPersistent() const override { return true; }
    QFuture<Result<Found>> read(const QString &entry) override
    {
        entries += entry;
        ++reads;
        if (!silent)
            return QtFuture::makeReadyValueFuture(Result<Found>());
        pending = {};
        pending.start();
        return pending.future();
    }
    QFuture<Result<void>> write(const QString &, Secret secret) override
    {
        written += secret.reveal().toByteArray();
        return QtFuture::makeReadyValueFuture(Result<void>());
    }
    QFuture<Result<void>> remove(const QString &entry) override
    {
        removed += entry;
        return QtFuture::makeReadyValueFuture(Result<void>());
    }

    bool silent = false;
    int reads = 0;
    QStringList entries;
    QList<QByteArray> written;
    QStringList removed;
    QPromise<Result<Found>> pending;
};

//! A profile with the throwaway key, and a service that knows it.
struct Bench {
    explicit Bench(const QString &keyName = u"pkcs8.pem"_s)
        : pem(tests::readTestFile(u"fixtures/keys/"_s + keyName))
        , key(oci::PrivateKey::fromPem(pem, Secret(QByteArrayView("changeit"))).value())
    {
        service.account().trust(QByteArray(tenancy) + '/' + user + '/' + key.fingerprint(),
                                key.publicKey());
        const quint16 port = server.listen(QHostAddress(QHostAddress::LocalHost), 0).value();
        settings.endpointTemplate = u"http://127.0.0.1:%1/{region}/{service}"_s.arg(port);
        settings.dataDir = folder.path();
        environment.insert(u"OCI_CONFIG_FILE"_s, folder.filePath(u"config"_s));
        write(u"key.pem"_s, pem);
        writeConfig(user);
    }

    void write(const QString &name, const QByteArray &bytes)
    {
        QVERIFY(oci::writePrivateFile(folder.filePath(name), Secret(QByteArrayView(bytes))));
    }

    void writeConfig(const QByteArray &asUser)
    {
        write(u"config"_s, "[DEFAULT]\nuser=" + asUser + "\ntenancy=" + tenancy +
                                   "\nregion=us-chicago-1\nfingerprint=" + key.fingerprint() +
                                   "\nkey_file=" + folder.filePath(u"key.pem"_s).toUtf8() + '\n');
    }

    //! Made once the files are as they should be.
    app::ConnectionList &list()
    {
        if (!profiles) {
            profiles.emplace(settings, environment);
            made.emplace(*profiles, bearers, keychain, settings, clock);
        }
        return *made;
    }

    QTemporaryDir folder;
    QByteArray pem;
    oci::PrivateKey key;
    core::SystemClock clock;
    oci::demo::DemoService service{oci::demo::DemoAccount::create().value(), clock};
    gateway::http::Server server{
            [this](core::http::Exchange &exchange) { service.handle(exchange); }};
    app::Settings settings;
    QProcessEnvironment environment;
    FakeKeychain keychain;
    app::BearerStore bearers{folder.filePath(u"connections.json"_s)};
    std::optional<app::ProfileSource> profiles;
    std::optional<app::ConnectionList> made;
};

} // namespace

class TestConnectionList : public QObject
{
    Q_OBJECT

private slots:
    void tryingAgainReadsTheProfileAnew()
    {
        Bench bench;
        bench.writeConfig("ocid1.user.oc1..another");
        bench.list().select(id);
        QTRY_COMPARE(bench.list().state(), State::Failed);
        QCOMPARE(bench.list().failure().code, core::ErrorCode::Unauthorized);

        bench.writeConfig(user);
        bench.list().refresh();

        QTRY_COMPARE(bench.list().state(), State::Ready);
        QVERIFY(!bench.list().models().isEmpty());
    }

    void tryingAgainFindsAKeyThatHasCome()
    {
        Bench bench;
        QVERIFY(QFile::remove(bench.folder.filePath(u"key.pem"_s)));
        bench.list().select(id);
        QCOMPARE(bench.list().state(), State::Failed);

        bench.write(u"key.pem"_s, bench.pem);
        bench.list().refresh();

        QTRY_COMPARE(bench.list().state(), State::Ready);
    }

    void aKeychainThatNeverAnswersLeavesItToThePerson()
    {
        Bench bench(u"pkcs8_encrypted.pem"_s);
        bench.keychain.silent = true;
        bench.list().setKeychainPatience(20ms);
        QSignalSpy needed(&bench.list(), &core::Connections::secretNeeded);
        QSignalSpy noticed(&bench.list(), &core::Connections::noticed);
        bench.list().select(id);
        QCOMPARE(bench.list().state(), State::Connecting);

        QTRY_COMPARE(bench.list().state(), State::NeedsSecret);
        QCOMPARE(needed.count(), 1);
        QCOMPARE(noticed.count(), 1);
        QCOMPARE(noticed[0][0].toString(), u"The keychain does not answer."_s);

        // What it says later is too late.
        bench.keychain.pending.addResult(Result<core::SecretStore::Found>());
        bench.keychain.pending.finish();
        bench.list().provideSecret(id, Secret(QByteArrayView("changeit")), false);
        QTRY_COMPARE(bench.list().state(), State::Ready);
        QCOMPARE(needed.count(), 1);
    }

    void patienceEndsWithTheChoice()
    {
        Bench bench(u"pkcs8_encrypted.pem"_s);
        bench.keychain.silent = true;
        bench.list().setKeychainPatience(20ms);
        QSignalSpy needed(&bench.list(), &core::Connections::secretNeeded);
        bench.list().select(id);

        bench.list().select(u"demo"_s);

        QTRY_COMPARE(bench.list().state(), State::Ready);
        QCOMPARE(needed.count(), 0);
    }

    void onlyAPassphraseThatFitsIsKept()
    {
        Bench bench(u"pkcs8_encrypted.pem"_s);
        bench.list().select(id);
        QTRY_COMPARE(bench.list().state(), State::NeedsSecret);

        bench.list().provideSecret(id, Secret(QByteArrayView("wrong")), true);
        QCOMPARE(bench.list().state(), State::NeedsSecret);
        QCOMPARE(bench.keychain.written, QList<QByteArray>());

        bench.list().provideSecret(id, Secret(QByteArrayView("changeit")), true);
        QCOMPARE(bench.keychain.written, QList<QByteArray>{"changeit"});
        QTRY_COMPARE(bench.list().state(), State::Ready);
    }

    void aKeyInTheProfileHasAnEntryOfItsOwn()
    {
        Bench bench(u"pkcs8_encrypted.pem"_s);
        const QByteArray text = QByteArray(bench.pem).replace("\n", "\\n");
        const QByteArray more = QByteArray("\nuser=") + user + "\ntenancy=" + tenancy +
                                "\nregion=us-chicago-1\nfingerprint=" + bench.key.fingerprint() +
                                '\n';
        bench.write(u"config"_s,
                    "[A]\nkey_content=" + text + more + "[B]\nkey_content=" + text + more);
        QSignalSpy needed(&bench.list(), &core::Connections::secretNeeded);

        for (const QString &profile : {u"profile:A"_s, u"profile:B"_s})
            bench.list().select(profile);

        QTRY_COMPARE(needed.count(), 2);
        QCOMPARE(bench.keychain.entries,
                 QStringList({u"passphrase:profile:A"_s, u"passphrase:profile:B"_s}));
        QCOMPARE(needed[0][0].value<core::SecretRequest>().prompt,
                 u"Passphrase of the key of profile A"_s);
    }

    void choosingAPrincipalAgainIsNoFailure()
    {
        tests::CannedServer metadata;
        metadata.addFor("/instance/region", tests::Script::reply(200, "iad"));
        metadata.add(tests::Script()); // no answer: its identity is waited for
        Bench bench;
        bench.settings.authType = app::AuthType::InstancePrincipal;
        bench.settings.metadataEndpoint = metadata.url() + u"/opc/v2"_s;
        const QString principal = u"principal:instance"_s;
        bench.list().select(principal);
        QTRY_COMPARE(metadata.requests.size(), 4);

        bench.list().select(principal);

        QTRY_COMPARE(metadata.requests.size(), 8);
        QCOMPARE(bench.list().state(), State::Connecting);

        // Nor is the end of the program one: nothing is told meanwhile.
        QSignalSpy changes(&bench.list(), &core::Connections::stateChanged);
        bench.made.reset();
        QCOMPARE(changes.count(), 0);
    }

    void whatIsNotToBeRememberedIsNotKept()
    {
        Bench bench(u"pkcs8_encrypted.pem"_s);
        bench.list().select(id);
        QTRY_COMPARE(bench.list().state(), State::NeedsSecret);

        bench.list().provideSecret(id, Secret(QByteArrayView("wrong")), true);
        bench.list().provideSecret(id, Secret(QByteArrayView("changeit")), false);

        QTRY_COMPARE(bench.list().state(), State::Ready);
        QCOMPARE(bench.keychain.written, QList<QByteArray>());
    }

    void anApiKeyIsMadeKeptUsedAndRemoved()
    {
        Bench bench;
        app::ConnectionList &list = bench.list();
        QVERIFY(!list.apiKeys());
        list.select(id);
        QTRY_COMPARE(list.state(), State::Ready);
        const auto keys = list.apiKeys();
        QVERIFY(keys);
        const auto made = waitFor(keys->create({.name = u"window"_s, .secretNames = {u"one"_s}}));
        QVERIFY(made);
        QTRY_COMPARE(waitFor(keys->get(made->key.id)).value().state, core::ApiKey::State::Active);

        list.addBearerKey(
                {.name = u"window"_s,
                 .baseUrl = keys->openAiBase(),
                 .key = Secret(' ' + made->values[0].secret->reveal().toByteArray() + "\n"),
                 .remember = true,
                 .expires = made->key.secrets[0].expires});

        QTRY_COMPARE(list.state(), State::Ready);
        QCOMPARE(list.current(), u"bearer:window"_s);
        QVERIFY(!list.apiKeys());
        QCOMPARE(bench.keychain.written,
                 QList{made->values[0].secret->reveal().toByteArray()}); // without the blanks
        const core::ConnectionInfo info = infoOf(list, u"bearer:window"_s);
        QVERIFY(info.isRemovable);
        QCOMPARE(info.expires, made->key.secrets[0].expires);
        // The models that the key reaches came along, without Cohere's.
        QVERIFY(list.models().size() > 2);
        for (const core::ModelInfo &model : list.models())
            QVERIFY2(!model.id.startsWith(u"cohere."_s), qPrintable(model.id));
        QVERIFY(chat(list));
        // The object that was asked for stays good.
        QVERIFY(waitFor(keys->setState(made->key, u"one"_s, core::ApiKeySecret::State::Revoked)));
        const auto late = waitFor(keys->renew(made->key, u"one"_s, {}));
        QCOMPARE(late.error().code, core::ErrorCode::Conflict); // it has changed since
        QVERIFY(!chat(list));

        QSignalSpy released(&list, &app::ConnectionList::released);
        list.removeBearerKey(u"bearer:window"_s);

        QCOMPARE(released.count(), 1);
        QCOMPARE(list.state(), State::None);
        QVERIFY(list.current().isEmpty() && list.models().isEmpty());
        QVERIFY(infoOf(list, u"bearer:window"_s).id.isEmpty());
        QCOMPARE(bench.keychain.removed, QStringList{u"bearer:window"_s});
        app::BearerStore again(bench.folder.filePath(u"connections.json"_s));
        again.load();
        QVERIFY(again.connections().isEmpty());
    }

    void onlyWhatWasAddedByHandIsRemoved()
    {
        Bench bench;
        bench.settings.bearerConnections = {
                {.name = u"given"_s,
                 .baseUrl = QUrl(u"https://a.example/openai/v1"_s),
                 .key = std::make_shared<const Secret>(QByteArrayView("sk-test")),
                 .models = {u"xai.grok-4"_s}}};
        app::ConnectionList &list = bench.list();
        QVERIFY(!infoOf(list, u"bearer:given"_s).isRemovable);

        for (const QString &each : {u"bearer:given"_s, id, u"demo"_s, u"bearer:nobody"_s})
            list.removeBearerKey(each);

        QCOMPARE(bench.keychain.removed, QStringList());
        QVERIFY(!infoOf(list, u"bearer:given"_s).id.isEmpty());
    }

private:
    template<typename T>
    static Result<T> waitFor(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }) ||
            future.resultCount() == 0)
            return std::unexpected(core::Error{.message = u"no answer"_s});
        return future.result();
    }

    static core::ConnectionInfo infoOf(const app::ConnectionList &list, const QString &wanted)
    {
        const QList<core::ConnectionInfo> all = list.connections();
        for (const core::ConnectionInfo &each : all) {
            if (each.id == wanted)
                return each;
        }
        return {};
    }

    //! Whether a chat over the current connection is answered.
    static bool chat(const app::ConnectionList &list)
    {
        core::ChatRequest request{.model = list.models().first().id};
        request.messages += core::textMessage(core::Role::User, u"Hello"_s);
        const auto stream = list.startChat(list.current(), request);
        std::optional<bool> answered;
        connect(stream.get(), &core::ChatStream::finished, stream.get(),
                [&answered](const Result<core::ChatOutcome> &end) { answered = end.has_value(); });
        return QTest::qWaitFor([&answered] { return answered.has_value(); }) && *answered;
    }
};

QTEST_GUILESS_MAIN(TestConnectionList)
#include "tst_connectionlist.moc"
