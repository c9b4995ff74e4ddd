// SPDX-License-Identifier: MIT
#include "gateway/routes/completionroutes.h"

#include "core/json/json.h"
#include "tests/gateway/dispatch.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeexchange.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::FinishReason;
using gateway::routes::Router;
using tests::FakeExchange;
using tests::json;

namespace {

//! Keeps every stream, in the order in which they were asked for.
class ManyStreams final : public core::ChatBackend
{
public:
    std::unique_ptr<core::ChatStream> startChat(const core::ChatRequest &request) override
    {
        requests.append(request);
        auto stream = std::make_unique<tests::FakeChatStream>();
        streams.append(stream.get());
        return stream;
    }

    QList<core::ChatRequest> requests;
    QList<QPointer<tests::FakeChatStream>> streams;
};

core::ChatOutcome outcome(FinishReason reason, qint64 prompt, qint64 answer)
{
    return {.finishReasons = {reason},
            .usage = core::Usage{.promptTokens = prompt,
                                 .completionTokens = answer,
                                 .totalTokens = prompt + answer},
            .requestId = u"R-1"_s};
}

} // namespace

class TestCompletionRoutes : public QObject
{
    Q_OBJECT

private:
    struct Bench {
        Bench() { gateway::routes::addCompletionRoutes(router, answering, backend); }

        std::unique_ptr<FakeExchange> post(const char *body)
        {
            auto exchange = std::make_unique<FakeExchange>(json(body), "/v1/completions");
            tests::dispatch(router, *exchange);
            return exchange;
        }

