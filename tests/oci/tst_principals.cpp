// SPDX-License-Identifier: MIT
//
// Each principal against the embedded service: it lists, chats and is renewed.

#include "core/chat/streamaccumulator.h"
#include "gateway/http/server.h"
#include "oci/auth/principal.h"
#include "oci/demo/demoservice.h"
#include "oci/discovery/modeldirectory.h"
#include "oci/http/errormapping.h"
#include "oci/inference/ocichatbackend.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fixtures.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;
using oci::PrincipalSettings;
using oci::demo::DemoAccount;

namespace {

// The service's answers tell the true time: a clock that is far from it explains a 401.
const QDateTime start = QDateTime::currentDateTimeUtc();
constexpr auto model = "meta.llama-3.3-70b-instruct"_L1;

//! The embedded service on a port, and a connection that signs in to it as a principal.
struct Bench {
    Bench()
    {
        port = server.listen(QHostAddress::LocalHost, 0).value();
        endpoints = oci::Endpoints(url() + u"/{region}/{service}"_s);
    }

    [[nodiscard]] QString url() const { return u"http://127.0.0.1:%1"_s.arg(port); }

    [[nodiscard]] PrincipalSettings instance() const
    {
        return {.instance = {.endpoints = endpoints, .metadataBase = url() + u"/opc/v2"_s}};
    }

    //! And chats.
    void refuseLists(int status)
    {
        for (const QString &path : {u"/20231130/"_s, u"/20190101/"_s})
            service.faults().add({.path = path, .times = 0, .fault = {.status = status}});
    }

    //! Its files hold a token of the embedded service.
    [[nodiscard]] PrincipalSettings resource()
    {
        writeResourceToken();
        QProcessEnvironment environment;
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_VERSION"_s, u"2.2"_s);
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_RPST"_s, folder.filePath(u"rpst"_s));
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_PRIVATE_PEM"_s, folder.filePath(u"key"_s));
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_REGION"_s, u"us-chicago-1"_s);
        return oci::resourcePrincipalFrom(environment, {}).value();
    }

    void writeResourceToken()
    {
        const auto &key = service.account().key();
        write(u"key"_s, key.toPem().value().reveal().toByteArray());
        write(u"rpst"_s, service.principals().issue(key.publicKey(), clock.now));
    }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    void signInAs(const PrincipalSettings &settings)
    {
        auth = oci::principalAuth(settings, network, clock, pool);
        oci::ClientSettings client;
        client.retry.attempts = 1;
        http.emplace(network, *auth, clock, client);
        directory.emplace(
                *http, clock,
                oci::DirectorySettings{.region = QString::fromLatin1(DemoAccount::region()),
                                       .compartmentId = QString::fromLatin1(DemoAccount::tenancy()),
                                       .endpoints = endpoints});
        chats.emplace(
                *http, &*directory,
                oci::ChatSettings{.region = QString::fromLatin1(DemoAccount::region()),
                                  .compartmentId = QString::fromLatin1(DemoAccount::tenancy()),
                                  .endpoints = endpoints});
    }

    //! The error; without words: it listed models.
    core::Error list()
    {
        auto future = directory->refresh();
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
            return {.message = u"no answer"_s};
        if (future.resultCount() == 0)
            return {.message = u"cancelled"_s};
        const auto models = future.result();
        if (!models)
            return models.error();
        return models->isEmpty() ? core::Error{.message = u"no models"_s} : core::Error{};
    }

