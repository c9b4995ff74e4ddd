// SPDX-License-Identifier: MIT
#include "gateway/routes/moderation.h"

#include "core/chat/tokenestimate.h"
#include "core/json/json.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/openai/moderationrequest.h"
#include "gateway/routes/moderationroutes.h"
#include "tests/gateway/dispatch.h"
#include "tests/support/fakeexchange.h"
#include "tests/support/fixtures.h"

#include <QPromise>
#include <QTest>

using namespace Qt::StringLiterals;
using core::GuardrailsVerdict;
using core::Result;
using core::TextPart;
using namespace gateway::observe;
using namespace std::chrono_literals;
using gateway::routes::Router;
using tests::FakeExchange;
using tests::json;

namespace {

class FakeGuardrails final : public core::GuardrailsBackend
{
public:
    QFuture<Result<GuardrailsVerdict>> judge(const core::GuardrailsRequest &request) override
    {
        requests.append(request);
        promises.push_back(std::make_unique<QPromise<Result<GuardrailsVerdict>>>());
        promises.back()->start();
        return promises.back()->future();
    }

    void answer(std::size_t place, const Result<GuardrailsVerdict> &result)
    {
        promises[place]->addResult(result);
        promises[place]->finish();
    }

    QList<core::GuardrailsRequest> requests;
    std::vector<std::unique_ptr<QPromise<Result<GuardrailsVerdict>>>> promises;
};

struct Bench {
    Bench() { gateway::routes::addModerationRoutes(router, &backend); }

    std::unique_ptr<FakeExchange> post(const QByteArray &body)
    {
        auto exchange = std::make_unique<FakeExchange>(body, "/v1/moderations");
        RequestRecord begun = recordOf(exchange->request(), "/moderations", "k1", log.next());
        auto watch = std::make_shared<Watch>(log, std::move(begun));
        tests::dispatch(router, *new WatchedExchange(*exchange, std::move(watch)));
        return exchange;
    }

    RequestLog log;
    FakeGuardrails backend;
    Router router{"/v1"};
};

GuardrailsVerdict verdict(double overall)
{
    return {.moderation = {{.name = u"OVERALL"_s, .score = overall, .modalities = {}},
                           {.name = u"BLOCKLIST"_s, .score = 0, .modalities = {}}},
            .personalInformation = {},
            .promptInjection = {},
            .version = u"1.0.0"_s,
            .requestId = {}};
}

boost::json::object resultOf(const FakeExchange &exchange, std::size_t place)
{
    const auto body = core::json::parseObject(exchange.response.body);
    return body->at("results").as_array().at(place).as_object();
}

} // namespace

class TestModeration : public QObject
{
    Q_OBJECT

private slots:
    void aTextHasOneVerdict()
    {
        Bench bench;
        const auto exchange = bench.post(json("{'input':'hello','model':'omni-moderation'}"));
        QCOMPARE(bench.backend.requests.size(), 1);
        QCOMPARE(bench.backend.requests[0],
                 (core::GuardrailsRequest{.inputs = {TextPart{u"hello"_s}},
                                          .language = {},
                                          .moderation = QStringList{u"OVERALL"_s, u"BLOCKLIST"_s},
                                          .personalInformation = {},
                                          .version = {}}));
        bench.backend.answer(0, verdict(1));
        QTRY_VERIFY(exchange->begun);

        const auto body = core::json::parseObject(exchange->response.body);
        QVERIFY(core::json::textAt(*body, "id").startsWith(u"modr-"_s));
        QCOMPARE(core::json::textAt(*body, "model"), u"oci-guardrails-1.0.0"_s);
        const auto result = resultOf(*exchange, 0);
        QCOMPARE(core::json::boolAt(result, "flagged"), true);
        const auto &flags = result.at("categories").as_object();
        QCOMPARE(core::json::boolAt(flags, "overall"), true);
        QCOMPARE(core::json::boolAt(flags, "blocklist"), false);
        const auto &scores = result.at("category_scores").as_object();
        QCOMPARE(core::json::numberAt(scores, "overall"), 1.0);
        QVERIFY(!result.contains("prompt_injection"));
        QVERIFY(!result.contains("personal_information"));
    }

