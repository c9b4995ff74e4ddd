// SPDX-License-Identifier: MIT
#include "oci/inference/embeddingreader.h"
#include "oci/inference/guardrailsreader.h"
#include "oci/inference/rerankreader.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::EmbeddingType;
using core::ErrorCode;
using core::GuardrailsRequest;
using core::RerankRequest;
using namespace Qt::StringLiterals;
using tests::json;

class TestNativeReader : public QObject
{
    Q_OBJECT

private slots:
    void readsVectors()
    {
        const auto part = oci::readEmbeddings(
                json("{'id':'x','embeddings':[[1,-2.5],[0.25,3]],'modelId':'ocid1.x',"
                     "'modelVersion':'4.0','usage':{'promptTokens':7,'totalTokens':7},'new':[]}"),
                2, {EmbeddingType::Float});

        QVERIFY(part);
        QCOMPARE(part->floats, QList<QList<float>>({{1.0F, -2.5F}, {0.25F, 3.0F}}));
        QCOMPARE(part->tokens, 7);
        QCOMPARE(part->modelVersion, u"4.0"_s);
    }

    void readsTypes()
    {
        const auto part = oci::readEmbeddings(
                json("{'embeddings':[],'embeddingsByType':{'float':[[0.5]],'int8':[[-128]],"
                     "'UINT8':[[255]],'binary':[[-1]],'ubinary':[[7]]}}"),
                1,
                {EmbeddingType::Float, EmbeddingType::Int8, EmbeddingType::Uint8,
                 EmbeddingType::Binary, EmbeddingType::Ubinary});

        QVERIFY(part);
        QCOMPARE(part->floats, QList<QList<float>>({{0.5F}}));
        QCOMPARE(part->integers.value(EmbeddingType::Int8), QList<QList<qint16>>({{-128}}));
        QCOMPARE(part->integers.value(EmbeddingType::Uint8), QList<QList<qint16>>({{255}}));
        QCOMPARE(part->integers.value(EmbeddingType::Binary), QList<QList<qint16>>({{-1}}));
        QCOMPARE(part->integers.value(EmbeddingType::Ubinary), QList<QList<qint16>>({{7}}));
        QVERIFY(!part->tokens);
    }