    //! What the model says, or the error.
    Result<QString> chat()
    {
        const auto stream =
                chats->startChat({.model = model,
                                  .messages = {core::textMessage(core::Role::User, u"Hi"_s)},
                                  .stream = true});
        core::StreamAccumulator all;
        std::optional<Result<core::ChatOutcome>> end;
        QObject context;
        QObject::connect(stream.get(), &core::ChatStream::delta, &context,
                         [&](const core::ChatDelta &delta) { all.add(delta); });
        QObject::connect(stream.get(), &core::ChatStream::finished, &context,
                         [&](const Result<core::ChatOutcome> &outcome) { end = outcome; });
        if (!QTest::qWaitFor([&end] { return end.has_value(); }, 20'000))
            return std::unexpected(core::Error{.message = u"no answer"_s});
        if (!*end)
            return std::unexpected(end->error());
        all.finish(**end);
        return textOf(all.choices().first().message);
    }

    [[nodiscard]] int issued() { return service.principals().issued(); }
    [[nodiscard]] qsizetype asked(const QString &path) const
    {
        return std::ranges::count_if(service.traffic().requests(), [&](const auto &request) {
            return request.path.endsWith(path);
        });
    }

    QTemporaryDir folder;
    tests::FakeClock clock{start};
    oci::demo::DemoService service{DemoAccount::create().value(), clock};
    gateway::http::Server server{
            [this](core::http::Exchange &exchange) { service.handle(exchange); }};
    quint16 port = 0;
    oci::Endpoints endpoints;
    oci::NetworkPool network;
    QThreadPool pool;
    std::unique_ptr<oci::PrincipalAuth> auth;
    std::optional<oci::SignedClient> http;
    std::optional<oci::ModelDirectory> directory;
    std::optional<oci::OciChatBackend> chats;
};

} // namespace

class TestPrincipals : public QObject
{
    Q_OBJECT

private slots:
    void anInstanceListsAndChats()
    {
        Bench bench;
        bench.signInAs(bench.instance());

        QCOMPARE(bench.list(), core::Error());
        QVERIFY(!bench.chat().value_or(QString()).isEmpty());
        QCOMPARE(bench.issued(), 1);
    }

    void anInstanceKnowsWhereItIs()
    {
        Bench bench;
        bench.signInAs(bench.instance());

        auto facts = bench.auth->facts();

        QTRY_VERIFY(facts.isFinished());
        QCOMPARE(facts.result().value(),
                 (oci::PrincipalFacts{.region = u"us-chicago-1"_s,
                                      .tenancy = QString::fromLatin1(DemoAccount::tenancy())}));
    }

    void anInstanceIsRenewedWithTheCertificateOfTheMoment()
    {
        Bench bench;
        bench.signInAs(bench.instance());
        QCOMPARE(bench.list(), core::Error());

        bench.service.principals().rotate();
        bench.clock.now = start.addSecs(19 * 60 + 30);

        QCOMPARE(bench.list(), core::Error());
        QCOMPARE(bench.issued(), 2);
        QCOMPARE(bench.asked(u"/identity/cert.pem"_s), 2);
    }

    void a401IsAnsweredWithOneRenewal()
    {
        Bench bench;
        bench.signInAs(bench.instance());
        QCOMPARE(bench.list(), core::Error());

        bench.service.account().sessions().revokeAll();

        QVERIFY(!bench.chat().value_or(QString()).isEmpty());
        QCOMPARE(bench.issued(), 2);
    }

    void aService401ForEverEndsAfterOneRenewal()
    {
        Bench bench;
        bench.signInAs(bench.instance());
        bench.refuseLists(401);

        const core::Error error = bench.list();

        QCOMPARE(error.code, core::ErrorCode::Unauthorized);
        QCOMPARE(error.upstreamStatus, 401);
        QCOMPARE(bench.issued(), 2);
        QCOMPARE(bench.asked(u"/20231130/models"_s), 2);
    }