    //! "false" would say that somebody had looked.
    void whatNobodyLookedForIsThereAndNull()
    {
        Bench bench;
        const auto exchange =
                bench.post(json("{'input':'x','categories':['violence','SELF_HARM']}"));
        QCOMPARE(bench.backend.requests[0].moderation,
                 QStringList({u"VIOLENCE"_s, u"SELF_HARM"_s}));
        bench.backend.answer(
                0, GuardrailsVerdict{
                           .moderation = {{.name = u"VIOLENCE"_s, .score = 0.2, .modalities = {}},
                                          {.name = u"SELF_HARM"_s, .score = 0.9, .modalities = {}}},
                           .personalInformation = {},
                           .promptInjection = {},
                           .version = {},
                           .requestId = {}});
        QTRY_VERIFY(exchange->begun);

        const auto result = resultOf(*exchange, 0);
        const auto &flags = result.at("categories").as_object();
        const auto &kinds = result.at("category_applied_input_types").as_object();
        QCOMPARE(core::json::boolAt(flags, "violence"), false);
        QCOMPARE(core::json::boolAt(flags, "self-harm"), true);
        for (const char *name : {"harassment", "hate/threatening", "sexual/minors", "illicit"}) {
            QVERIFY(flags.contains(name) && flags.at(name).is_null());
            QVERIFY(result.at("category_scores").as_object().at(name).is_null());
            QVERIFY(kinds.at(name).as_array().empty());
        }
        QCOMPARE(kinds.at("violence").as_array(), boost::json::array{"text"});
    }

    void everyTextIsLookedAtAndTheOrderStays()
    {
        Bench bench;
        const auto exchange = bench.post(json("{'input':['a','b','c','d','e','f']}"));
        QCOMPARE(bench.backend.requests.size(), 4); // a few at a time
        for (const std::size_t place : {3U, 0U, 1U, 2U})
            bench.backend.answer(place, verdict(place == 1 ? 1 : 0));
        QTRY_COMPARE(bench.backend.requests.size(), 6);
        QVERIFY(!exchange->begun);
        bench.backend.answer(5, verdict(1));
        bench.backend.answer(4, verdict(0));
        QTRY_VERIFY(exchange->begun);

        for (std::size_t i = 0; i < 6; ++i)
            QCOMPARE(core::json::boolAt(resultOf(*exchange, i), "flagged"), i == 1 || i == 5);
    }

    void partsAreOneInput()
    {
        Bench bench;
        const auto exchange = bench.post(
                json("{'input':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':"
                     "'data:image/png;base64,AA=='}}]}"));
        QCOMPARE(bench.backend.requests.size(), 1);
        QCOMPARE(bench.backend.requests[0].inputs,
                 QList<core::GuardrailsInput>(
                         {TextPart{u"a"_s}, core::ImagePart{.url = "data:image/png;base64,AA=="}}));
        bench.backend.answer(0, verdict(0));
        QTRY_VERIFY(exchange->begun);

        const auto result = resultOf(*exchange, 0);
        const auto &kinds = result.at("category_applied_input_types").as_object();
        QCOMPARE(kinds.at("overall").as_array(), (boost::json::array{"text", "image"}));
    }

    void moreIsLookedForWhereAskedFor()
    {
        Bench bench;
        const auto exchange = bench.post(json("{'input':'mail a@b.c','prompt_injection':true,"
                                              "'personal_information':['email'],'language':'en',"
                                              "'guardrail_version':'1.1.0'}"));
        const auto &request = bench.backend.requests[0];
        QVERIFY(request.promptInjection);
        QCOMPARE(request.personalInformation, QStringList{u"EMAIL"_s});
        QCOMPARE(request.language, u"en"_s);
        QCOMPARE(request.version, u"1.1.0"_s);
        GuardrailsVerdict found = verdict(0);
        found.promptInjection = {.name = {}, .score = 0.75, .modalities = {}};
        found.personalInformation = {
                {.label = u"EMAIL"_s, .text = u"a@b.c"_s, .offset = 5, .length = 5, .score = 0.99}};
        bench.backend.answer(0, found);
        QTRY_VERIFY(exchange->begun);

        const auto result = resultOf(*exchange, 0);
        QCOMPARE(core::json::boolAt(result, "flagged"), true);
        QCOMPARE(core::json::boolAt(result.at("prompt_injection").as_object(), "flagged"), true);
        const auto &place = result.at("personal_information").as_array().at(0).as_object();
        QCOMPARE(core::json::integerAt(place, "offset"), 5);
        QVERIFY(!exchange->response.body.contains("a@b.c")); // is not to be shown
    }

