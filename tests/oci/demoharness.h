// SPDX-License-Identifier: MIT
#pragma once

#include "core/json/json.h"
#include "core/stream/sseparser.h"
#include "oci/auth/requestsigner.h"
#include "oci/auth/signingstring.h"
#include "oci/demo/demoservice.h"
#include "tests/support/fakeexchange.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

#include <boost/json/value.hpp>

namespace tests {

inline const QDateTime demoNow(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);

//! A demo service with a clock that stands still, and a client that signs for it.
struct DemoHarness {
    static constexpr auto chatPath = "/us-chicago-1/inference.generativeai/20231130/actions/chat";
    static constexpr auto openAiPath =
            "/us-chicago-1/inference.generativeai/openai/v1/chat/completions";
    static constexpr auto modelsPath = "/us-chicago-1/generativeai/20231130/models";

    FakeClock clock{demoNow};
    oci::demo::DemoService service{oci::demo::DemoAccount::create().value(), clock};

    //! A request as it arrives, signed by the account's own key.
    [[nodiscard]] core::http::Request request(const QByteArray &method, const QByteArray &target,
                                              const QByteArray &body = {})
    {
        oci::OutgoingRequest sent{.method = method,
                                  .url = QUrl::fromEncoded("http://127.0.0.1:9500" + target),
                                  .body = body};
        core::http::Headers headers{{"Host", "127.0.0.1:9500"}};
        if (!body.isEmpty()) {
            sent.headers += core::http::Header{"Content-Type", "application/json"};
            headers += sent.headers;
            headers += core::http::Header{"Content-Length", QByteArray::number(body.size())};
        }
        headers += oci::signedHeaders(sent, service.account().keyId(), service.account().key(),
                                      clock.now)
                           .value();
        return {.method = method, .target = target, .headers = headers, .body = body};
    }

    [[nodiscard]] std::unique_ptr<FakeExchange> ask(const core::http::Request &request)
    {
        auto exchange = std::make_unique<FakeExchange>(request);
        service.handle(*exchange);
        return exchange;
    }

    [[nodiscard]] std::unique_ptr<FakeExchange> get(const QByteArray &target)
    {
        return ask(request("GET", target));
    }

    [[nodiscard]] std::unique_ptr<FakeExchange> chat(const boost::json::object &body)
    {
        return ask(request("POST", chatPath, core::json::serialize(body)));
    }

    //! Steers the demo by its control paths.
    void addFault(const QByteArray &json)
    {
        FakeExchange exchange(json, "/demo/faults");
        service.handle(exchange);
        QVERIFY2(exchange.response.status == 200, exchange.response.body.constData());
    }
};

//! The body of a chat with one question; `more` goes into chatRequest and wins.
[[nodiscard]] inline boost::json::object
chatBody(const QString &question, const boost::json::object &more = {},
         std::string_view model = "meta.llama-3.3-70b-instruct")
{
    const boost::json::object part{{"type", "TEXT"}, {"text", core::json::string(question)}};
    boost::json::object chat{
            {"apiFormat", "GENERIC"},
            {"messages", boost::json::array{boost::json::object{
                                 {"role", "USER"}, {"content", boost::json::array{part}}}}},
            {"maxTokens", 4000}};
    if (more.contains("maxCompletionTokens"))
        chat.erase("maxTokens");
    for (const auto &[key, value] : more)
        chat[key] = value;
    return {{"compartmentId",
             core::json::string(QByteArrayView(oci::demo::DemoAccount::compartment()))},
            {"servingMode", boost::json::object{{"servingType", "ON_DEMAND"}, {"modelId", model}}},
            {"chatRequest", std::move(chat)}};
}

[[nodiscard]] inline boost::json::object jsonOf(const FakeExchange &exchange)
{
    return core::json::parseObject(exchange.response.body).value_or(boost::json::object());
}

//! At a pointer such as "/chatResponse/choices/0"; null where there is nothing.
[[nodiscard]] inline boost::json::value at(const boost::json::value &json, std::string_view pointer)
{
    boost::system::error_code error;
    const auto *found = json.find_pointer(pointer, error);
    return found ? *found : boost::json::value();
}

[[nodiscard]] inline QString textAt(const boost::json::value &json, std::string_view pointer)
{
    const auto found = at(json, pointer);
    return found.is_string() ? core::json::text(found.get_string()) : QString();
}

//! The JSON of all events of a stream but [DONE].
[[nodiscard]] inline QList<boost::json::value> eventsOf(const FakeExchange &exchange)
{
    core::SseParser parser;
    QList<core::SseEvent> events = parser.feed(exchange.response.body);
    events += parser.finish();
    QList<boost::json::value> out;
    for (const core::SseEvent &event : events) {
        if (event.data != "[DONE]")
            out += core::json::parse(event.data).value();
    }
    return out;
}

//! What the events of a stream say at a pointer, joined.
[[nodiscard]] inline QString joined(const QList<boost::json::value> &events,
                                    std::string_view pointer)
{
    QString out;
    for (const auto &event : events)
        out += textAt(event, pointer);
    return out;
}

inline constexpr std::string_view textPointer = "/message/content/0/text";

} // namespace tests
