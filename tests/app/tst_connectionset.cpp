// SPDX-License-Identifier: MIT
#include "app/common/connectionset.h"

#include "tests/support/cannedserver.h"
#include "tests/support/fixtures.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using app::ConnectionSpec;
using core::ModelInfo;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tests::json;
using tests::Script;

namespace {

Script models(const char *names)
{
    QByteArrayList items;
    for (const QByteArray &name : QByteArray(names).split(' ')) {
        items.append(json("{'displayName':'?','type':'BASE','lifecycleState':'ACTIVE','"
                          "capabilities':['CHAT']}")
                             .replace("?", name));
    }
    return Script::reply(200, "{\"items\":[" + items.join(',') + "]}");
}

struct Bench {
    Bench()
    {
        server.add(Script::reply(200, R"({"items":[]})"));
        server.addFor("/compartments?", Script::reply(200, "[]"));
        server.addFor("/us-chicago-1/generativeai/20231130/models?", models("meta.one"));
        server.addFor("/eu-frankfurt-1/generativeai/20231130/models?", models("meta.two"));
    }

    ConnectionSpec signedSpec(const QString &name, const QString &region)
    {
        static const oci::PrivateKey key = oci::PrivateKey::generate().value();
        return {.id = name,
                .name = name,
                .region = region,
                .compartment = u"ocid1.tenancy.oc1.."_s + name,
                .endpoints = oci::Endpoints(server.url() + u"/{region}/{service}"_s),
                .tenancy = u"ocid1.tenancy.oc1.."_s + name,
                .user = u"ocid1.user.oc1..u"_s,
                .key = key};
    }

    ConnectionSpec bearerSpec(const QString &name, const QString &region, const QStringList &list,
                              bool isAllowlist)
    {
        return {.id = name,
                .name = name,
                .kind = core::ConnectionInfo::Kind::BearerKey,
                .region = region,
                .bearerKey = std::make_shared<core::Secret>(core::Secret::take("sk-test-only")),
                .baseUrl = QUrl(server.url() + u"/bearer/"_s + name + u"/openai/v1"_s),
                .models = list,
                .isAllowlist = isAllowlist};
    }

    void use(const QList<ConnectionSpec> &specs)
    {
        std::vector<std::shared_ptr<app::OciConnection>> connections;
        for (const ConnectionSpec &spec : specs)
            connections.push_back(std::make_shared<app::OciConnection>(spec, clock));
        set.setConnections(std::move(connections));
    }

    //! A customer with two signed connections and a key.
    void useThree(bool isAllowlist)
    {
        use({signedSpec(u"chi"_s, u"us-chicago-1"_s), signedSpec(u"fra"_s, u"eu-frankfurt-1"_s),
             bearerSpec(u"key"_s, u"us-ashburn-1"_s, {u"xai.grok-4"_s, u"meta.one"_s},
                        isAllowlist)});
    }

    [[nodiscard]] QStringList names() const
    {
        QStringList all;
        for (const ModelInfo &model : set.models())
            all.append(model.id + u'@' + model.ownedBy);
        all.sort();
        return all;
    }

    //! What was sent for a chat with this model; nothing where it was refused.
    std::optional<tests::CannedServer::Request> sentFor(const QString &model)
    {
        const qsizetype before = server.requests.size();
        const auto stream = set.startChat(
                {.model = model, .messages = {core::textMessage(core::Role::User, u"Hi"_s)}});
        bool isOver = false;
        refusal = {};
        QObject::connect(stream.get(), &core::ChatStream::finished, stream.get(),
                         [&](const core::Result<core::ChatOutcome> &outcome) {
                             isOver = true;
                             if (!outcome)
                                 refusal = outcome.error();
                         });
        const auto isChat = [](const auto &request) { return request.method == "POST"; };
        (void)QTest::qWaitFor([&] {
            return isOver || std::ranges::any_of(server.requests.sliced(before), isChat);
        });
        const auto sent = server.requests.sliced(before);
        const auto found = std::ranges::find_if(sent, isChat);
        return found == sent.end() ? std::nullopt : std::optional(*found);
    }

    tests::CannedServer server;
    core::SystemClock clock;
    app::ConnectionSet set;
    core::Error refusal;
};

} // namespace

class TestConnectionSet : public QObject
{
    Q_OBJECT

private slots:
    void saysOfEachModelByWhomItIsServed()
    {
        Bench bench;
        bench.useThree(false);

        QTRY_COMPARE(bench.names(),
                     QStringList({u"meta.one@oci"_s, u"meta.two@oci"_s, u"xai.grok-4@oracle"_s}));
    }