    void allPersonalInformationIsTheKnownKinds()
    {
        Bench bench;
        const auto exchange = bench.post(json("{'input':'x','personal_information':true}"));

        QVERIFY(bench.backend.requests[0].personalInformation->contains(u"PERSON"_s));
        QVERIFY(!bench.post(json("{'input':'x','personal_information':false}"))->begun);
        QVERIFY(!bench.backend.requests[1].personalInformation);
    }

    void oneFailureEndsAll()
    {
        Bench bench;
        const auto exchange = bench.post(json("{'input':['a','b','c','d','e']}"));

        bench.backend.answer(1, std::unexpected(core::Error{.code = core::ErrorCode::Forbidden,
                                                            .message = u"no"_s}));
        QTRY_COMPARE(exchange->response.status, 403);

        QVERIFY(bench.backend.promises[0]->isCanceled());
        QCOMPARE(bench.backend.requests.size(), 4);
        QCOMPARE(bench.log.latest(1)[0].model, u"oci-guardrails"_s); // none was named
        QCOMPARE(bench.log.latest(1)[0].tokens, RequestRecord::Tokens());
    }

    void isRecordedWithAnEstimate()
    {
        Bench bench;
        const auto client = bench.post(json("{'input':['to be','or not'],'model':'omni'}"));
        QCOMPARE(bench.log.open.waiting, 1);
        GuardrailsVerdict fine = verdict(0);
        fine.requestId = u"OPC"_s;
        fine.served.by = u"DEFAULT/r"_s;
        fine.times = {.waiting = 40ms, .attempts = 1};
        bench.backend.answer(0, fine);
        bench.backend.answer(1, fine);
        QTRY_VERIFY(client->begun);

        const RequestRecord record = bench.log.latest(1).value(0);
        QCOMPARE(record.model, u"omni"_s);
        QCOMPARE(record.target, u"DEFAULT/r"_s);
        QCOMPARE(record.upstreamId, u"OPC"_s);
        QCOMPARE(record.upstream.waiting, 80ms);
        QVERIFY(record.tokens.isEstimate);
        QVERIFY(record.tokens.in >= core::estimateTokens(u"to be or not"));
        QCOMPARE(record.tokens.out, 0);
        const auto &headers = client->response.headers;
        QCOMPARE(core::http::headerValue(headers, "x-gatehouse-model"), "DEFAULT/r");
        QCOMPARE(bench.log.open.waiting, 0);
    }

    void aClientThatLeavesEndsTheCalls()
    {
        Bench bench;
        auto exchange = bench.post(json("{'input':['a','b']}"));

        exchange.reset();

        QVERIFY(bench.backend.promises[0]->isCanceled());
        QVERIFY(bench.backend.promises[1]->isCanceled());
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("param");
        QTest::newRow("none") << json("{}") << u"input"_s;
        QTest::newRow("empty") << json("{'input':''}") << u"input"_s;
        QTest::newRow("no texts") << json("{'input':[]}") << u"input"_s;
        QTest::newRow("an empty one") << json("{'input':['a','']}") << u"input[1]"_s;
        QTest::newRow("a sound") << json("{'input':[{'type':'input_audio','input_audio':{'data':"
                                         "'AA==','format':'wav'}}]}")
                                 << u"input[0].type"_s;
        QTest::newRow("no categories") << json("{'input':'a','categories':[]}") << u"categories"_s;
        QTest::newRow("a word") << json("{'input':'a','personal_information':'EMAIL'}")
                                << u"personal_information"_s;
    }

    void saysWhatIsWrong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, param);

        const auto call = gateway::openai::readModerationCall(*core::json::parseObject(body));

        QVERIFY(!call);
        QCOMPARE(call.error().param, param);
    }
};

QTEST_GUILESS_MAIN(TestModeration)
#include "tst_moderation.moc"
