// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "tests/gateway/responsesbench.h"
#include "tests/gateway/responsesclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ErrorCode;
using core::http::headerValue;
using tests::Call;
using tests::json;
using tests::ResponsesBench;

class TestResponsesHandler : public QObject
{
    Q_OBJECT

private slots:
    void answersWhole()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", bench.ask(",'temperature':0.5"));

        bench.dispatch(call);
        QVERIFY(!bench.backend.lastRequest.stream);
        emit bench.backend.lastStream->started({.requestId = u"R/1"_s});
        bench.backend.lastStream->say(u"Hello"_s);
        bench.backend.lastStream->succeed({.usage = core::Usage{.totalTokens = 3}});

        QCOMPARE(call.response.status, 200);
        QCOMPARE(headerValue(call.response.headers, "x-oci-request-id"), "R/1");
        QCOMPARE(call.text("object"), u"response"_s);
        QCOMPARE(call.text("status"), u"completed"_s);
        QCOMPARE(call.text("model"), u"m"_s);
        const object body = call.body();
        QVERIFY(body.at("output").at(0).at("content").at(0).at("text") == "Hello");
        QCOMPARE(body.at("created_at").as_int64(), 1762340000);
        QCOMPARE(body.at("temperature").as_double(), 0.5);
    }

    void streamsTheSame()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", bench.ask(",'stream':true"));

        bench.dispatch(call);
        QVERIFY(bench.backend.lastRequest.stream);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"Hel"_s);
        bench.backend.lastStream->say(u"lo"_s);
        bench.backend.lastStream->succeed();

        tests::ResponsesClient client;
        client.take(call.chunks);
        QCOMPARE(client.wrong, QByteArrayList());
        QVERIFY(call.ended);
        QVERIFY(client.last.at("output").at(0).at("content").at(0).at("text") == "Hello");

        Call later("GET", "/responses/" + core::json::textAt(client.last, "id").toUtf8());
        bench.dispatch(later);
        QVERIFY(later.body() == client.last);
    }

    void aFailureKeepsItsStatus()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", bench.ask(",'stream':true"));

        bench.dispatch(call);
        bench.backend.lastStream->fail({.code = ErrorCode::RateLimited, .message = u"slow"_s});

        QCOMPARE(call.response.status, 429);
        QCOMPARE(call.error("code"), u"rate_limit_exceeded"_s);
    }

    void aBrokenStreamFailsAndHasNoProperEnd()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", bench.ask(",'stream':true"));

        bench.dispatch(call);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"Hel"_s);
        bench.backend.lastStream->fail({.code = ErrorCode::Protocol, .message = u"cut"_s});

        QVERIFY(call.chunks.last().startsWith("event: response.failed\n"));
        QVERIFY(call.aborted);
        QVERIFY(!call.ended);
    }

    void aLateRefusalIsAnErrorEvent()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", bench.ask(",'stream':true"));

        bench.dispatch(call);
        QTRY_VERIFY(call.begun);
        bench.backend.lastStream->fail({.code = ErrorCode::RateLimited, .message = u"slow"_s});

        QVERIFY(call.chunks.last().startsWith("event: error\n"));
        QVERIFY(call.chunks.last().contains("\"code\":\"rate_limit_exceeded\""));
        QVERIFY(call.aborted);
    }

    void aLeavingClientStopsTheGeneration()
    {
        ResponsesBench bench;
        auto call = std::make_unique<Call>("POST", "/responses", bench.ask(",'stream':true"));
        bench.dispatch(*call);
        QVERIFY(bench.backend.lastStream);

        call.reset();

        QVERIFY(!bench.backend.lastStream);
    }

    void inputTokensAreEstimated()
    {
        ResponsesBench bench;
        Call call("POST", "/responses/input_tokens", json("{'input':'How many are these?'}"));
        bench.dispatch(call);
        QCOMPARE(call.text("object"), u"response.input_tokens"_s);
        QVERIFY(call.body().at("input_tokens").as_int64() > 4);
        QCOMPARE(bench.backend.starts, 0);
        Call wrong("POST", "/responses/input_tokens", "{}");
        bench.dispatch(wrong);
        QCOMPARE(wrong.error("param"), u"input"_s);
    }

    void compactionIsRefused()
    {
        ResponsesBench bench;
        Call call("POST", "/responses/compact", "{}");
        bench.dispatch(call);
        QCOMPARE(call.response.status, 501);
        QCOMPARE(call.error("code"), u"not_implemented"_s);
    }

    void aBadRequestNamesTheField()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", json("{'model':'m','input':[{'role':'x','content':''}]}"));
        bench.dispatch(call);
        QCOMPARE(call.response.status, 400);
        QCOMPARE(call.error("param"), u"input[0].role"_s);
        QCOMPARE(bench.backend.starts, 0);
    }

    void whatOciServesGoesThroughAsItIs()
    {
        ResponsesBench bench;
        bench.native.served = {u"m"_s};
        bench.native.answer =
                core::ResponsesAnswer{.body = "{\"id\":\"resp_oci\"}", .requestId = u"R"_s};
        Call call("POST", "/responses", bench.ask(",'unknown':[1]"));

        bench.dispatch(call);

        QTRY_VERIFY(call.ended);
        QCOMPARE(call.response.body, "{\"id\":\"resp_oci\"}");
        QCOMPARE(headerValue(call.response.headers, "x-oci-request-id"), "R");
        QVERIFY(bench.native.lastBody.contains("unknown"));
        QCOMPARE(bench.backend.starts, 0);
        Call stranger("GET", "/responses/resp_oci", {}, "bob");
        bench.dispatch(stranger);
        QCOMPARE(stranger.response.status, 404);
        QVERIFY(bench.native.asked.isEmpty());
        Call owner("GET", "/responses/resp_oci");
        bench.dispatch(owner);
        QTRY_VERIFY(owner.ended);
        QCOMPARE(bench.native.asked, QStringList{u"get resp_oci"_s});
    }

    void eventsOfOciComeAsTheyAre()
    {
        ResponsesBench bench;
        bench.native.served = {u"m"_s};
        auto call = std::make_unique<Call>("POST", "/responses", bench.ask(",'stream':true"));
        bench.dispatch(*call);
        QTRY_VERIFY(call->begun); // for long silence
        QCOMPARE(call->chunks.first(), ": ping\n\n");
        emit bench.native.lastStream->started(u"R"_s);
        emit bench.native.lastStream->arrived(
                {{}, "{\"type\":\"response.created\",\"response\":{\"id\":\"resp_oci\"}}"});
        emit call->congested();
        QVERIFY(bench.native.lastStream->paused);
        emit call->drained();
        QVERIFY(!bench.native.lastStream->paused);
        emit bench.native.lastStream->arrived({"x.y", "{}"});
        emit bench.native.lastStream->finished({});

        QVERIFY(call->chunks.contains("event: response.created\ndata: "
                                      "{\"type\":\"response.created\",\"response\":{\"id\":"
                                      "\"resp_oci\"}}\n\n"));
        QVERIFY(call->chunks.contains("event: x.y\ndata: {}\n\n"));
        QVERIFY(call->ended);
        call.reset();
        QVERIFY(!bench.native.lastStream);
    }

    void aBrokenStreamOfOciIsAnErrorEvent()
    {
        ResponsesBench bench;
        bench.native.served = {u"m"_s};
        Call call("POST", "/responses", bench.ask(",'stream':true"));
        bench.dispatch(call);
        emit bench.native.lastStream->started(u"R"_s);
        emit bench.native.lastStream->finished(
                std::unexpected(core::Error{.code = ErrorCode::Protocol, .message = u"cut"_s}));

        QVERIFY(call.chunks.last().startsWith("event: error\n"));
        QVERIFY(call.aborted);
    }

    void ownResponsesDoNotGoOnAtOci()
    {
        ResponsesBench bench;
        const QByteArray first = bench.make(bench.ask(), u"one"_s);
        bench.native.served = {u"m"_s};
        Call call("POST", "/responses", bench.ask(",'previous_response_id':'" + first + '\''));
        bench.dispatch(call);
        QCOMPARE(call.response.status, 400);
        QCOMPARE(call.error("param"), u"previous_response_id"_s);
    }
};

QTEST_GUILESS_MAIN(TestResponsesHandler)
#include "tst_responseshandler.moc"