    void choosesTheConnectionByWhatStandsBeforeTheName_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QByteArray>("credential"); // part of the authorization
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("sent"); // as the model
        const QByteArray chi = "tenancy.oc1..chi/";
        const QByteArray fra = "tenancy.oc1..fra/";
        const QByteArray key = "Bearer ";
        const auto row = [](const char *model, const QByteArray &credential, const char *path,
                            const char *sent) {
            QTest::newRow(model) << QString::fromLatin1(model) << credential << QByteArray(path)
                                 << QByteArray(sent);
        };
        row("meta.one", chi, "/us-chicago-1/", "meta.one");
        row("meta.two", fra, "/eu-frankfurt-1/", "meta.two");
        row("oci/meta.two", fra, "/eu-frankfurt-1/", "meta.two");
        row("oci:meta.two", fra, "/eu-frankfurt-1/", "meta.two");
        row("xai.grok-4", key, "/bearer/key/", "xai.grok-4");
        row("oci/xai.grok-4", key, "/bearer/key/", "xai.grok-4");
        row("fra/meta.one", fra, "/eu-frankfurt-1/", "meta.one");
        row("oci/fra/meta.one", fra, "/eu-frankfurt-1/", "meta.one");
        row("key/meta.one", key, "/bearer/key/", "meta.one");
        row("eu-frankfurt-1/meta.one", fra, "/eu-frankfurt-1/", "meta.one");
        row("oci/EU-FRANKFURT-1/meta.one", fra, "/eu-frankfurt-1/", "meta.one");
        row("FRA/meta.new", fra, "/eu-frankfurt-1/", "meta.new");
        row("us-ashburn-1/xai.grok-4", key, "/bearer/key/", "xai.grok-4");
        row("IAD/meta.one", key, "/bearer/key/", "meta.one");
        row("us-phoenix-1/meta.one", chi, "/us-phoenix-1/", "meta.one");
        row("ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc", fra, "/eu-frankfurt-1/",
            "ocid1.generativeaiendpoint.oc1.eu-frankfurt-1.abc");
        row("oci/ocid1.generativeaiendpoint.oc1.us-ashburn-1.abc", chi, "/us-ashburn-1/",
            "ocid1.generativeaiendpoint.oc1.us-ashburn-1.abc");
        row("meta.unknown", chi, "/us-chicago-1/", "meta.unknown");
    }

    void choosesTheConnectionByWhatStandsBeforeTheName()
    {
        QFETCH(QString, model);
        QFETCH(QByteArray, credential);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, sent);
        for (const bool isAllowlist : {false, true}) {
            Bench bench;
            bench.useThree(isAllowlist);
            QTRY_VERIFY(bench.set.isComplete());
            QTRY_COMPARE(bench.names().size(), 3);

            const auto request = bench.sentFor(model);

            QVERIFY2(request, qPrintable(bench.refusal.message));
            QVERIFY2(request->header("authorization").contains(credential),
                     request->header("authorization").left(60).constData());
            QVERIFY2(request->target.startsWith(path), request->target.constData());
            QVERIFY2(request->body.contains('"' + sent + '"'), request->body.constData());
        }
    }

    void aPersonsRouteCountsForItsConnection()
    {
        Bench bench;
        ConnectionSpec chicago = bench.signedSpec(u"chi"_s, u"us-chicago-1"_s);
        chicago.routes = {{.pattern = u"meta.*"_s, .transport = oci::Transport::OpenAi}};
        bench.use({chicago, bench.signedSpec(u"fra"_s, u"eu-frankfurt-1"_s)});
        QTRY_COMPARE(bench.names().size(), 2);

        const auto one = bench.sentFor(u"meta.one"_s);
        const auto two = bench.sentFor(u"meta.two"_s);

        QVERIFY(one && two);
        QVERIFY2(one->target.endsWith("/openai/v1/chat/completions"), one->target.constData());
        QVERIFY(one->header("opc-compartment-id").startsWith("ocid1.tenancy"));
        QVERIFY2(two->target.endsWith("/20231130/actions/chat"), two->target.constData());
    }

    //! Tools are told of all models, the window offers what it can chat with.
    void whatComputesVectorsAndRanksIsServedButNotChattedWith()
    {
        Bench bench;
        QByteArrayList items;
        for (const char *capability : {"CHAT", "TEXT_EMBEDDINGS", "TEXT_RERANK", "FINE_TUNE"}) {
            items.append(json("{'displayName':'a.?','type':'BASE','lifecycleState':'ACTIVE',"
                              "'capabilities':['?']}")
                                 .replace("?", capability));
        }
        bench.server.addFor("/us-ashburn-1/generativeai/20231130/models?",
                            Script::reply(200, "{\"items\":[" + items.join(',') + "]}"));
        const auto connection = std::make_shared<app::OciConnection>(
                bench.signedSpec(u"iad"_s, u"us-ashburn-1"_s), bench.clock);
        bench.set.setConnections({connection});

        QTRY_COMPARE(bench.names(), QStringList({u"a.CHAT@oci"_s, u"a.TEXT_EMBEDDINGS@oci"_s,
                                                 u"a.TEXT_RERANK@oci"_s}));
        QCOMPARE(connection->chatModels().size(), 1);
        QVERIFY(connection->chatModels().front().canChat());
    }

    //! A bearer key does not reach them.
    void aKeyServesWhatChatsAlone()
    {
        Bench bench;
        bench.use({bench.bearerSpec(
                u"key"_s, u"us-ashburn-1"_s,
                {u"xai.grok-4"_s, u"cohere.embed-v4.0"_s, u"cohere.rerank-v4.0-fast"_s}, false)});

        QCOMPARE(bench.names(), QStringList{u"xai.grok-4@oracle"_s});
    }

    void aDeploymentThatDoesNotSayWhatItIsChatsWhereAPersonSaysSo()
    {
        Bench bench;
        bench.server.addFor(
                "/us-chicago-1/datascience/",
                Script::reply(200, json("[{'id':'ocid1.datasciencemodeldeployment.oc1.us-chicago-1."
                                        "d','displayName':'mine','lifecycleState':'ACTIVE'}]")));
        ConnectionSpec chicago = bench.signedSpec(u"chi"_s, u"us-chicago-1"_s);
        bench.use({chicago});
        QTRY_COMPARE(bench.names(), QStringList{u"meta.one@oci"_s});

        chicago.routes = {{.pattern = u"mine"_s, .transport = oci::Transport::DataScience}};
        bench.use({chicago});

        QTRY_COMPARE(bench.names(), QStringList({u"meta.one@oci"_s, u"mine@oci"_s}));
        for (const ModelInfo &model : bench.set.models())
            QVERIFY(model.canChat());
        const auto sent = bench.sentFor(u"mine"_s);
        QVERIFY(sent);
        QVERIFY2(sent->target.endsWith(
                         "/ocid1.datasciencemodeldeployment.oc1.us-chicago-1.d/predict"),
                 sent->target.constData());
    }

    void aKeyIsNotUsedForAnotherRegion()
    {
        Bench bench;
        bench.use({bench.bearerSpec(u"key"_s, u"us-ashburn-1"_s, {u"xai.grok-4"_s}, true)});

        QVERIFY(!bench.sentFor(u"us-phoenix-1/xai.grok-4"_s));

        QCOMPARE(bench.refusal.reason, u"region_unreachable"_s);
        QVERIFY(!bench.sentFor(u"us-ashburn-1/meta.other"_s));
        QCOMPARE(bench.refusal.reason, u"model_not_found"_s);
    }

    void oneConnectionThatDoesNotAnswerHidesNoOther()
    {
        Bench bench;
        bench.server.addFor("-frankfurt-1/generativeai/", Script()); // says nothing

        bench.useThree(false);

        QVERIFY(bench.set.isLoaded()); // the key's models are configured
        QTRY_COMPARE(bench.names(), QStringList({u"meta.one@oci"_s, u"xai.grok-4@oracle"_s}));
        QVERIFY(!bench.set.isComplete());
    }

    void nothingIsLoadedWhileNobodyHasAnswered()
    {
        Bench bench;
        bench.server.addFor("-chicago-1/generativeai/", Script());

        bench.use({bench.signedSpec(u"chi"_s, u"us-chicago-1"_s)});

        QVERIFY(!bench.set.isLoaded());
        QVERIFY(bench.set.models().isEmpty());
    }

    void aListThatIsForbiddenDoesNotForbidItsModels()
    {
        Bench bench;
        bench.server.addFor(
                "-chicago-1/generativeai/",
                Script::reply(404, R"({"code":"NotAuthorizedOrNotFound","message":"x"})"));
        bench.use({bench.signedSpec(u"chi"_s, u"us-chicago-1"_s)});
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"models.*could not be listed"_s));
        QSignalSpy refreshed(&bench.set, &core::ModelCatalog::modelsChanged);
        const auto answer = bench.set.refresh();
        QTRY_VERIFY(answer.isFinished());
        QVERIFY(!answer.result());

        const auto request = bench.sentFor(u"my-endpoint"_s);

        QVERIFY2(request, qPrintable(bench.refusal.message));
        QVERIFY(request->body.contains(R"("my-endpoint")"));
    }

    void withoutConnectionsThereIsNothingToAsk()
    {
        Bench bench;

        QVERIFY(!bench.set.isLoaded());
        QVERIFY(!bench.sentFor(u"meta.one"_s));
        QCOMPARE(bench.refusal.reason, u"no_connection"_s);
    }
};

QTEST_GUILESS_MAIN(TestConnectionSet)
#include "tst_connectionset.moc"