    void manyRequestsAtOnceSignInOnce()
    {
        Bench bench;
        bench.signInAs(bench.instance());
        QList<QFuture<Result<oci::WholeReply>>> replies;
        for (int i = 0; i < 20; ++i) {
            replies += bench.http->fetch(
                    {.method = "GET",
                     .url = QUrl(bench.url() +
                                 u"/us-chicago-1/generativeai/20231130/models?compartmentId="_s +
                                 QString::fromLatin1(DemoAccount::tenancy()))});
        }

        for (const auto &reply : std::as_const(replies)) {
            QTRY_VERIFY_WITH_TIMEOUT(reply.isFinished(), 20'000);
            QVERIFY(reply.result());
        }
        QCOMPARE(bench.issued(), 1);
    }

    void aRefusedCertificateIsSaid()
    {
        Bench bench;
        bench.signInAs(bench.instance());
        bench.service.faults().add({.path = u"/v1/x509"_s, .times = 0, .fault = {.status = 401}});

        const core::Error error = bench.list();

        QCOMPARE(error.code, core::ErrorCode::Unauthorized);
        QCOMPARE(error.reason, u"federation_refused"_s);
        QVERIFY(error.message.contains(u"certificate of this instance"_s));
        QVERIFY2(error.advice.contains(u"restart it"_s), qPrintable(error.advice));
        QVERIFY(!error.advice.contains(u"fingerprint"_s));
    }

    void aFederationThatFailsOtherwiseAdvisesNoPolicyForModels_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");

        QTest::newRow("not found") << 404 << u"belongs to the tenancy"_s;
        QTest::newRow("denied") << 403 << u"belongs to the tenancy"_s;
    }

    void aFederationThatFailsOtherwiseAdvisesNoPolicyForModels()
    {
        QFETCH(int, status);
        QFETCH(QString, words);
        Bench bench;
        bench.signInAs(bench.instance());
        bench.service.faults().add(
                {.path = u"/v1/x509"_s, .times = 0, .fault = {.status = status}});

        const core::Error error = bench.list();

        QCOMPARE(error.upstreamStatus, status);
        QCOMPARE(error.code, core::ErrorCode::Unauthorized);
        QVERIFY2(error.message.startsWith(u"Signing in as this instance: "_s),
                 qPrintable(error.message));
        QVERIFY2(error.advice.contains(words), qPrintable(error.advice));
        QVERIFY(!error.advice.contains(u"allow group"_s));
        QVERIFY(!error.advice.contains(u"model"_s));
    }

    void aWrongClockIsSaidAsOne_data()
    {
        QTest::addColumn<QString>("path");

        QTest::newRow("signing in") << u"/v1/x509"_s;
        QTest::newRow("a call") << u"/20"_s; // every list
    }

    void aWrongClockIsSaidAsOne()
    {
        QFETCH(QString, path);
        Bench bench;
        bench.signInAs(bench.instance());
        bench.service.faults().add(
                {.path = path, .times = 0, .fault = {.status = 401, .clockSkew = 1h}});

        const core::Error error = bench.list();

        QCOMPARE(error.reason, QString::fromLatin1(oci::clockSkew));
        QVERIFY2(error.advice.contains(u"The clock of this computer is"_s),
                 qPrintable(error.advice));
    }

    void noMetadataServiceIsSaid()
    {
        Bench bench;
        PrincipalSettings settings = bench.instance();
        settings.instance.metadataBase = u"http://127.0.0.1:1/opc/v2"_s; // nobody listens there
        bench.signInAs(settings);

        const core::Error error = bench.list();

        QCOMPARE(error.code, core::ErrorCode::Unauthorized);
        QCOMPARE(error.reason, QString::fromLatin1(oci::InstanceMetadata::notOnOci));
        QVERIFY(error.message.contains(u"not run on an OCI instance"_s));
        QVERIFY(error.advice.contains(u"OCI compute only"_s));
    }

    void metadataWithoutAnIdentityIsSaid()
    {
        Bench bench;
        bench.signInAs(bench.instance());
        bench.service.faults().add(
                {.path = u"/identity/cert.pem"_s, .times = 0, .fault = {.status = 404}});

        const core::Error error = bench.list();

        QCOMPARE(error.reason, u"metadata"_s);
        QVERIFY(error.message.contains(u"/identity/cert.pem"_s));
        QVERIFY(error.message.contains(u"404"_s));
        QVERIFY2(error.advice.contains(u"metadata service"_s), qPrintable(error.advice));
    }

