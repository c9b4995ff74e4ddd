// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "tests/gateway/responsesbench.h"
#include "tests/gateway/responsesclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using tests::Call;
using tests::ResponsesBench;

class TestStoredResponses : public QObject
{
    Q_OBJECT

private slots:
    void aConversationGoesOn()
    {
        ResponsesBench bench;
        const QByteArray first = bench.make(bench.ask(",'instructions':'Old.'"), u"one"_s);
        Call call("POST", "/responses",
                  bench.ask(",'instructions':'New.','previous_response_id':'" + first + '\''));

        bench.dispatch(call);

        const auto &messages = bench.backend.lastRequest.messages;
        QCOMPARE(messages.size(), 4);
        QCOMPARE(core::textOf(messages[0]), u"New."_s);
        QCOMPARE(core::textOf(messages[1]), u"hi"_s);
        QCOMPARE(core::textOf(messages[2]), u"one"_s);
        QCOMPARE(messages[2].role, core::Role::Assistant);
    }

    void nobodyElseFindsIt()
    {
        ResponsesBench bench;
        const QByteArray id = bench.make(bench.ask(), u"secret"_s);
        const QByteArray path = "/responses/" + id;
        for (const auto &[method, target] : {std::pair<QByteArray, QByteArray>{"GET", path},
                                             {"GET", path + "/input_items"},
                                             {"GET", path + "?stream=true"},
                                             {"DELETE", path},
                                             {"POST", path + "/cancel"}}) {
            Call call(method, target, "{}", "bob");
            bench.dispatch(call);
            QCOMPARE(call.response.status, 404);
            QCOMPARE(call.error("param"), u"response_id"_s);
        }
        QVERIFY(bench.native.asked.isEmpty());
        Call chained("POST", "/responses", bench.ask(",'previous_response_id':'" + id + '\''),
                     "bob");
        bench.dispatch(chained);
        QCOMPARE(chained.response.status, 400);
        QCOMPARE(chained.error("code"), u"previous_response_not_found"_s);
    }

    void whatIsNotStoredIsNotFound()
    {
        ResponsesBench bench;
        const QByteArray id = bench.make(bench.ask(",'store':false"), u"x"_s);

        Call call("GET", "/responses/" + id);
        bench.dispatch(call);

        QCOMPARE(call.response.status, 404);
        QVERIFY(call.error("message").contains("gateway's start"_L1));
    }

    void isDeleted()
    {
        ResponsesBench bench;
        const QByteArray path = "/responses/" + bench.make(bench.ask(), u"x"_s);
        Call first("DELETE", path);
        bench.dispatch(first);
        QCOMPARE(first.text("object"), u"response.deleted"_s);
        QVERIFY(first.body().at("deleted").as_bool());

        Call second("DELETE", path);
        bench.dispatch(second);
        QCOMPARE(second.response.status, 404);
    }

    void eventsAreReplayed()
    {
        ResponsesBench bench;
        const QByteArray path = "/responses/" + bench.make(bench.ask(), u"x"_s);
        Call all("GET", path + "?stream=true");
        bench.dispatch(all);
        tests::ResponsesClient client;
        client.take(all.chunks);
        QCOMPARE(client.wrong, QByteArrayList());
        QVERIFY(all.ended);

        Call rest("GET", path + "?stream=true&starting_after=3");
        bench.dispatch(rest);
        QCOMPARE(rest.chunks, all.chunks.mid(4));
        Call beyond("GET", path + "?stream=true&starting_after=9223372036854775807");
        bench.dispatch(beyond);
        QVERIFY(beyond.chunks.isEmpty() && beyond.ended);
        Call wrong("GET", path + "?stream=true&starting_after=x");
        bench.dispatch(wrong);
        QCOMPARE(wrong.response.status, 400);
    }

    void theBackgroundGoesOnWithoutItsClient()
    {
        ResponsesBench bench;
        auto call = std::make_unique<Call>("POST", "/responses", bench.ask(",'background':true"));
        bench.dispatch(*call);
        QCOMPARE(call->text("status"), u"queued"_s);
        const QByteArray path = "/responses/" + call->text("id").toUtf8();
        call.reset();
        QVERIFY(bench.backend.lastStream);

        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"Hel"_s);
        Call meanwhile("GET", path);
        bench.dispatch(meanwhile);
        QCOMPARE(meanwhile.text("status"), u"in_progress"_s);
        QVERIFY(meanwhile.response.body.contains("Hel"));
        bench.backend.lastStream->succeed();
        QTRY_VERIFY(!bench.backend.lastStream);

