// SPDX-License-Identifier: MIT
//
// A pod against the embedded service behind TLS, as a cluster's own proxy stands there.

#include "gateway/http/server.h"
#include "oci/auth/principal.h"
#include "oci/demo/demoservice.h"
#include "oci/http/signedclient.h"
#include "tests/support/fixtures.h"
#include "tests/support/jwt.h"

#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace Qt::StringLiterals;
using core::Error;
using core::Result;
using oci::demo::DemoAccount;

namespace {

const QDateTime start = QDateTime::currentDateTimeUtc();

//! Ends TLS before a plain port of this computer.
class TlsFront : public QSslServer
{
public:
    TlsFront(quint16 to, const QByteArray &certificate, const QByteArray &key)
    {
        QSslConfiguration tls;
        tls.setLocalCertificate(QSslCertificate(certificate));
        tls.setPrivateKey(QSslKey(key, QSsl::Rsa));
        setSslConfiguration(tls);
        connect(this, &QTcpServer::pendingConnectionAvailable, this, [this, to] {
            while (QTcpSocket *outer = nextPendingConnection()) {
                auto *inner = new QTcpSocket(outer);
                inner->connectToHost(QHostAddress::LocalHost, to);
                connect(outer, &QIODevice::readyRead, inner,
                        [=] { inner->write(outer->readAll()); });
                connect(inner, &QIODevice::readyRead, outer,
                        [=] { outer->write(inner->readAll()); });
                connect(outer, &QAbstractSocket::disconnected, outer, &QObject::deleteLater);
                connect(inner, &QAbstractSocket::disconnected, outer,
                        &QAbstractSocket::disconnectFromHost);
                inner->write(outer->readAll());
            }
        });
    }
};

struct Bench {
    Bench()
    {
        port = server.listen(QHostAddress::LocalHost, 0).value();
        const auto &key = service.account().key();
        const QByteArray certificate =
                key.selfSignedCertificate("127.0.0.1", {}, start.addDays(-1), start.addDays(1))
                        .value();
        front.emplace(port, certificate, key.toPem()->reveal().toByteArray());
        front->listen(QHostAddress::LocalHost);
        write(u"ca.crt"_s, certificate);
        writeToken();
    }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    void writeToken() { write(u"token"_s, service.principals().serviceAccountToken(clock.now)); }

    [[nodiscard]] QProcessEnvironment environment() const
    {
        QProcessEnvironment result;
        result.insert(u"KUBERNETES_SERVICE_HOST"_s, u"127.0.0.1"_s);
        result.insert(u"OCI_KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH"_s, folder.filePath(u"token"_s));
        result.insert(u"OCI_KUBERNETES_SERVICE_ACCOUNT_CERT_PATH"_s, folder.filePath(u"ca.crt"_s));
        result.insert(u"OCI_RESOURCE_PRINCIPAL_REGION"_s, u"us-chicago-1"_s);
        return result;
    }

    void signIn()
    {
        auto workload = oci::workloadSettings(environment()).value();
        workload.port = front->serverPort();
        auth = oci::principalAuth({.who = workload}, network, clock, pool);
        oci::ClientSettings settings;
        settings.retry.attempts = 1;
        client.emplace(network, *auth, clock, settings);
    }

    //! The error of a list of models; without words: there was none.
    Error list()
    {
        auto reply = client->fetch(
                {.method = "GET",
                 .url = QUrl(u"http://127.0.0.1:%1/us-chicago-1/generativeai/20231130/models"
                             "?compartmentId=%2"_s.arg(port)
                                     .arg(QString::fromLatin1(DemoAccount::tenancy())))});
        if (!QTest::qWaitFor([&reply] { return reply.isFinished(); }, 20'000))
            return {.message = u"no answer"_s};
        return reply.result() ? Error() : reply.result().error();
    }

    [[nodiscard]] int issued() { return service.principals().issued(); }

    QTemporaryDir folder;
    tests::FakeClock clock{start};
    oci::demo::DemoService service{DemoAccount::create().value(), clock};
    gateway::http::Server server{
            [this](core::http::Exchange &exchange) { service.handle(exchange); }};
    quint16 port = 0;
    std::optional<TlsFront> front;
    oci::NetworkPool network;
    QThreadPool pool;
    std::unique_ptr<oci::PrincipalAuth> auth;
    std::optional<oci::SignedClient> client;
};

} // namespace

class TestWorkloadIdentity : public QObject
{
    Q_OBJECT

private slots:
    void aPodListsAndIsRenewedAtHalfOfItsLife()
    {
        Bench bench;
        bench.signIn();
        QCOMPARE(bench.list(), Error());
        QCOMPARE(bench.issued(), 1);

        bench.clock.now = start.addSecs(9 * 60);
        QCOMPARE(bench.list(), Error());
        QCOMPARE(bench.issued(), 1);
        bench.clock.now = start.addSecs(11 * 60);
        bench.writeToken(); // Kubernetes has exchanged it
        QCOMPARE(bench.list(), Error());
        QTRY_COMPARE(bench.issued(), 2);
    }