    void metadataNeverGoesThroughAProxy()
    {
#ifdef Q_OS_WIN
        QSKIP("0.0.0.0 is no address to connect to here");
#endif
        tests::CannedServer proxy;
        proxy.add(tests::Script::reply(200, "proxied"));
        Bench bench;
        PrincipalSettings settings = bench.instance();
        // This computer, by an address that is not loopback: Qt asks no proxy for that.
        settings.instance.metadataBase = u"http://0.0.0.0:%1/opc/v2"_s.arg(bench.port);
        bench.signInAs(settings);
        const QUrl url(proxy.url());
        QNetworkProxy::setApplicationProxy(
                {QNetworkProxy::HttpProxy, url.host(), quint16(url.port())});

        auto facts = bench.auth->facts();
        const bool done = QTest::qWaitFor([&facts] { return facts.isFinished(); });
        const qsizetype before = proxy.requests.size();
        // The same with a manager that asks for the proxy: the test would notice.
        QNetworkAccessManager usual;
        QNetworkReply *reply = usual.get(QNetworkRequest(QUrl(u"http://0.0.0.0:1/x"_s)));
        const bool proxied = QTest::qWaitFor([reply] { return reply->isFinished(); });
        QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);

        QVERIFY(done && facts.result());
        QCOMPARE(before, 0);
        QVERIFY(proxied);
        QCOMPARE(proxy.requests.size(), 1);
        reply->deleteLater();
    }

    void aResourceListsChatsAndIsRenewed()
    {
        Bench bench;
        bench.signInAs(bench.resource());
        QCOMPARE(bench.list(), core::Error());
        QVERIFY(!bench.chat().value_or(QString()).isEmpty());

        // The platform exchanges the files while the old token no longer counts.
        bench.service.account().sessions().revokeAll();
        bench.clock.now = start.addSecs(60);
        bench.writeResourceToken();

        QCOMPARE(bench.list(), core::Error());
    }

    void aResourceWhoseFilesStayTheSameEndsWithThe401()
    {
        Bench bench;
        bench.signInAs(bench.resource());
        QCOMPARE(bench.list(), core::Error());

        bench.service.account().sessions().revokeAll();

        const core::Error error = bench.list();
        QCOMPARE(error.upstreamStatus, 401);
        QCOMPARE(bench.asked(u"/20231130/models"_s), 2); // the good one and one that was refused
    }

    void aResourceOfVersion1ListsAndIsRenewed()
    {
        Bench bench;
        QProcessEnvironment environment;
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_VERSION"_s, u"1.1"_s);
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_RPT_ENDPOINT"_s, bench.url());
        bench.signInAs(oci::resourcePrincipalFrom(environment, bench.instance().instance).value());

        QCOMPARE(bench.list(), core::Error());
        QCOMPARE(bench.issued(), 2); // the instance's session and the resource's
        QCOMPARE(
                bench.asked(u"/20180711/resourcePrincipalToken/ocid1.instance.oc1..demoinstance"_s),
                1);

        bench.service.account().sessions().revokeAll();
        QCOMPARE(bench.list(), core::Error());
        QCOMPARE(bench.issued(), 4);
    }

    void aResourceOfVersion1NeedsItsService()
    {
        QProcessEnvironment environment;
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_VERSION"_s, u"1.1"_s);
        QVERIFY(oci::resourcePrincipalFrom(environment, {})
                        .error()
                        .message.contains(u"OCI_RESOURCE_PRINCIPAL_RPT_ENDPOINT"_s));
        environment.insert(u"OCI_RESOURCE_PRINCIPAL_RPT_ENDPOINT"_s, u"not an address"_s);
        QVERIFY(!oci::resourcePrincipalFrom(environment, {}));

        QVERIFY(!oci::readResourceTokens("{}"));
        QVERIFY(!oci::readResourceTokens("{\"resourcePrincipalToken\":\"r\"}"));
        QCOMPARE(oci::readResourceTokens("{\"resourcePrincipalToken\":\"r\","
                                         "\"servicePrincipalSessionToken\":\"s\"}"),
                 (oci::ResourceTokens{.resource = "r", .service = "s"}));
    }

