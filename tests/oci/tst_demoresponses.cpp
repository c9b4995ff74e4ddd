// SPDX-License-Identifier: MIT
#include "tests/oci/demoharness.h"

using namespace Qt::StringLiterals;
using namespace tests;
using boost::json::array;
using boost::json::object;

namespace {

const QByteArray base = "/us-chicago-1/inference.generativeai/openai/v1/responses";

std::unique_ptr<FakeExchange> ask(DemoHarness &demo, const QByteArray &method,
                                  const QByteArray &rest, const object *body = nullptr,
                                  bool withProject = true)
{
    auto request =
            demo.request(method, base + rest, body ? core::json::serialize(*body) : QByteArray());
    if (!body && method == "POST")
        request.headers += core::http::Header{"Content-Length", "0"};
    // Neither is signed, as with OCI (protocol reference, 2.2).
    request.headers +=
            core::http::Header{"opc-compartment-id", oci::demo::DemoAccount::compartment()};
    if (withProject)
        request.headers += core::http::Header{"OpenAI-Project", oci::demo::DemoAccount::project()};
    return demo.ask(request);
}

object question(const object &more = {})
{
    object body{{"model", "xai.grok-4.3"}, {"input", "Hi"}};
    for (const auto &[key, value] : more)
        body[key] = value;
    return body;
}

} // namespace

class TestDemoResponses : public QObject
{
    Q_OBJECT

private slots:
    void answersKeepsAndForgets()
    {
        DemoHarness demo;
        const object body = question();

        const auto made = ask(demo, "POST", {}, &body);
        QCOMPARE(made->response.status, 200);
        const object json = jsonOf(*made);
        QCOMPARE(textAt(json, "/status"), u"completed"_s);
        QVERIFY(!core::json::serialize(at(json, "/output")).isEmpty());
        const QByteArray id = '/' + textAt(json, "/id").toUtf8();

        QCOMPARE(jsonOf(*ask(demo, "GET", id)), json);
        const auto items = jsonOf(*ask(demo, "GET", id + "/input_items"));
        QCOMPARE(textAt(items, "/data/0/content/0/text"), u"Hi"_s);
        QCOMPARE(ask(demo, "POST", id + "/cancel")->response.status, 400);
        const object next = question({{"previous_response_id", json.at("id")}});
        QCOMPARE(ask(demo, "POST", {}, &next)->response.status, 200);
        QCOMPARE(ask(demo, "DELETE", id)->response.status, 200);
        QCOMPARE(ask(demo, "GET", id)->response.status, 404);
        QCOMPARE(ask(demo, "POST", {}, &next)->response.status, 400);
    }

    void keepsNothingUnasked()
    {
        DemoHarness demo;
        const object body = question({{"store", false}});

        const auto made = ask(demo, "POST", {}, &body);

        const QByteArray id = '/' + textAt(jsonOf(*made), "/id").toUtf8();
        QCOMPARE(ask(demo, "GET", id)->response.status, 404);
    }

    void cancelsWhatRunsInTheBackground()
    {
        DemoHarness demo;
        const object body = question({{"background", true}});
        const QByteArray id = '/' + textAt(jsonOf(*ask(demo, "POST", {}, &body)), "/id").toUtf8();

        QCOMPARE(textAt(jsonOf(*ask(demo, "POST", id + "/cancel")), "/status"), u"cancelled"_s);
        QCOMPARE(textAt(jsonOf(*ask(demo, "GET", id)), "/status"), u"cancelled"_s);
    }

    void streamsTheSameThatItKeeps()
    {
        DemoHarness demo;
        const object body = question({{"stream", true}});

        const auto exchange = ask(demo, "POST", {}, &body);
        QTRY_VERIFY(exchange->ended);

        const auto events = eventsOf(*exchange);
        QCOMPARE(textAt(events.first(), "/type"), u"response.created"_s);
        const auto last = at(events.last(), "/response");
        QCOMPARE(textAt(events.last(), "/type"), u"response.completed"_s);
        QString text;
        for (qsizetype i = 0; i < events.size(); ++i) {
            QCOMPARE(at(events[i], "/sequence_number").to_number<qsizetype>(), i);
            if (textAt(events[i], "/type") == "response.output_text.delta"_L1)
                text += textAt(events[i], "/delta");
        }
        const auto size = at(last, "/output").get_array().size();
        const auto said = at(last, "/output").get_array()[size - 1];
        QVERIFY(!text.isEmpty());
        QCOMPARE(textAt(said, "/content/0/text"), text);
        QVERIFY(exchange->response.body.startsWith("event: response.created\ndata: "));
        QCOMPARE(jsonOf(*ask(demo, "GET", '/' + textAt(last, "/id").toUtf8())), last.get_object());
    }