        ManyStreams backend;
        tests::FakeClock clock{QDateTime::fromSecsSinceEpoch(1'700'000'000, QTimeZone::UTC)};
        gateway::routes::Answering answering{backend, clock, {}};
        Router router{"/v1"};
    };

private slots:
    void answersInOnePiece()
    {
        Bench bench;
        const auto exchange = bench.post("{'model':'m','prompt':'Once','echo':true}");
        QCOMPARE(bench.backend.requests.size(), 1);
        bench.backend.streams[0]->say(u" upon"_s);
        bench.backend.streams[0]->succeed(outcome(FinishReason::Length, 2, 3));

        QCOMPARE(exchange->response.status, 200);
        QCOMPARE(exchange->response.body,
                 json("{'id':'cmpl-R1','object':'text_completion','created':1700000000,'model':"
                      "'m','choices':[{'text':'Once upon','index':0,'logprobs':null,"
                      "'finish_reason':'length'}],'usage':{'prompt_tokens':2,'completion_tokens'"
                      ":3,'total_tokens':5},'system_fingerprint':null}"));
    }

    void aPromptIsACallAndTheUsageTheSum()
    {
        Bench bench;
        const auto exchange = bench.post("{'model':'m','prompt':['a','b','c','d','e']}");
        QCOMPARE(bench.backend.requests.size(), 4); // a few at a time
        // They may come in any order.
        for (const int place : {2, 0, 1, 3}) {
            bench.backend.streams[place]->say(u"<%1>"_s.arg(place));
            bench.backend.streams[place]->succeed(outcome(FinishReason::Stop, 1, 2));
        }
        QCOMPARE(bench.backend.requests.size(), 5);
        QCOMPARE(core::textOf(bench.backend.requests[4].messages[0]), u"e"_s);
        QVERIFY(!exchange->begun);
        bench.backend.streams[4]->say(u"<4>"_s);
        bench.backend.streams[4]->succeed(outcome(FinishReason::Length, 1, 2));

        const auto body = core::json::parseObject(exchange->response.body);
        QVERIFY(body);
        const auto *choices = core::json::arrayAt(*body, "choices");
        QCOMPARE(choices->size(), 5U);
        for (int i = 0; i < 5; ++i) {
            const auto &choice = choices->at(std::size_t(i)).as_object();
            QCOMPARE(core::json::integerAt(choice, "index"), i);
            QCOMPARE(core::json::textAt(choice, "text"), u"<%1>"_s.arg(i));
        }
        QCOMPARE(core::json::textAt(choices->at(4).as_object(), "finish_reason"), u"length"_s);
        const auto *usage = core::json::objectAt(*body, "usage");
        QCOMPARE(core::json::integerAt(*usage, "total_tokens"), 15);
    }

    void oneFailureEndsAll()
    {
        Bench bench;
        const auto exchange = bench.post("{'model':'m','prompt':['a','b']}");

        bench.backend.streams[1]->fail(
                {.code = core::ErrorCode::RateLimited, .message = u"slow down"_s});

        QCOMPARE(exchange->response.status, 429);
        QVERIFY(!bench.backend.streams[0]); // cancelled
    }

    void streamsChunks()
    {
        Bench bench;
        const auto exchange =
                bench.post("{'model':'m','prompt':['a','b'],'stream':true,'echo':true,"
                           "'stream_options':{'include_usage':true}}");
        emit bench.backend.streams[0]->started({.requestId = u"R"_s, .warning = {}});
        bench.backend.streams[1]->say(u"2"_s);
        bench.backend.streams[0]->say(u"1"_s);
        bench.backend.streams[0]->succeed(outcome(FinishReason::Stop, 1, 1));
        bench.backend.streams[1]->succeed(outcome(FinishReason::ContentFilter, 1, 1));

        const QByteArray start = json("data: {'id':'cmpl-R','object':'text_completion','created':"
                                      "1700000000,'model':'m','choices':[");
        const auto chunk = [&start](const char *choice) {
            return start + json(choice) + json("],'usage':null}") + "\n\n";
        };
        QCOMPARE(exchange->chunks,
                 QList<QByteArray>(
                         {chunk("{'text':'a','index':0,'logprobs':null,'finish_reason':null}"),
                          chunk("{'text':'b','index':1,'logprobs':null,'finish_reason':null}"),
                          chunk("{'text':'2','index':1,'logprobs':null,'finish_reason':null}"),
                          chunk("{'text':'1','index':0,'logprobs':null,'finish_reason':null}"),
                          chunk("{'text':'','index':0,'logprobs':null,'finish_reason':'stop'}"),
                          chunk("{'text':'','index':1,'logprobs':null,'finish_reason':"
                                "'content_filter'}"),
                          start + json("],'usage':{'prompt_tokens':2,'completion_tokens':2,"
                                       "'total_tokens':4}}\n\n"),
                          "data: [DONE]\n\n"}));
        QVERIFY(exchange->ended);
    }

    void aStreamThatBreaksHasNoFinish()
    {
        Bench bench;
        const auto exchange = bench.post("{'model':'m','prompt':'a','stream':true}");
        bench.backend.streams[0]->say(u"x"_s);
        bench.backend.streams[0]->fail({.code = core::ErrorCode::Network, .message = u"gone"_s});

        QVERIFY(exchange->aborted);
        QVERIFY(exchange->chunks.last().startsWith("data: {\"error\":{\"message\":\"gone"));
        QVERIFY(!exchange->response.body.contains("[DONE]"));
    }

    void aFilledGapIsBareText()
    {
        Bench bench;
        const auto streamed =
                bench.post("{'model':'m','prompt':'int a = ','suffix':';','stream':true}");
        bench.backend.streams[0]->say(u"```c\n"_s);
        bench.backend.streams[0]->say(u"1 + 1\n``"_s);
        bench.backend.streams[0]->say(u"`"_s);
        bench.backend.streams[0]->succeed();
        const auto whole = bench.post("{'model':'m','prompt':'int a = ','suffix':';'}");
        bench.backend.streams[1]->say(u"```c\n1 + 1\n```"_s);
        bench.backend.streams[1]->succeed();

        QVERIFY(!streamed->response.body.contains('`'));
        QVERIFY(streamed->response.body.contains("\"text\":\"1 + 1\""));
        QVERIFY(whole->response.body.contains("\"text\":\"1 + 1\""));
    }

    void logProbabilitiesHaveTheOldShape()
    {
        Bench bench;
        const auto exchange = bench.post("{'model':'m','prompt':'a','logprobs':1}");
        const auto logProbs = core::json::parse(
                json("{'content':[{'token':'é','logprob':-0.5,'top_logprobs':[{'token':'e',"
                     "'logprob':-1}]},{'token':'b','logprob':-2,'top_logprobs':[]}]}"));
        emit bench.backend.streams[0]->delta({.text = u"éb"_s, .logProbs = *logProbs});
        bench.backend.streams[0]->succeed();

        QVERIFY2(exchange->response.body.contains(
                         json("'logprobs':{'tokens':['é','b'],'token_logprobs':[-0.5,-2],"
                              "'top_logprobs':[{'e':-1},{}],'text_offset':[0,1]}")),
                 exchange->response.body.constData());
    }

    void badBodiesAskNobody()
    {
        Bench bench;

        QCOMPARE(bench.post("{'model':'m','prompt':[1,2]}")->response.status, 400);
        QVERIFY(bench.backend.requests.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCompletionRoutes)
#include "tst_completionroutes.moc"
