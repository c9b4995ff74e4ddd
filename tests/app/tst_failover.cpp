// SPDX-License-Identifier: MIT
#include "app/common/connectionset.h"
#include "app/common/routingsettings.h"
#include "gateway/gateway.h"
#include "gateway/routing/routedbackends.h"
#include "tests/gateway/rawclient.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fixtures.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using gateway::routing::ModelAliases;
using tests::json;
using tests::RawClient;
using tests::Script;

namespace {

constexpr auto chicago = "/us-chicago-1/inference.generativeai/";
constexpr auto frankfurt = "/eu-frankfurt-1/inference.generativeai/";

QByteArray sse(const char *text)
{
    return "data: " + json(text) + "\n\n";
}

Script whole()
{
    return Script::reply(
            200, json("{'modelId':'m','chatResponse':{'apiFormat':'GENERIC','choices':[{'index':0,"
                      "'message':{'role':'ASSISTANT','content':[{'type':'TEXT','text':'Hello'}]},"
                      "'finishReason':'stop'}]}}"));
}

//! It may be tried again at once.
Script failed(int status)
{
    return Script::reply(status, json("{'code':'X','message':'no'}"));
}

Script refused(int status)
{
    // More than the budget of its own retries, so that it is final at once.
    return Script::reply(status, json("{'code':'X','message':'no'}"), "retry-after: 60\r\n");
}

//! The gateway over a real set of connections; the service is canned.
class Bench
{
public:
    Bench() : routed(backends(connections), connections, {}, backends(connections.hasty()))
    {
        server.add(Script::reply(200, R"({"items":[]})"));
        server.addFor("/compartments?", Script::reply(200, "[]"));
        const oci::PrivateKey key = oci::PrivateKey::generate().value();
        connections.setConnections({std::make_shared<app::OciConnection>(
                app::ConnectionSpec{.id = u"c"_s,
                                    .name = u"DEFAULT"_s,
                                    .region = u"us-chicago-1"_s,
                                    .compartment = u"ocid1.tenancy.oc1..test"_s,
                                    .endpoints =
                                            oci::Endpoints(server.url() + u"/{region}/{service}"_s),
                                    .tenancy = u"ocid1.tenancy.oc1..test"_s,
                                    .user = u"ocid1.user.oc1..u"_s,
                                    .key = key},
                clock)});
        routed.setSettings({.aliases = *ModelAliases::from({{u"best"_s,
                                                             {u"us-chicago-1/meta.one"_s,
                                                              u"eu-frankfurt-1/meta.two"_s}}})});
        gateway::Settings settings;
        settings.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
        settings.keys.emplace_back("key");
        gateway.emplace(routed.backends(), routed.catalog(), std::move(settings));
        const auto urls = gateway->listen();
        if (!urls)
            qFatal("%ls", qUtf16Printable(urls.error().message));
        port = quint16(urls->first().port());
    }

    std::unique_ptr<RawClient> ask(bool stream) const
    {
        const QByteArray body =
                json("{'model':'best','messages':[{'role':'user','content':'Hi'}]") +
                ",\"stream\":" + (stream ? "true" : "false") + '}';
        auto client = std::make_unique<RawClient>(port);
        client->send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                     "Authorization: Bearer key\r\nContent-Type: application/json\r\n"
                     "Connection: close\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n\r\n" + body);
        return client;
    }

    [[nodiscard]] qsizetype asked(const char *region) const
    {
        qsizetype count = 0;
        for (const auto &request : server.requests)
            count += request.target.startsWith(region) ? 1 : 0;
        return count;
    }

    static void expectLog()
    {
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(u"asking eu-frankfurt-1/meta.two instead"_s));
    }

    tests::CannedServer server;
    core::SystemClock clock;
    app::ConnectionSet connections;
    gateway::routing::RoutedBackends routed;
    std::optional<gateway::Gateway> gateway;
    quint16 port = 0;

private:
    static gateway::Backends backends(auto &asked)
    {
        gateway::Backends all(asked);
        all.embeddings = &asked;
        return all;
    }
};

} // namespace

//! From a client through the gateway and a real set of connections to a service that fails in one
//! region.
class TestFailover : public QObject
{
    Q_OBJECT

private slots:
    void anotherRegionAnswers_data()
    {
        QTest::addColumn<int>("status");

        for (const int status : {404, 429, 502, 503})
            QTest::addRow("%d", status) << status;
    }