    void pagesInputItems()
    {
        DemoHarness demo;
        const auto say = [](const char *text) {
            return object{{"role", "user"}, {"content", text}};
        };
        const object body = question({{"input", array{say("a"), say("b"), say("c")}}});
        const QByteArray id = '/' + textAt(jsonOf(*ask(demo, "POST", {}, &body)), "/id").toUtf8();

        const auto first = jsonOf(*ask(demo, "GET", id + "/input_items?limit=2&order=asc"));
        QCOMPARE(textAt(first, "/data/1/content"), u"b"_s);
        QCOMPARE(at(first, "/has_more"), boost::json::value(true));
        const auto rest = jsonOf(*ask(
                demo, "GET",
                id + "/input_items?limit=2&order=asc&after=" + textAt(first, "/last_id").toUtf8()));
        QCOMPARE(textAt(rest, "/data/0/content"), u"c"_s);
        QCOMPARE(at(rest, "/has_more"), boost::json::value(false));
        QCOMPARE(ask(demo, "GET", id + "/input_items?limit=0")->response.status, 400);
    }

    void refuses_data()
    {
        QTest::addColumn<object>("body");
        QTest::addColumn<bool>("withProject");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("no project") << question() << false << 404 << u"Project"_s;
        QTest::newRow("no input") << object{{"model", "xai.grok-4.3"}} << true << 400 << u"input"_s;
        QTest::newRow("unknown model")
                << question({{"model", "xai.grok-9"}}) << true << 404 << u"xai.grok-9"_s;
        QTest::newRow("not served here") << question({{"model", "cohere.command-a-03-2025"}})
                                         << true << 400 << u"Unsupported OpenAI operation"_s;
        QTest::newRow("unknown field")
                << question({{"messages", array()}}) << true << 400 << u"messages"_s;
        QTest::newRow("tiny limit")
                << question({{"max_output_tokens", 3}}) << true << 400 << u"max_output_tokens"_s;
        QTest::newRow("not kept") << question({{"background", true}, {"store", false}}) << true
                                  << 400 << u"background"_s;
        QTest::newRow("unknown part")
                << question(
                           {{"input", array{object{{"role", "user"},
                                                   {"content", array{object{{"type", "text"}}}}}}}})
                << true << 400 << u"input[0].content[0]"_s;
    }

    void refuses()
    {
        QFETCH(object, body);
        QFETCH(bool, withProject);
        QFETCH(int, status);
        QFETCH(QString, says);
        DemoHarness demo;

        const auto exchange = ask(demo, "POST", {}, &body, withProject);

        QCOMPARE(exchange->response.status, status);
        const QString message = textAt(jsonOf(*exchange), "/error/message");
        QVERIFY2(message.contains(says), exchange->response.body.constData());
    }

    void toolCallsAreItemsOfTheirOwn()
    {
        DemoHarness demo;
        const object tool{{"type", "function"},
                          {"name", "get_weather"},
                          {"parameters", object{{"type", "object"}}}};
        const object body =
                question({{"tools", array{tool}}, {"tool_choice", "required"}, {"stream", true}});

        const auto exchange = ask(demo, "POST", {}, &body);
        QTRY_VERIFY(exchange->ended);

        const auto output = at(eventsOf(*exchange).last(), "/response/output");
        const auto &items = output.get_array();
        QVERIFY(std::ranges::any_of(items, [](const auto &item) {
            return textAt(item, "/type") == "function_call"_L1 &&
                   textAt(item, "/name") == "get_weather"_L1;
        }));
    }
};

QTEST_GUILESS_MAIN(TestDemoResponses)
#include "tst_demoresponses.moc"