    void eachPrincipalHasWordsOfItsOwnForALasting401_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("words");

        QTest::newRow("instance") << 0 << u"this instance"_s;
        QTest::newRow("resource") << 1 << u"this resource"_s;
        QTest::newRow("delegation") << 2 << u"Cloud Shell"_s;
    }

    void eachPrincipalHasWordsOfItsOwnForALasting401()
    {
        QFETCH(int, kind);
        QFETCH(QString, words);
        Bench bench;
        PrincipalSettings settings = kind == 1 ? bench.resource() : bench.instance();
        if (kind == 2) {
            settings.delegationTokenFile = bench.folder.filePath(u"obo"_s);
            bench.write(u"obo"_s, "delegated.token");
        }
        bench.signInAs(settings);
        bench.refuseLists(401);

        const core::Error error = bench.list();

        QCOMPARE(error.reason, u"principal_refused"_s);
        const QString said = error.message + u' ' + error.advice;
        QVERIFY2(said.contains(words), qPrintable(said));
        QVERIFY2(!said.contains(u"fingerprint"_s), qPrintable(said));
        QVERIFY(!said.contains(u"delegated.token"_s));
    }

    void aMissingPolicyNamesTheDynamicGroup_data()
    {
        QTest::addColumn<int>("status");

        QTest::newRow("denied") << 403;
        QTest::newRow("not found") << 404;
    }

    void aMissingPolicyNamesTheDynamicGroup()
    {
        QFETCH(int, status);
        Bench bench;
        bench.signInAs(bench.instance());
        bench.refuseLists(status);

        const QString ofList = bench.list().advice;
        const QString ofChat = bench.chat().error_or(core::Error()).advice;

        QVERIFY2(ofList.contains(u"'allow dynamic-group <dynamic group> to inspect "
                                 "generative-ai-model in tenancy'"_s),
                 qPrintable(ofList));
        QVERIFY2(ofChat.contains(
                         u"'allow dynamic-group <dynamic group> to use generative-ai-family in "_s),
                 qPrintable(ofChat));
    }

    void aPersonBehindADelegationTokenIsNamedByAGroup()
    {
        Bench bench;
        PrincipalSettings settings = bench.instance();
        settings.delegationTokenFile = bench.folder.filePath(u"obo"_s);
        bench.write(u"obo"_s, "delegated.token");
        bench.signInAs(settings);
        bench.refuseLists(403);

        QVERIFY(bench.list().advice.contains(u"'allow group <group> to"_s));
    }

    void aDelegationTokenIsSentAndSigned()
    {
        Bench bench;
        PrincipalSettings settings = bench.instance();
        settings.delegationTokenFile = bench.folder.filePath(u"obo"_s);
        bench.write(u"obo"_s, "delegated.token\n");
        bench.signInAs(settings);

        QCOMPARE(bench.list(), core::Error()); // the service refuses one that is not signed

        auto headers =
                bench.auth->authorize({.method = "GET", .url = QUrl(u"https://h.example/"_s)});
        QTRY_VERIFY(headers.isFinished());
        QCOMPARE(core::http::headerValue(*headers.result(), "opc-obo-token"), "delegated.token");
        QVERIFY(core::http::headerValue(*headers.result(), "authorization")
                        .contains("host opc-obo-token\""));

        bench.write(u"obo"_s, "");
        QCOMPARE(bench.list().reason, u"delegation_token"_s);
    }
};

QTEST_GUILESS_MAIN(TestPrincipals)
#include "tst_principals.moc"
