// SPDX-License-Identifier: MIT
#include "gateway/routes/unservedroutes.h"

#include "core/json/json.h"
#include "gateway/access/gatekeeper.h"
#include "gateway/ollama/wire.h"
#include "gateway/problems/refusals.h"
#include "tests/support/fixtures.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::http::headerValue;
using gateway::routes::Door;
using gateway::routes::Router;
using tests::json;

namespace {

constexpr quint16 port = 8088;

} // namespace

class TestUnservedRoutes : public QObject
{
    Q_OBJECT

private:
    static gateway::http::Verdict ask(const Router &router, const QByteArray &method,
                                      const QByteArray &target, const QByteArray &key = "good",
                                      const QByteArray &type = "application/json")
    {
        const core::SystemClock clock;
        gateway::access::Admission admission(clock,
                                             {{.id = u"k"_s, .hash = core::hashOfKey("good")}});
        gateway::access::Gatekeeper keeper(gateway::access::HostCheck({}, {}),
                                           gateway::access::OriginCheck({}), admission, router);
        return keeper.judge({.request = {.method = method,
                                         .target = target,
                                         .headers = {{"Host", "localhost:8088"},
                                                     {"Authorization", "Bearer " + key},
                                                     {"Content-Type", type}}},
                             .minorVersion = 1},
                            {.port = port});
    }

private slots:
    void everyMethodIsToldThatThereIsNone_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        for (const char *target :
             {"/v1/audio/transcriptions", "/v1/audio/speech", "/v1/images/generations", "/v1/files",
              "/v1/files/file-1/content", "/v1/uploads", "/v1/batches", "/v1/fine_tuning/jobs",
              "/v1/assistants", "/v1/threads/t/runs", "/v1/vector_stores", "/v1/realtime/sessions",
              "/v1/videos", "/v1/containers", "/v1/evals", "/v1/conversations", "/files/"}) {
            for (const char *method : {"GET", "POST", "DELETE", "OPTIONS"})
                QTest::addRow("%s %s", method, target) << QByteArray(method) << QByteArray(target);
        }
    }

    void everyMethodIsToldThatThereIsNone()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        Router router("/v1");
        gateway::routes::addUnservedRoutes(router);

        // A file comes as a form, which no route takes.
        const auto verdict = ask(router, method, target, "good", "multipart/form-data");

        QVERIFY(verdict.answer);
        QCOMPARE(verdict.answer->status, 501);
        QCOMPARE(headerValue(verdict.answer->headers, "x-should-retry"), "false");
        const auto body = core::json::parseObject(verdict.answer->body);
        QVERIFY(body);
        const auto *error = core::json::objectAt(*body, "error");
        QVERIFY(error);
        QCOMPARE(core::json::textAt(*error, "code"), u"not_supported"_s);
        QVERIFY(core::json::textAt(*error, "message").contains(u"does not offer"_s));
    }

    void aKeyIsNeededAllTheSame()
    {
        Router router("/v1");
        gateway::routes::addUnservedRoutes(router);

        QCOMPARE(ask(router, "GET", "/v1/files", "bad").answer->status, 401);
    }

    void namesThatOnlyBeginAlikeAreUnknown()
    {
        Router router("/v1");
        gateway::routes::addUnservedRoutes(router);

        QCOMPARE(ask(router, "GET", "/v1/filesystem").answer->status, 404);
    }

    void aMissingBackendSaysSo()
    {
        Router router("/v1");
        gateway::routes::addMissingBackend(router, {"/rerank"}, u"Ranks"_s);

        const auto verdict = ask(router, "POST", "/v1/rerank");

        QCOMPARE(verdict.answer->status, 501);
        QVERIFY(verdict.answer->body.contains("Ranks cannot be had"));
    }

    void eachDialectHasItsOwnWords()
    {
        Router router("/v1");
        router.refuse("/api/pull", gateway::refusals::notServed(u"No."_s),
                      gateway::ollama::problemBody);

        QCOMPARE(ask(router, "POST", "/api/pull").answer->body, json("{'error':'No.'}"));
        QVERIFY(ask(router, "POST", "/api/pull", "bad")
                        .answer->body.startsWith(json("{'error':'")));
    }

    //! A prefix may be the start of another dialect's paths.
    void aPrefixDoesNotHideRoutesThatBeginWithIt()
    {
        Router router("/api");
        const auto handler = [](core::http::Exchange &, const QByteArray &) { };
        router.add({"GET", "/models", Door::Key, handler});
        router.add({"GET", "/api/tags", Door::Key, handler});

        QCOMPARE(router.find("GET", "/api/models").route->path, "/models");
        QCOMPARE(router.find("GET", "/api/tags").route->path, "/api/tags");
        QVERIFY(!router.find("GET", "/api/nothing").isKnown());
    }
};

QTEST_APPLESS_MAIN(TestUnservedRoutes)
#include "tst_unservedroutes.moc"