    void anotherRegionAnswers()
    {
        QFETCH(int, status);
        Bench bench;
        bench.server.addFor(chicago, refused(status));
        bench.server.addFor(frankfurt, whole());
        Bench::expectLog();

        const auto answer = bench.ask(false);
        QTRY_VERIFY_WITH_TIMEOUT(answer->isClosed(), 10'000);

        QCOMPARE(answer->status(), 200);
        QVERIFY(answer->received.contains("x-gatehouse-model: DEFAULT/eu-frankfurt-1/meta.two"));
        QVERIFY(answer->received.contains("x-gatehouse-failover: us-chicago-1/meta.one: " +
                                          QByteArray::number(status)));
        QVERIFY(answer->body().contains("\"model\":\"best\""));
        QCOMPARE(bench.asked(chicago), 1);
        QCOMPARE(bench.asked(frankfurt), 1);
    }

    //! Retries of its own, which rest for seconds, are for the last one.
    void theNextIsAskedAtOnce_data()
    {
        QTest::addColumn<int>("status"); // 0: the connection breaks

        for (const int status : {0, 429, 500, 502, 503, 504})
            QTest::addRow("%d", status) << status;
    }

    void theNextIsAskedAtOnce()
    {
        QFETCH(int, status);
        for (const bool stream : {false, true}) {
            Bench bench;
            bench.server.addFor(chicago, status == 0 ? Script().reset() : failed(status));
            bench.server.addFor(frankfurt, whole());
            Bench::expectLog();
            QElapsedTimer clock;
            clock.start();

            const auto answer = bench.ask(stream);
            QTRY_VERIFY_WITH_TIMEOUT(answer->isClosed(), 10'000);

            QCOMPARE(answer->status(), 200);
            // Where a connection closes without an answer, Qt itself asks once more, at once.
            QVERIFY(bench.asked(chicago) <= (status == 0 ? 2 : 1));
            QCOMPARE(bench.asked(frankfurt), 1);
            QVERIFY2(clock.elapsed() < 900, qPrintable(QString::number(clock.elapsed())));
        }
    }

    void theLastTriesAgain()
    {
        Bench bench;
        bench.server.addFor(chicago, failed(503));
        bench.server.addFor(frankfurt, failed(503));
        bench.server.addFor(frankfurt, whole());
        Bench::expectLog();

        const auto answer = bench.ask(false);
        QTRY_VERIFY_WITH_TIMEOUT(answer->isClosed(), 10'000);

        QCOMPARE(answer->status(), 200);
        QCOMPARE(bench.asked(chicago), 1);
        QCOMPARE(bench.asked(frankfurt), 2);
    }

    void whatIsForbiddenIsToldAtOnce()
    {
        Bench bench;
        bench.server.addFor(chicago, refused(403));

        const auto answer = bench.ask(false);
        QTRY_VERIFY_WITH_TIMEOUT(answer->isClosed(), 10'000);

        QCOMPARE(answer->status(), 403);
        QCOMPARE(bench.asked(frankfurt), 0);
    }

    void aStreamThatBrokeOffStaysBroken()
    {
        Bench bench;
        bench.server.addFor(
                chicago,
                Script::events()
                        .chunk(sse("{'index':0,'message':{'role':'ASSISTANT','content':[{'type':"
                                   "'TEXT','text':'Hel'}]}}"))
                        .reset());

        const auto answer = bench.ask(true);
        QTRY_VERIFY_WITH_TIMEOUT(answer->isClosed(), 10'000);

        QVERIFY(answer->received.contains("Hel"));
        QVERIFY(answer->received.contains("upstream_stream_error"));
        QCOMPARE(bench.asked(frankfurt), 0);
    }

    // There is one for each host and model; here the host is the same.
    void anOpenCircuitCostsNoCall()
    {
        Bench bench;
        bench.server.addFor(chicago, refused(503));
        bench.server.addFor(frankfurt, whole());

        for (int i = 0; i < 12; ++i) {
            Bench::expectLog();
            const auto answer = bench.ask(false);
            QTRY_VERIFY_WITH_TIMEOUT(answer->isClosed(), 10'000);
            QCOMPARE(answer->status(), 200);
            if (i == 11)
                QVERIFY(answer->received.contains("meta.one: circuit_open"));
        }

        QCOMPARE(bench.asked(chicago), 10);
        QCOMPARE(bench.asked(frankfurt), 12);
    }
};

QTEST_GUILESS_MAIN(TestFailover)
#include "tst_failover.moc"