    void a401IsAnsweredWithOneRenewal()
    {
        Bench bench;
        bench.signIn();
        QCOMPARE(bench.list(), Error());

        bench.service.account().sessions().revokeAll();

        QCOMPARE(bench.list(), Error());
        QCOMPARE(bench.issued(), 2);
    }

    void aBasicClusterIsSaid()
    {
        Bench bench;
        bench.service.faults().add({.path = u"/resourcePrincipalSessionTokens"_s,
                                    .times = 0,
                                    .fault = {.status = 403}});
        bench.signIn();

        const Error error = bench.list();

        QCOMPARE(error.code, core::ErrorCode::Unauthorized);
        QCOMPARE(error.reason, u"workload_not_enhanced"_s);
        QVERIFY(error.message.contains(u"enhanced"_s));
        QCOMPARE(error.advice, u"Upgrade the cluster, or sign in another way."_s);
    }

    void aPolicyForAPodNamesItsServiceAccount()
    {
        Bench bench;
        bench.service.faults().add(
                {.path = u"/20231130/models"_s, .times = 0, .fault = {.status = 404}});
        bench.signIn();

        const Error error = bench.list();

        QVERIFY2(error.advice.contains(u"request.principal.type='workload'"_s),
                 qPrintable(error.advice));
    }

    void aRefusedServiceAccountIsSaid()
    {
        Bench bench;
        bench.write(u"token"_s, tests::jwt("{\"sub\":\"topsecret\"}"));
        bench.signIn();

        const Error error = bench.list();

        QCOMPARE(error.reason, u"workload_refused"_s);
        QVERIFY2(error.advice.contains(u"service account"_s), qPrintable(error.advice));
        QVERIFY(!error.advice.contains(u"fingerprint"_s));
        QVERIFY(!error.message.contains(u"topsecret"_s));
    }

    void anExpiredServiceAccountNeverLeaves()
    {
        Bench bench;
        bench.write(u"token"_s, tests::jwt("{\"exp\":1000000000}"));
        bench.signIn();

        const Error error = bench.list();

        QCOMPARE(error.reason, u"service_account_expired"_s);
        QVERIFY(bench.service.traffic().requests().empty());
    }

    void whatIsMissingIsSaid()
    {
        Bench bench;
        bench.write(u"token"_s, "half");
        bench.signIn();
        QCOMPARE(bench.list().reason, u"service_account_unreadable"_s);

        QFile::remove(bench.folder.filePath(u"token"_s));
        QCOMPARE(bench.list().reason, u"service_account_missing"_s);

        bench.writeToken();
        bench.write(u"ca.crt"_s, "");
        QCOMPARE(bench.list().reason, u"cluster_certificate"_s);
    }

    void anotherAuthorityIsNotTrusted()
    {
        Bench bench;
        const auto other = oci::PrivateKey::generate().value();
        bench.write(u"ca.crt"_s, other.selfSignedCertificate("127.0.0.1", {}, start.addDays(-1),
                                                             start.addDays(1))
                                         .value());
        bench.signIn();

        const Error error = bench.list();

        QCOMPARE(error.code, core::ErrorCode::Network);
        QVERIFY(bench.service.traffic().requests().empty());
    }

    void outsideOfAClusterItSaysSo()
    {
        const auto settings = oci::workloadSettings(QProcessEnvironment());

        QVERIFY(!settings);
        QVERIFY(settings.error().message.contains(u"KUBERNETES_SERVICE_HOST"_s));
    }

    void readsTheAnswer()
    {
        const QByteArray good = QByteArray("{\"token\":\"ST$a.b.c\"}").toBase64();

        QCOMPARE(oci::readWorkloadAnswer(good).value(), "a.b.c");
        QCOMPARE(oci::readWorkloadAnswer('"' + good + "\"\n").value(), "a.b.c");
        for (const QByteArray &bad :
             {QByteArray(), QByteArray("\""), QByteArray("\"%\""), QByteArray("<html>"),
              QByteArray("{}"), QByteArray("[]").toBase64(), QByteArray("{}").toBase64()})
            QVERIFY2(!oci::readWorkloadAnswer(bad), bad.constData());
    }
};

QTEST_GUILESS_MAIN(TestWorkloadIdentity)
#include "tst_workloadidentity.moc"
