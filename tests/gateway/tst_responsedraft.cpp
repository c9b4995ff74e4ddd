// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/responses/responsedraft.h"
#include "tests/gateway/responsesclient.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::ChatDelta;
using core::FinishReason;
using gateway::responses::ResponseDraft;
using gateway::responses::ToolIdentity;
using Client = tests::ResponsesClient;

namespace {

ResponseDraft::Plan plan()
{
    return {.id = u"resp_1"_s,
            .echo = {{"model", "m"}},
            .tools = {{u"patch"_s, ToolIdentity{.name = u"patch"_s, .isCustom = true}},
                      {u"files__read"_s, ToolIdentity{.name = u"read"_s, .space = u"files"_s}}},
            .now = [] { return qint64(1762340000); }};
}

core::ToolCallDelta call(int index, const char *arguments, const QString &id = {},
                         const QString &name = {})
{
    return {.index = index, .id = id, .name = name, .arguments = arguments};
}

} // namespace

class TestResponseDraft : public QObject
{
    Q_OBJECT

private slots:
    void aTextHasTheEventsOfTheReference()
    {
        ResponseDraft draft(plan());
        Client client;

        client.take(draft.begin());
        client.take(draft.add({.text = u"Hel"_s}));
        client.take(draft.add({.text = u"lo"_s}));
        client.take(draft.end(
                {.usage =
                         core::Usage{.promptTokens = 3, .completionTokens = 2, .totalTokens = 5}}));

        QCOMPARE(client.wrong, QByteArrayList());
        QCOMPARE(client.types,
                 (QStringList{u"response.created"_s, u"response.in_progress"_s,
                              u"response.output_item.added"_s, u"response.content_part.added"_s,
                              u"response.output_text.delta"_s, u"response.output_text.delta"_s,
                              u"response.output_text.done"_s, u"response.content_part.done"_s,
                              u"response.output_item.done"_s, u"response.completed"_s}));
        QVERIFY(client.last == draft.response());
        QCOMPARE(core::json::textAt(client.last, "status"), u"completed"_s);
        QCOMPARE(client.last.at("usage").at("total_tokens").as_int64(), 5);
        QCOMPARE(client.last.at("completed_at").as_int64(), 1762340000);
        const value &part = client.last.at("output").at(0).at("content").at(0);
        QCOMPARE(core::json::text(part.at("text").as_string()), u"Hello"_s);
        QVERIFY(part.at("annotations").as_array().empty());
    }

    void reasoningIsASummaryBeforeTheText()
    {
        ResponseDraft draft(plan());
        Client client;

        client.take(draft.begin());
        client.take(draft.add({.reasoning = u"Hm."_s}));
        client.take(draft.add({.text = u"Yes"_s}));
        client.take(draft.end({}));

        QCOMPARE(client.wrong, QByteArrayList());
        QCOMPARE(client.types.mid(2, 6), (QStringList{u"response.output_item.added"_s,
                                                      u"response.reasoning_summary_part.added"_s,
                                                      u"response.reasoning_summary_text.delta"_s,
                                                      u"response.reasoning_summary_text.done"_s,
                                                      u"response.reasoning_summary_part.done"_s,
                                                      u"response.output_item.done"_s}));
        const value &item = client.last.at("output").at(0);
        QVERIFY(item.at("type") == "reasoning");
        QVERIFY(item.at("summary").at(0).at("text") == "Hm.");
    }

    void callsSideBySideKeepTheirPlaces()
    {
        ResponseDraft draft(plan());
        Client client;

        client.take(draft.begin());
        client.take(draft.add({.toolCalls = {call(0, "{\"a\"", u"c0"_s, u"one"_s)}}));
        client.take(draft.add({.toolCalls = {call(1, "{\"b\"", u"c1"_s, u"two"_s)}}));
        client.take(draft.add({.toolCalls = {call(0, ":1}"), call(1, ":2}")}}));
        client.take(draft.end({.finishReasons = {FinishReason::ToolCalls}}));

        QCOMPARE(client.wrong, QByteArrayList());
        const array &output = client.last.at("output").as_array();
        QCOMPARE(output.size(), std::size_t(2));
        QVERIFY(output[0].at("arguments") == "{\"a\":1}");
        QVERIFY(output[1].at("arguments") == "{\"b\":2}");
        QVERIFY(output[1].at("call_id") == "c1");
        QVERIFY(client.last.at("status") == "completed");
    }

    void toolsAreWhatTheyWereGivenAs()
    {
        ResponseDraft draft(plan());
        Client client;

        client.take(draft.begin());
        client.take(
                draft.add({.toolCalls = {call(0, "{\"input\":\"*** Begin", u"c0"_s, u"patch"_s)}}));
        client.take(draft.add({.toolCalls = {call(0, " Patch\\n\"}")}}));
        client.take(draft.add({.toolCalls = {call(1, "", u"c1"_s, u"files__read"_s)}}));
        client.take(draft.end({}));

        QCOMPARE(client.wrong, QByteArrayList());
        const array &output = client.last.at("output").as_array();
        QVERIFY(output[0].at("type") == "custom_tool_call");
        QVERIFY(output[0].at("input") == "*** Begin Patch\n");
        QVERIFY(output[1].at("type") == "function_call");
        QVERIFY(output[1].at("name") == "read");
        QVERIFY(output[1].at("namespace") == "files");
        QVERIFY(output[1].at("arguments") == "{}");
        QVERIFY(client.types.contains(u"response.custom_tool_call_input.delta"_s));
    }