        Call later("GET", path);
        bench.dispatch(later);
        QCOMPARE(later.text("status"), u"completed"_s);
        Call cancelled("POST", path + "/cancel", "{}");
        bench.dispatch(cancelled); // too late: as it is
        QCOMPARE(cancelled.text("status"), u"completed"_s);
    }

    void theBackgroundIsStreamedAsItGrows()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", bench.ask(",'background':true,'stream':true"));
        bench.dispatch(call);
        QCOMPARE(call.chunks.size(), 2);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->say(u"a"_s);
        emit call.congested();
        bench.backend.lastStream->say(u"b"_s);
        const auto sent = call.chunks.size();
        bench.backend.lastStream->succeed();
        QCOMPARE(call.chunks.size(), sent); // it waits for the reader
        emit call.drained();

        tests::ResponsesClient client;
        client.take(call.chunks);
        QCOMPARE(client.wrong, QByteArrayList());
        QCOMPARE(client.types.last(), u"response.completed"_s);
        QVERIFY(call.ended);
    }

    void theBackgroundIsCancelled()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", bench.ask(",'background':true,'stream':true"));
        bench.dispatch(call);
        emit bench.backend.lastStream->started({});
        tests::ResponsesClient client;
        client.take(call.chunks);
        const QByteArray path = "/responses/" + core::json::textAt(client.response, "id").toUtf8();

        Call cancel("POST", path + "/cancel", "{}");
        bench.dispatch(cancel);

        QCOMPARE(cancel.text("status"), u"cancelled"_s);
        QVERIFY(call.ended);
        QTRY_VERIFY(!bench.backend.lastStream);
        Call other("POST", "/responses/" + bench.make(bench.ask(), u"x"_s) + "/cancel", "{}");
        bench.dispatch(other);
        QCOMPARE(other.response.status, 400);
    }

    void deletingEndsTheBackground()
    {
        ResponsesBench bench;
        Call call("POST", "/responses", bench.ask(",'background':true"));
        bench.dispatch(call);

        Call remove("DELETE", "/responses/" + call.text("id").toUtf8());
        bench.dispatch(remove);

        QCOMPARE(remove.response.status, 200);
        QVERIFY(!bench.backend.lastStream);
    }

    void tooManyInTheBackgroundAreRefused()
    {
        ResponsesBench bench;
        for (int i = 0; i < 16; ++i) {
            Call call("POST", "/responses", bench.ask(",'background':true"));
            bench.dispatch(call);
            QCOMPARE(call.response.status, 200);
        }
        Call call("POST", "/responses", bench.ask(",'background':true"));
        bench.dispatch(call);
        QCOMPARE(call.response.status, 429);
        QCOMPARE(call.error("param"), u"background"_s);
    }

    void inputItemsAreListed()
    {
        ResponsesBench bench;
        const QByteArray path = "/responses/" + bench.make(bench.ask(), u"x"_s);
        Call call("GET", path + "/input_items?order=asc");
        bench.dispatch(call);
        QVERIFY(call.body().at("data").at(0).at("content").at(0).at("text") == "hi");
        Call unknown("GET", path + "/output_items");
        bench.dispatch(unknown);
        QCOMPARE(unknown.response.status, 404);
        QCOMPARE(unknown.error("code"), u"unknown_url"_s);
    }

    void ofOciNotFoundIsSaidAsOurs()
    {
        ResponsesBench bench;
        bench.native.answer =
                std::unexpected(core::Error{.code = ErrorCode::NotFound, .message = u"nope"_s});
        Call call("GET", "/responses/resp_old/input_items");
        bench.dispatch(call);
        QTRY_VERIFY(call.ended);
        QCOMPARE(call.response.status, 404);
        QCOMPARE(call.error("code"), u"response_not_found"_s);
        QCOMPARE(bench.native.asked, QStringList{u"items resp_old"_s});
    }
};

QTEST_GUILESS_MAIN(TestStoredResponses)
#include "tst_storedresponses.moc"
