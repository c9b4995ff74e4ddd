// SPDX-License-Identifier: MIT
//
// Chats with Data Science's model deployments from an API client over the gateway to the embedded
// service, over sockets and with real signatures.

#include "app/common/connectionset.h"
#include "app/common/demohost.h"
#include "core/json/json.h"
#include "gateway/gateway.h"
#include "tests/gateway/rawclient.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct Bench {
    Bench()
    {
        const auto started = host.start();
        if (!started)
            qFatal("no demo: %ls", qUtf16Printable(started.error().message));
        std::vector<std::shared_ptr<app::OciConnection>> all;
        all.push_back(std::make_shared<app::OciConnection>(*started, clock));
        connections.setConnections(std::move(all));
        gateway::Settings settings;
        settings.listen = {{.address = QHostAddress(QHostAddress::LocalHost), .port = 0}};
        settings.keys.emplace_back("key");
        gateway.emplace(connections, connections, std::move(settings));
        const auto urls = gateway->listen();
        if (!urls)
            qFatal("%ls", qUtf16Printable(urls.error().message));
        port = quint16(urls->first().port());
    }

    [[nodiscard]] bool isListed() const
    {
        return QTest::qWaitFor([this] { return connections.isComplete(); }, 20'000);
    }

    //! The answer of the gateway.
    QByteArray chat(const QString &model, bool stream)
    {
        const QByteArray body = "{\"model\":\"" + model.toUtf8() +
                                "\",\"stream\":" + (stream ? "true" : "false") +
                                ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        tests::RawClient client(port);
        client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                    "Authorization: Bearer key\r\nContent-Type: application/json\r\n"
                    "Connection: close\r\nContent-Length: " +
                    QByteArray::number(body.size()) + "\r\n\r\n" + body);
        (void)QTest::qWaitFor([&client] { return client.isClosed(); }, 20'000);
        return client.received;
    }

    [[nodiscard]] QString nameOf(const QByteArray &key) const
    {
        return u"ocid1.datasciencemodeldeployment.oc1.us-chicago-1.demo"_s +
               QString::fromLatin1(key);
    }

    core::SystemClock clock;
    app::DemoHost host{clock};
    app::ConnectionSet connections;
    std::optional<gateway::Gateway> gateway;
    quint16 port = 0;
};

} // namespace

class TestDeployments : public QObject
{
    Q_OBJECT

private slots:
    void areOfferedWhereTheyCanChatAndAreUp()
    {
        Bench bench;
        QVERIFY(bench.isListed());

        QStringList offered;
        for (const core::ModelInfo &model : bench.connections.models()) {
            if (model.serving == core::ServingMode::Deployment)
                offered += model.id;
        }
        QCOMPARE(offered, QStringList({u"deployed-batch-llama"_s, u"deployed-llama"_s}));
    }

    void answerByNameAndOcid_data()
    {
        QTest::addColumn<QString>("model");
        QTest::newRow("name") << u"deployed-llama"_s;
        QTest::newRow("prefixed") << u"oci/deployed-llama"_s;
        QTest::newRow("connection") << u"demo/deployed-llama"_s;
        QTest::newRow("OCID")
                << u"ocid1.datasciencemodeldeployment.oc1.us-chicago-1.demodeployed-llama"_s;
        QTest::newRow("whole only") << u"deployed-batch-llama"_s;
    }

    void answerByNameAndOcid()
    {
        QFETCH(QString, model);
        Bench bench;
        QVERIFY(bench.isListed());

        const QByteArray whole = bench.chat(model, false);
        const QByteArray streamed = bench.chat(model, true);

        QVERIFY2(whole.startsWith("HTTP/1.1 200"), whole.constData());
        QVERIFY(whole.contains("\"model\":\"" + model.toUtf8() + '"'));
        QVERIFY2(streamed.startsWith("HTTP/1.1 200"), streamed.constData());
        QVERIFY(streamed.contains("text/event-stream"));
        QVERIFY(streamed.contains("data: [DONE]"));
        QVERIFY(!streamed.contains("\"model\":\"odsc-llm\""));
    }

    void anOcidNeedsNoList()
    {
        Bench bench; // whose lists nobody waits for

        const QByteArray answer = bench.chat(bench.nameOf("deployed-llama"), false);

        QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
    }

    void aRoutingProfileIsAModelToo()
    {
        Bench bench;
        QVERIFY(bench.isListed());

        const QByteArray answer = bench.chat(u"llama-anywhere"_s, true);

        QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
        QVERIFY(answer.contains("data: [DONE]"));
        const auto models = bench.connections.models();
        const auto found =
                std::ranges::find(models, u"google.gemini-2.5-flash"_s, &core::ModelInfo::id);
        QVERIFY(found != models.end() && found->leavesOci); // as the catalogue of all regions says
    }

    void whatCannotAnswerSaysWhy()
    {
        Bench bench;
        QVERIFY(bench.isListed());

        const QByteArray starting = bench.chat(u"starting-llama"_s, false);
        QVERIFY2(starting.startsWith("HTTP/1.1 503"), starting.constData());
        QVERIFY2(starting.contains("its state is CREATING"), starting.constData());

        const QByteArray asleep = bench.chat(bench.nameOf("churn-forecast"), false);
        QVERIFY2(asleep.startsWith("HTTP/1.1 400"), asleep.constData());
        QVERIFY2(asleep.contains("its state is INACTIVE"), asleep.constData());

        const QByteArray missing = bench.chat(bench.nameOf("none"), true);
        QVERIFY2(missing.startsWith("HTTP/1.1 404"), missing.constData());
        QVERIFY2(missing.contains("data-science-model-deployments"), missing.constData());
    }
};

QTEST_GUILESS_MAIN(TestDeployments)
#include "tst_deployments.moc"
