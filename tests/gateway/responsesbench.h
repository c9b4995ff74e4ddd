// SPDX-License-Identifier: MIT
#pragma once

#include "core/json/json.h"
#include "gateway/observe/watchedexchange.h"
#include "gateway/routes/responsesroutes.h"
#include "tests/support/fakechatbackend.h"
#include "tests/support/fakeresponsesbackend.h"
#include "tests/support/fixtures.h"

#include <QTimeZone>

namespace tests {

//! An exchange of somebody.
class Call final : public core::http::Exchange
{
public:
    explicit Call(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
                  const QByteArray &caller = "ann")
        : m_request{.method = method,
                    .target = "/v1" + path,
                    .headers = {{"Content-Type", "application/json"}},
                    .body = body}
        , m_caller(caller)
    {
    }

    [[nodiscard]] const core::http::Request &request() const override { return m_request; }
    [[nodiscard]] QByteArray caller() const override { return m_caller; }
    void send(const core::http::Response &answer) override
    {
        response = answer;
        ended = true;
    }
    void beginStream(const core::http::Response &head) override
    {
        response = head;
        begun = true;
    }
    [[nodiscard]] bool hasBegun() const override { return begun; }
    void write(QByteArrayView chunk) override { chunks.append(chunk.toByteArray()); }
    void endStream() override { ended = true; }
    void abort() override { aborted = true; }

    [[nodiscard]] boost::json::object body() const
    {
        return core::json::parseObject(response.body).value_or(boost::json::object());
    }
    [[nodiscard]] QString text(std::string_view key) const
    {
        return core::json::textAt(body(), key);
    }
    //! Of an error.
    [[nodiscard]] QString error(std::string_view key) const
    {
        const boost::json::object whole = body();
        const auto *inner = core::json::objectAt(whole, "error");
        return inner ? core::json::textAt(*inner, key) : QString();
    }

    core::http::Response response;
    QByteArrayList chunks;
    bool begun = false;
    bool ended = false;
    bool aborted = false;

private:
    core::http::Request m_request;
    QByteArray m_caller;
};

//! The routes of the Responses API with nothing real behind them.
class ResponsesBench
{
public:
    explicit ResponsesBench(bool stateless = false)
    {
        native.answer = core::ResponsesAnswer{.body = "{}", .requestId = QStringLiteral("R")};
        const gateway::Limits limits{.keepAliveComment = std::chrono::milliseconds(20),
                                     .patience = std::chrono::milliseconds(10)};
        gateway::routes::addResponsesRoutes(m_router,
                                            gateway::routes::Answering(backend, m_clock, limits),
                                            backend, &native, m_clock, limits, nullptr, stateless);
    }

    void dispatch(Call &call)
    {
        const auto match = m_router.find(call.request().method, call.request().target);
        match.route->handler(call, match.rest);
    }
    //! The same under watch: `log` gets a record.
    void dispatchWatched(Call &call)
    {
        using namespace gateway::observe;
        const auto match = m_router.find(call.request().method, call.request().target);
        RequestRecord begun =
                recordOf(call.request(), match.route->path, call.caller(), log.next());
        auto *watched = new WatchedExchange(call, std::make_shared<Watch>(log, std::move(begun)));
        match.route->handler(*watched, match.rest);
    }
    //! The newest.
    [[nodiscard]] gateway::observe::RequestRecord record() const { return log.latest(1).value(0); }
    //! Makes a response and gives its id.
    QByteArray make(const QByteArray &body, const QString &says, const QByteArray &caller = "ann")
    {
        Call call("POST", "/responses", body, caller);
        dispatch(call);
        backend.lastStream->say(says);
        backend.lastStream->succeed();
        return call.text("id").toUtf8();
    }
    //! A request with more fields, written as tests::json().
    static QByteArray ask(const QByteArray &more = {})
    {
        return json(("{'model':'m','input':'hi'" + more + '}').constData());
    }

    FakeChatBackend backend;
    FakeResponsesBackend native;
    gateway::observe::RequestLog log;

private:
    FakeClock m_clock{QDateTime::fromSecsSinceEpoch(1762340000, QTimeZone::UTC)};
    gateway::routes::Router m_router{"/v1"};
};

} // namespace tests