    void endsAsTheChatDid_data()
    {
        QTest::addColumn<FinishReason>("reason");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("why");
        QTest::newRow("stop") << FinishReason::Stop << QByteArray("completed") << QByteArray();
        QTest::newRow("length") << FinishReason::Length << QByteArray("incomplete")
                                << QByteArray("max_output_tokens");
        QTest::newRow("filter") << FinishReason::ContentFilter << QByteArray("incomplete")
                                << QByteArray("content_filter");
    }

    void endsAsTheChatDid()
    {
        QFETCH(FinishReason, reason);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, why);
        ResponseDraft draft(plan());
        Client client;

        client.take(draft.begin());
        client.take(draft.add({.text = u"a"_s}));
        client.take(draft.end({.finishReasons = {reason}}));

        QCOMPARE(client.wrong, QByteArrayList());
        QCOMPARE(client.types.last().toUtf8(), "response." + type);
        QCOMPARE(core::json::textAt(client.last, "status").toUtf8(), type);
        QCOMPARE(core::json::textAt(client.last.at("output").at(0).as_object(), "status").toUtf8(),
                 type);
        const object *details = client.last.at("incomplete_details").if_object();
        QCOMPARE(details ? core::json::textAt(*details, "reason").toUtf8() : QByteArray(), why);
    }

    void aFailureSaysWhyAndKeepsWhatCame()
    {
        ResponseDraft draft(plan());
        Client client;

        client.take(draft.begin());
        client.take(draft.add({.text = u"Hal"_s}));
        client.take(draft.fail({.code = core::ErrorCode::RateLimited, .message = u"slow down"_s}));

        QCOMPARE(client.wrong, QByteArrayList());
        QCOMPARE(client.types.last(), u"response.failed"_s);
        QVERIFY(client.last.at("status") == "failed");
        QVERIFY(client.last.at("error").at("code") == "rate_limit_exceeded");
        QVERIFY(client.last.at("error").at("message") == "slow down");
        QVERIFY(client.last.at("output").at(0).at("content").at(0).at("text") == "Hal");
        QVERIFY(client.last.at("output").at(0).at("status") == "incomplete");
    }

    void whatWaitsIsQueuedFirst()
    {
        ResponseDraft draft(plan());
        Client client;

        client.take(draft.queue());
        QVERIFY(draft.response().at("status") == "queued");
        client.take(draft.begin());
        client.take(draft.cancel());

        QCOMPARE(client.wrong, QByteArrayList());
        QCOMPARE(client.types, (QStringList{u"response.created"_s, u"response.queued"_s,
                                            u"response.in_progress"_s, u"response.failed"_s}));
        QVERIFY(client.last.at("status") == "cancelled");
    }

    void nothingAtAllIsAnEmptyMessage()
    {
        ResponseDraft draft(plan());
        Client client;

        client.take(draft.begin());
        client.take(draft.end({}));

        QCOMPARE(client.wrong, QByteArrayList());
        QVERIFY(client.last.at("output").at(0).at("content").at(0).at("text") == "");
    }

    void anyDeltasGiveWellFormedEvents_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 300; ++seed)
            QTest::addRow("%u", seed) << seed;
    }

    void anyDeltasGiveWellFormedEvents()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        ResponseDraft draft(plan());
        Client client;
        QString text;
        QString reasoning;
        QList<QByteArray> arguments(4);
        QList<bool> begun(4, false);

        client.take(draft.begin());
        const int count = random.bounded(24);
        for (int i = 0; i < count; ++i) {
            ChatDelta delta;
            const QString word = u"w%1 "_s.arg(i);
            if (random.bounded(3) == 0)
                text += delta.text = word;
            if (random.bounded(4) == 0)
                reasoning += delta.reasoning = word;
            if (random.bounded(6) == 0)
                delta.refusal = word;
            if (random.bounded(6) == 0)
                delta.citations = {{.startIndex = 1, .endIndex = 2, .title = word, .url = u"u"_s}};
            if (random.bounded(8) == 0)
                delta.logProbs = object{{"content", array{object{{"token", i}}}}};
            if (random.bounded(3) == 0) {
                const int index = random.bounded(4);
                core::ToolCallDelta piece = call(index, "1");
                if (!begun[index]) {
                    piece.id = u"c%1"_s.arg(index);
                    piece.name = u"tool"_s;
                    begun[index] = true;
                }
                arguments[index] += "1";
                delta.toolCalls = {piece};
            }
            client.take(draft.add(delta));
        }
        if (random.bounded(4) == 0)
            client.take(draft.fail({.message = u"m"_s}));
        else
            client.take(
                    draft.end({.finishReasons = {random.bounded(2) == 0 ? FinishReason::Stop
                                                                        : FinishReason::Length}}));

        QCOMPARE(client.wrong, QByteArrayList());
        QVERIFY(client.isOver);
        QVERIFY(client.last == draft.response());
        QString said;
        QString thought;
        for (const value &item : client.last.at("output").as_array()) {
            if (item.at("type") == "message") {
                for (const value &part : item.at("content").as_array()) {
                    if (part.at("type") == "output_text")
                        said += core::json::text(part.at("text").as_string());
                }
            } else if (item.at("type") == "reasoning") {
                for (const value &part : item.at("summary").as_array())
                    thought += core::json::text(part.at("text").as_string());
            } else {
                const int index = core::json::textAt(item.as_object(), "call_id").mid(1).toInt();
                QCOMPARE(core::json::textAt(item.as_object(), "arguments").toUtf8(),
                         arguments[index]);
            }
        }
        QCOMPARE(said, text);
        QCOMPARE(thought, reasoning);
        if (client.types.last() != "response.failed"_L1)
            QVERIFY(client.response.at("output") == client.last.at("output"));
    }
};

QTEST_APPLESS_MAIN(TestResponseDraft)
#include "tst_responsedraft.moc"
