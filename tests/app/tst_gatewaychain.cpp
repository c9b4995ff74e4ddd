// SPDX-License-Identifier: MIT
#include "tests/app/faultbench.h"
#include "tests/support/fixtures.h"

#include <QNetworkReply>
#include <QPointer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::FaultBench;
using tests::json;
using tests::Script;

namespace {

constexpr auto model = "meta.llama-3.3-70b-instruct";
constexpr int atOnce = 50; // ms

const QByteArray hello = "data: " +
                         json("{'index':0,'message':{'role':'ASSISTANT','content':[{'type':'TEXT',"
                              "'text':'Hello'}]}}") +
                         "\n\n";

Script refused(int status, const QByteArray &headers = {})
{
    return Script::reply(status, json("{'code':'X','message':'no'}"), headers);
}

} // namespace

//! What only the gateway and the cloud client together can show: a client that leaves, in each
//! phase of its request, and statuses that outlive retries.
class TestGatewayChain : public QObject
{
    Q_OBJECT

private slots:
    void leavingClosesTheServicesConnection_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::addColumn<Script>("script");
        QTest::addColumn<bool>("reset");
        const Script silent;
        const Script whole = Script().send("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{");
        for (const bool reset : {false, true}) {
            const auto row = [reset](const char *name, bool stream, const Script &script) {
                QTest::addRow("%s, %s", name, reset ? "reset" : "closed")
                        << stream << script << reset;
            };
            row("whole, before the head", false, silent);
            row("whole, in the body", false, whole);
            row("stream, before the head", true, silent);
            row("stream, before the first word", true, Script::events());
            row("stream, silent in the middle", true, Script::events().chunk(hello));
        }
    }

    void leavingClosesTheServicesConnection()
    {
        QFETCH(bool, stream);
        QFETCH(Script, script);
        QFETCH(bool, reset);
        FaultBench bench;
        bench.settings.firstByteTimeout = bench.settings.idleTimeout = 60s;
        bench.server.add(script);
        bench.ask(stream, model);
        QTRY_COMPARE(bench.server.requests.size(), 1);
        if (stream && !script.steps.isEmpty())
            QTRY_COMPARE(bench.answer->status(), 200);
        QCOMPARE(bench.server.closed, 0);

        leave(bench, reset);

        QVERIFY(QTest::qWaitFor([&bench] { return bench.server.closed == 1; }, atOnce));
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void leavingWhileTheSignatureWaitsSendsNothing()
    {
        FaultBench bench;
        bench.auth.waits = true;
        bench.ask(true, model);
        QTRY_COMPARE(bench.auth.calls, 1);

        leave(bench);

        QVERIFY(QTest::qWaitFor([&bench] { return bench.auth.pending.isCanceled(); }, atOnce));
        QCOMPARE(bench.server.requests.size(), 0);
    }

    void leavingWhileTheCredentialIsRenewedSendsNothingMore()
    {
        FaultBench bench;
        bench.auth.renewal = core::Result<void>();
        bench.auth.renewalWaits = true;
        bench.server.add(refused(401));
        bench.ask(true, model);
        QTRY_COMPARE(bench.auth.renewals, 1);

        leave(bench);
        QTRY_COMPARE(bench.answer->socket.state(), QAbstractSocket::UnconnectedState);
        QTest::qWait(20); // the gateway reads the end of the connection
        bench.auth.renewed();

        QTest::qWait(50); // nothing to wait for: nothing more may come
        QCOMPARE(bench.server.requests.size(), 1);
    }

    void leavingWhileItConnectsWithdrawsTheRequest()
    {
        FaultBench bench;
        bench.settings.connectTimeout = 60s;
        bench.endpoint.replace(u"http:"_s, u"https:"_s); // nobody answers the handshake
        bench.server.add(Script());
        bench.ask(true, model);
        QTRY_COMPARE(bench.server.connections, 1);
        QPointer<QNetworkReply> request;
        QTRY_VERIFY((request = bench.network.lease().manager().findChild<QNetworkReply *>()));

        leave(bench);

        QVERIFY(QTest::qWaitFor([&request] { return !request; }, atOnce));
    }

    void leavingBetweenRetriesSendsNothingMore_data()
    {
        QTest::addColumn<bool>("leaves");
        QTest::newRow("who stays is served again") << false;
        QTest::newRow("who leaves is not") << true;
    }

    void leavingBetweenRetriesSendsNothingMore()
    {
        QFETCH(bool, leaves);
        FaultBench bench;
        bench.settings.retry.firstDelay = 150ms;
        bench.settings.retry.attempts = 2;
        bench.server.add(refused(503));
        bench.ask(true, model);
        QTRY_COMPARE(bench.server.requests.size(), 1);

        QTest::qWait(50); // the answer has come, the second attempt has not begun
        if (leaves)
            leave(bench);
        QTest::qWait(300);

        QCOMPARE(bench.server.requests.size(), leaves ? 1 : 2);
    }

    //! A client that is told 429 waits and tries again; one that is told 200 and an error does not.
    void aRefusalBehindRetriesKeepsItsStatus()
    {
        FaultBench bench;
        // As in the product, ten times as fast: a retry within the time of silence.
        const oci::RetryPolicy policy;
        bench.settings.retry.budget = policy.budget / 10;
        bench.limits.patience = gateway::Limits().patience / 10;
        bench.server.add(refused(429, "retry-after-ms: 240\r\n"));
        bench.ask(true, model);

        QTRY_VERIFY(bench.answer->isClosed());

        QCOMPARE(bench.server.requests.size(), policy.attempts);
        QCOMPARE(bench.answer->status(), 429);
        QVERIFY(bench.answer->received.toLower().contains("\r\nretry-after: "));
    }

    void theHeadGoesOutBeforeAProxyGivesUp()
    {
        QVERIFY(gateway::Limits().patience < 60s);
        FaultBench bench;
        bench.settings.firstByteTimeout = 60s;
        bench.limits = {.keepAliveComment = 10ms, .patience = 50ms};
        bench.server.add(Script());
        bench.ask(true, model);

        QTRY_COMPARE(bench.answer->status(), 200);
        QTRY_VERIFY(bench.answer->body().count(": ping\n\n") >= 2);
    }

    void theServiceIsAskedForPlainBytes_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("stream") << true;
        QTest::newRow("whole") << false;
    }

    void theServiceIsAskedForPlainBytes()
    {
        QFETCH(bool, stream);
        FaultBench bench;
        bench.server.add(Script());
        bench.ask(stream, model);

        QTRY_COMPARE(bench.server.requests.size(), 1);
        QCOMPARE(bench.server.requests.first().header("accept-encoding"), "identity");
    }

    //! Nobody asked for a coding, so there is nothing to inflate, however much it would become.
    void aCompressedAnswerIsNeverInflated_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("coding");
        for (const char *coding : {"gzip", "deflate", "br", "zstd"}) {
            QTest::addRow("%s, whole", coding) << false << QByteArray(coding);
            QTest::addRow("%s, stream", coding) << true << QByteArray(coding);
        }
    }

    void aCompressedAnswerIsNeverInflated()
    {
        QFETCH(bool, stream);
        QFETCH(QByteArray, coding);
        FaultBench bench;
        // A good answer, as gzip and zlib would inflate it.
        const QByteArray said = stream ? hello : json("{'chatResponse':{'choices':[]}}");
        const QByteArray body = qCompress(said).sliced(4);
        const QByteArray field = "content-encoding: " + coding + "\r\n";
        bench.server.add(stream ? Script::events(field).chunk(body).lastChunk()
                                : Script::reply(200, body, field));
        bench.ask(stream, model);

        QTRY_VERIFY(bench.answer->isClosed());
        QCOMPARE(bench.answer->status(), 502);
        QCOMPARE(core::json::textAt(bench.error(), "code"), u"upstream_error"_s);
        QVERIFY2(bench.answer->body().contains(coding), bench.answer->body().constData());
    }

private:
    static void leave(FaultBench &bench, bool reset = false)
    {
        if (reset)
            bench.answer->socket.abort();
        else
            bench.answer->socket.disconnectFromHost();
    }
};

QTEST_GUILESS_MAIN(TestGatewayChain)
#include "tst_gatewaychain.moc"