    void countsTokens_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<qint64>("tokens");
        QTest::newRow("prompt") << QByteArray("'usage':{'promptTokens':3,'totalTokens':4}")
                                << qint64(3);
        QTest::newRow("total") << QByteArray("'usage':{'totalTokens':4}") << qint64(4);
        QTest::newRow("counts") << QByteArray("'inputTextTokenCounts':[2,3]") << qint64(5);
        QTest::newRow("usage wins")
                << QByteArray("'usage':{'promptTokens':3},'inputTextTokenCounts':[9]") << qint64(3);
        QTest::newRow("empty usage")
                << QByteArray("'usage':{},'inputTextTokenCounts':[9]") << qint64(9);
        QTest::newRow("not said") << QByteArray("'usage':null") << qint64(-1);
        QTest::newRow("nonsense") << QByteArray("'inputTextTokenCounts':[-2]") << qint64(-1);
    }

    void countsTokens()
    {
        QFETCH(QByteArray, more);
        QFETCH(qint64, tokens);

        const auto part = oci::readEmbeddings(json("{'embeddings':[[1]]," + more + "}"), 1, {});

        QVERIFY(part);
        QCOMPARE(part->tokens.value_or(-1), tokens);
    }

    void refusesVectorsThatDoNotFit_data()
    {
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char *name, const char *body) {
            QTest::newRow(name) << json(body);
        };
        row("too few", "{'embeddings':[[1]]}");
        row("too many", "{'embeddings':[[1],[2],[3]]}");
        row("ragged", "{'embeddings':[[1],[2,3]]}");
        row("empty", "{'embeddings':[[],[]]}");
        row("no numbers", "{'embeddings':[[1],['2']]}");
        row("null", "{'embeddings':[[1],[null]]}");
        row("beyond a float", "{'embeddings':[[1],[1e300]]}");
        row("missing", "{'id':'x'}");
        row("no object", "[[1],[2]]");
        row("garbage", "{'embeddings':[[1");
        row("another type", "{'embeddings':[],'embeddingsByType':{'int8':[[1],[2]]}}");
    }

    void refusesVectorsThatDoNotFit()
    {
        QFETCH(QByteArray, body);

        const auto part = oci::readEmbeddings(body, 2, {});

        QVERIFY(!part);
        QCOMPARE(part.error().code, ErrorCode::Protocol);
    }

    void refusesIntegersOutOfRange()
    {
        for (const char *number : {"1.5", "256", "-129"}) {
            QByteArray body = json("{'embeddingsByType':{'int8':[[?]]}}");
            body.replace("?", number);
            QVERIFY(!oci::readEmbeddings(body, 1, {EmbeddingType::Int8}));
        }
    }

    void anErrorWith200IsAnError()
    {
        const QByteArray body = json("{'code':'429','message':'slow down'}");

        QCOMPARE(oci::readEmbeddings(body, 1, {}).error().code, ErrorCode::RateLimited);
        QCOMPARE(oci::readReranking(body, {}).error().code, ErrorCode::RateLimited);
        QCOMPARE(oci::readVerdict(body, {}).error().code, ErrorCode::RateLimited);
    }

    void ranksComeBestFirst()
    {
        const RerankRequest request{.documents = {u"a"_s, u"b"_s, u"c"_s}, .returnDocuments = true};

        const auto ranks = oci::readReranking(
                json("{'id':'x','documentRanks':[{'index':0,'relevanceScore':0.1},"
                     "{'index':2,'relevanceScore':0.9,'document':{'text':'C'}},"
                     "{'index':1,'relevanceScore':0.1}],'modelVersion':'3.5'}"),
                request);

        QVERIFY(ranks);
        QCOMPARE(ranks->ranks, QList<core::RankedDocument>(
                                       {{2, 0.9, u"C"_s}, {0, 0.1, u"a"_s}, {1, 0.1, u"b"_s}}));
        QCOMPARE(ranks->id, u"x"_s);
        QCOMPARE(ranks->modelVersion, u"3.5"_s);
    }

    void ranksAreAsManyAsAskedFor()
    {
        const RerankRequest request{.documents = {u"a"_s, u"b"_s}, .topN = 1};

        const auto ranks = oci::readReranking(
                json("{'documentRanks':[{'index':0,'relevanceScore':0.1,'document':{'text':'a'}},"
                     "{'index':1,'relevanceScore':0.2}]}"),
                request);

        QVERIFY(ranks);
        QCOMPARE(ranks->ranks, QList<core::RankedDocument>({{1, 0.2, {}}}));
    }

    void refusesRanksThatDoNotFit_data()
    {
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char *name, const char *body) {
            QTest::newRow(name) << json(body);
        };
        row("unknown document", "{'documentRanks':[{'index':2,'relevanceScore':0.1}]}");
        row("negative", "{'documentRanks':[{'index':-1,'relevanceScore':0.1}]}");
        row("twice",
            "{'documentRanks':[{'index':0,'relevanceScore':1},{'index':0,'relevanceScore':1}]}");
        row("no score", "{'documentRanks':[{'index':0}]}");
        row("no index", "{'documentRanks':[{'relevanceScore':1}]}");
        row("no object", "{'documentRanks':[1]}");
        row("missing", "{}");
        row("garbage", "nonsense");
    }

    void refusesRanksThatDoNotFit()
    {
        QFETCH(QByteArray, body);

        const auto ranks = oci::readReranking(body, {.documents = {u"a"_s, u"b"_s}});

        QVERIFY(!ranks);
        QCOMPARE(ranks.error().code, ErrorCode::Protocol);
    }

    void readsAVerdict()
    {
        const auto verdict = oci::readVerdict(
                json("{'results':{'contentModeration':{'categories':[{'name':'OVERALL',"
                     "'score':1.0,'flaggedModalities':['TEXT','IMAGE']},"
                     "{'name':'NEW','score':0.0}]},"
                     "'personallyIdentifiableInformation':[{'offset':3,'length':5,"
                     "'text':'a@b.c','label':'EMAIL','score':0.95}],"
                     "'promptInjection':{'score':0.25}},'guardrailVersion':{'version':'1.0.0'}}"),
                {});

        QVERIFY(verdict);
        QCOMPARE(verdict->moderation,
                 QList<core::GuardrailScore>(
                         {{u"OVERALL"_s, 1.0, {u"TEXT"_s, u"IMAGE"_s}}, {u"NEW"_s, 0.0, {}}}));
        QCOMPARE(verdict->personalInformation,
                 QList<core::PersonalInformation>({{u"EMAIL"_s, u"a@b.c"_s, 3, 5, 0.95}}));
        QCOMPARE(verdict->promptInjection->score, 0.25);
        QCOMPARE(verdict->version, u"1.0.0"_s);
        QVERIFY(verdict->isFlagged());
    }

    void flagsFromTheThresholdOn()
    {
        core::GuardrailsVerdict verdict{.moderation = {{u"OVERALL"_s, 0.4, {}}}};
        QVERIFY(!verdict.isFlagged());
        QVERIFY(verdict.isFlagged(0.3));
        verdict.promptInjection = core::GuardrailScore{.score = 0.5};
        QVERIFY(verdict.isFlagged());
    }

    void silenceIsNoAllClear_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<GuardrailsRequest>("request");
        const GuardrailsRequest moderation{.moderation = QStringList{u"OVERALL"_s}};
        const GuardrailsRequest personal{.personalInformation = QStringList{u"EMAIL"_s}};
        const GuardrailsRequest injection{.promptInjection = true};
        QTest::newRow("nothing") << json("{}") << injection;
        QTest::newRow("no moderation") << json("{'results':{}}") << moderation;
        QTest::newRow("no categories")
                << json("{'results':{'contentModeration':{}}}") << moderation;
        QTest::newRow("no score")
                << json("{'results':{'contentModeration':{'categories':[{'name':'OVERALL'}]}}}")
                << moderation;
        QTest::newRow("no personal information") << json("{'results':{}}") << personal;
        QTest::newRow("unreadable")
                << json("{'results':{'personallyIdentifiableInformation':['x']}}") << personal;
        QTest::newRow("no injection") << json("{'results':{'promptInjection':{}}}") << injection;
    }

    void silenceIsNoAllClear()
    {
        QFETCH(QByteArray, body);
        QFETCH(GuardrailsRequest, request);

        const auto verdict = oci::readVerdict(body, request);

        QVERIFY(!verdict);
        QCOMPARE(verdict.error().code, ErrorCode::Protocol);
    }
};

QTEST_APPLESS_MAIN(TestNativeReader)
#include "tst_nativereader.moc"
