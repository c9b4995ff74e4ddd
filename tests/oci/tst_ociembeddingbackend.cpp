// SPDX-License-Identifier: MIT
#include "core/ports/clock.h"
#include "oci/inference/ociembeddingbackend.h"
#include "oci/inference/ocirerankbackend.h"
#include "tests/support/cannedserver.h"
#include "tests/support/fakeauth.h"
#include "tests/support/fixtures.h"

#include <QTest>

using core::EmbeddingRequest;
using core::ErrorCode;
using core::TextPart;
using tests::Script;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

//! `count` vectors of one number, all of them `number`.
QByteArray vectors(qsizetype count, int number, const QByteArray &more = {})
{
    QByteArrayList each(count, '[' + QByteArray::number(number) + ']');
    return tests::json("{'embeddings':[") + each.join(',') + ']' + more + '}';
}

EmbeddingRequest requestOf(qsizetype count)
{
    return {.model = u"cohere.embed-v4.0"_s,
            .inputs = QList<core::EmbeddingInput>(count, TextPart{u"four"_s})};
}

struct Bench {
    Bench()
    {
        settings.retry.attempts = 1;
        client.emplace(network, auth, clock, settings);
        const oci::ChatSettings native{
                .region = u"us-chicago-1"_s,
                .compartmentId = u"ocid1.compartment.oc1..test"_s,
                .endpoints = oci::Endpoints(server.url() + u"/{region}/{service}"_s)};
        embeddings.emplace(*client, nullptr, native);
        ranks.emplace(*client, nullptr, native);
    }

    tests::CannedServer server;
    tests::FakeAuth auth;
    core::SystemClock clock;
    oci::NetworkPool network;
    oci::ClientSettings settings;
    std::optional<oci::SignedClient> client;
    std::optional<oci::OciEmbeddingBackend> embeddings;
    std::optional<oci::OciRerankBackend> ranks;
};

} // namespace

class TestOciEmbeddingBackend : public QObject
{
    Q_OBJECT

private slots:
    void oneCallSuffices()
    {
        Bench bench;
        bench.server.add(Script::reply(
                200, vectors(2, 5, tests::json(",'usage':{'promptTokens':7},'modelVersion':'4'")),
                "opc-request-id: ABC\r\nmodel-retirement-info: soon\r\n"));

        const auto future = bench.embeddings->embed(requestOf(2));

        QTRY_VERIFY(future.isFinished());
        const auto answer = future.result();
        QVERIFY(answer);
        QCOMPARE(answer->floats, QList<QList<float>>({{5}, {5}}));
        QCOMPARE(answer->usage.promptTokens, 7);
        QCOMPARE(answer->usage.totalTokens, 7);
        QVERIFY(!answer->usageIsEstimate);
        QCOMPARE(answer->requestId, u"ABC"_s);
        QCOMPARE(answer->warning, u"soon"_s);
        QCOMPARE(answer->modelVersion, u"4"_s);
        const auto &sent = bench.server.requests.first();
        QCOMPARE(sent.target, "/us-chicago-1/inference.generativeai/20231130/actions/embedText");
        QCOMPARE(sent.header("authorization"), "Test 1");
        QCOMPARE(sent.body, bench.auth.lastRequest.body);
    }

    // The first answers come late, so that the order of arrival is not that of the inputs.
    void batchesAreJoinedInOrder()
    {
        Bench bench;
        for (int i = 0; i < 5; ++i) {
            const Script reply = Script::reply(
                    200, vectors(96, i, tests::json(",'inputTextTokenCounts':[10,1]")));
            Script late;
            late.wait(std::chrono::milliseconds(i < 2 ? 80 - 30 * i : 0));
            late.steps += reply.steps;
            bench.server.add(late);
        }

        EmbeddingRequest request{.model = u"cohere.embed-v4.0"_s};
        for (int i = 0; i < 5 * 96; ++i)
            request.inputs += TextPart{QString::number(i / 96)};
        const auto future = bench.embeddings->embed(request);

        QTRY_VERIFY(future.isFinished());
        const auto answer = future.result();
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
        QCOMPARE(answer->floats.size(), 5 * 96);
        QCOMPARE(answer->usage.promptTokens, 5 * 11);
        QCOMPARE(bench.server.requests.size(), 5);
        for (int i = 0; i < 5; ++i) {
            // Its text tells the batch, its place in the order of arrival the answer that it got.
            const QByteArray &body = bench.server.requests[i].body;
            const int batch = body.mid(body.indexOf(tests::json("'inputs':['")) + 11, 1).toInt();
            QCOMPARE(answer->floats[batch * 96], QList<float>{float(i)});
            QCOMPARE(answer->floats[batch * 96 + 95], QList<float>{float(i)});
        }
    }

