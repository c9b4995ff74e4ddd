// SPDX-License-Identifier: MIT
#include "tests/oci/chatbench.h"

#include <QTest>

using tests::Script;
using Transport = tests::CannedServer::Transport;
using namespace tests::chat;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct SparingBench : Bench {
    explicit SparingBench(Transport transport = Transport::Tls) : Bench(transport)
    {
        settings.keepsSpareConnections = true;
    }
};

} // namespace

class TestSpareConnections : public QObject
{
    Q_OBJECT

private slots:
    void requestsOneAfterTheOtherNeedOneSpareConnection()
    {
        SparingBench bench;
        bench.server.add(Script::reply(200, hello));
        oci::OciChatBackend &backend = bench.backend();

        for (int i = 0; i < 5; ++i) {
            const auto stream = backend.startChat(request(false));
            Heard heard(*stream);
            QTRY_COMPARE(heard.ends.size(), 1);
            QTRY_COMPARE(bench.server.connections, 2);
        }
        QTest::qWait(50);
        QCOMPARE(bench.server.connections, 2);
    }

    void aRequestBesideOthersFindsOneReady()
    {
        SparingBench bench;
        bench.server.add(Script::events().chunk(textEvent("Hel"))); // and it goes on
        oci::OciChatBackend &backend = bench.backend();
        std::vector<std::unique_ptr<core::ChatStream>> streams;

        for (int i = 1; i <= 4; ++i) {
            streams.push_back(backend.startChat(request(true)));
            Heard heard(*streams.back());
            QTRY_VERIFY(heard.deltas > 0);
            QCOMPARE(heard.starts.first().times.connecting > 0ms, i == 1);
            QTRY_COMPARE(bench.server.connections, i + 1);
        }
    }

    void itIsOpenedAnewFromTimeToTime()
    {
        tests::CannedServer server(Transport::Tls);
        server.add(Script::reply(200, "fine"));
        QNetworkAccessManager manager;
        QNetworkRequest request(QUrl(server.url()));
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates({tests::serverCertificate()});
        request.setSslConfiguration(tls);
        oci::SpareConnections spares(100ms);

        {
            const auto use = spares.use(manager, request);
        }
        QTRY_COMPARE(server.connections, 1);
        server.closeAll();
        {
            const auto use = spares.use(manager, request);
        } // too early
        QTest::qWait(120);
        QCOMPARE(server.connections, 1);
        {
            const auto use = spares.use(manager, request);
        }
        QTRY_COMPARE(server.connections, 2);
    }

    void thereIsNoneOverPlainHttp()
    {
        SparingBench bench(Transport::Plain);
        bench.server.add(Script::reply(200, hello));

        const auto stream = bench.backend().startChat(request(false));
        Heard heard(*stream);
        QTRY_COMPARE(heard.ends.size(), 1);
        QTest::qWait(50);
        QCOMPARE(bench.server.connections, 1);
    }

    void nobodyMissesOneThatCannotBeOpened()
    {
        QNetworkAccessManager manager;
        const QNetworkRequest nowhere(QUrl(u"https://127.0.0.1:1/"_s));
        oci::SpareConnections spares(0ms);

        for (int i = 0; i < 3; ++i) {
            const auto use = spares.use(manager, nowhere);
            QTRY_VERIFY(manager.findChildren<QNetworkReply *>().size() > 0);
            QTRY_VERIFY(manager.findChildren<QNetworkReply *>().isEmpty());
        }
    }

    void theyMayEndWhileOneIsOpened()
    {
        SparingBench bench;
        bench.server.add(Script::reply(200, hello));
        {
            const auto stream = bench.backend().startChat(request(false));
            Heard heard(*stream);
            QTRY_COMPARE(bench.server.requests.size(), 1);
        }
        bench.chats.reset();
        bench.client.reset();
        QTest::qWait(50);
    }
};

QTEST_GUILESS_MAIN(TestSpareConnections)
#include "tst_spareconnections.moc"