    void fewCallsAreUnderWayAtOnce()
    {
        Bench bench;
        bench.server.add(Script().wait(10min)); // never answers

        auto future = bench.embeddings->embed(requestOf(10 * 96));

        QTRY_COMPARE(bench.server.requests.size(), 4);
        QTest::qWait(50);
        QCOMPARE(bench.server.requests.size(), 4);
        QCOMPARE(bench.server.closed, 0);
        future.cancel();
        QTRY_COMPARE(bench.server.closed, 4);
    }

    void oneFailureIsTheFailureOfAll()
    {
        Bench bench;
        bench.server.add(Script::reply(200, vectors(96, 1)));
        bench.server.add(Script::reply(400, tests::json("{'code':'400','message':'too long'}"),
                                       "opc-request-id: ABC\r\n"));
        bench.server.add(Script().wait(10min));

        const auto future = bench.embeddings->embed(requestOf(250));

        QTRY_VERIFY(future.isFinished());
        const auto answer = future.result();
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::InvalidRequest);
        QVERIFY2(answer.error().message.startsWith("Batch "_L1) &&
                         answer.error().message.contains(" of 3 (inputs "_L1) &&
                         answer.error().message.contains("too long"_L1),
                 qPrintable(answer.error().message));
        QCOMPARE(answer.error().requestId, u"ABC"_s);
        QTRY_COMPARE(bench.server.closed, 1); // the call that hung
    }

    void anAnswerThatCannotBeReadIsAFailure()
    {
        Bench bench;
        bench.server.add(Script::reply(200, vectors(1, 1), "opc-request-id: ABC\r\n"));

        const auto future = bench.embeddings->embed(requestOf(2));

        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::Protocol);
        QCOMPARE(future.result().error().requestId, u"ABC"_s);
    }

    void tokensAreEstimatedWhereTheServiceIsSilent()
    {
        Bench bench;
        bench.server.add(Script::reply(200, vectors(3, 1)));

        const auto future = bench.embeddings->embed(requestOf(3));

        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result()->usageIsEstimate);
        QCOMPARE(future.result()->usage.promptTokens, 3);
    }

    void a404SaysWhatWasAskedFor()
    {
        Bench bench;
        bench.server.add(Script::reply(
                404, tests::json("{'code':'NotAuthorizedOrNotFound','message':'no'}")));

        const auto future = bench.embeddings->embed(requestOf(1));

        QTRY_VERIFY(future.isFinished());
        const core::Error error = future.result().error();
        QCOMPARE(error.reason, u"model_not_found"_s);
        QVERIFY2(error.message.contains("cohere.embed-v4.0"_L1) &&
                         error.message.contains("ocid1.compartment.oc1..test"_L1),
                 qPrintable(error.message));
    }

    void badRequestsNeverReachTheService()
    {
        Bench bench;

        QVERIFY(!bench.embeddings->embed(requestOf(0)).result());
        bench.auth.bearer = true;
        QCOMPARE(bench.embeddings->embed(requestOf(1)).result().error().reason,
                 u"unsupported_by_credential"_s);
        QTest::qWait(10);
        QCOMPARE(bench.server.requests.size(), 0);
    }

    void theEndOfTheBackendClosesWhatIsUnderWay()
    {
        Bench bench;
        bench.server.add(Script().wait(10min));
        const auto embedding = bench.embeddings->embed(requestOf(1));
        const auto ranking = bench.ranks->rerank(
                {.model = u"cohere.rerank-v4.0-fast"_s, .query = u"q"_s, .documents = {u"d"_s}});
        QTRY_COMPARE(bench.server.requests.size(), 2);

        bench.embeddings.reset();
        bench.ranks.reset();

        QTRY_COMPARE(bench.server.closed, 2);
        QTRY_VERIFY(embedding.isCanceled() && ranking.isCanceled());
    }

    void ranks()
    {
        Bench bench;
        bench.server.add(Script::reply(
                200, tests::json("{'id':'r','documentRanks':[{'index':1,'relevanceScore':0.5}]}"),
                "opc-request-id: ABC\r\n"));

        const auto future = bench.ranks->rerank({.model = u"cohere.rerank-v4.0-fast"_s,
                                                 .query = u"q"_s,
                                                 .documents = {u"a"_s, u"b"_s},
                                                 .topN = 1});

        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
        QCOMPARE(future.result()->ranks, QList<core::RankedDocument>({{1, 0.5, {}}}));
        QCOMPARE(future.result()->requestId, u"ABC"_s);
    }

    void aRankingThatNobodyWantsIsNotWaitedFor()
    {
        Bench bench;
        bench.server.add(Script().wait(10min));
        auto future = bench.ranks->rerank(
                {.model = u"cohere.rerank-v4.0-fast"_s, .query = u"q"_s, .documents = {u"a"_s}});
        QTRY_COMPARE(bench.server.requests.size(), 1);

        future.cancel();

        QTRY_COMPARE(bench.server.closed, 1);
    }
};

QTEST_GUILESS_MAIN(TestOciEmbeddingBackend)
#include "tst_ociembeddingbackend.moc"
