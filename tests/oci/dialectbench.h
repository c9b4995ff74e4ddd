// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "oci/inference/chatcall.h"
#include "tests/oci/demoharness.h"

namespace tests {

//! An answer as whoever asked for it sees it in the end.
struct FinalAnswer {
    QList<core::ChatChoice> choices;
    core::ChatOutcome outcome;

    [[nodiscard]] const core::Message &message() const { return choices.first().message; }
    [[nodiscard]] QString text() const { return core::textOf(message()); }

    bool operator==(const FinalAnswer &) const = default;
};

[[nodiscard]] inline FinalAnswer finalAnswer(const QList<core::ChatDelta> &deltas,
                                             const core::ChatOutcome &outcome)
{
    core::StreamAccumulator all;
    for (const core::ChatDelta &delta : deltas)
        all.add(delta);
    all.finish(outcome);
    return {all.choices(), outcome};
}

//! A stream that came in two pieces.
[[nodiscard]] inline core::Result<FinalAnswer>
readStream(oci::AnswerReader &reader, QByteArrayView first, QByteArrayView second = {})
{
    core::SseParser parser;
    QList<core::SseEvent> events = parser.feed(first);
    events += parser.feed(second);
    events += parser.finish();
    QList<core::ChatDelta> deltas;
    for (const core::SseEvent &event : events) {
        const auto taken = reader.take(event.data);
        if (!taken)
            return std::unexpected(taken.error());
        deltas += *taken;
    }
    const oci::AnswerEnd end = reader.end();
    return finalAnswer(deltas + end.deltas, end.outcome);
}

[[nodiscard]] inline core::Result<FinalAnswer> readWhole(oci::AnswerReader &reader,
                                                         QByteArrayView body)
{
    return reader.whole(body).transform(
            [](const oci::AnswerEnd &end) { return finalAnswer(end.deltas, end.outcome); });
}

//! "made_1", "made_2", …
[[nodiscard]] inline oci::MakeId countedIds()
{
    return [count = 0]() mutable { return QStringLiteral("made_%1").arg(++count); };
}

//! Our translators on one side, the simulated service on the other; only the sockets are missing.
class DialectBench
{
public:
    explicit DialectBench(DemoHarness &service) : demo(service) { }

    //! An answer of the service other than 200 is an Internal error with its body.
    [[nodiscard]] core::Result<FinalAnswer> ask(const core::ChatRequest &request)
    {
        auto call = oci::chatCallFor(request.model, false, {});
        if (!call)
            return std::unexpected(call.error());
        if (openAi)
            call->profile.transport = oci::Transport::OpenAi;
        const oci::ChatSettings settings{.region = QStringLiteral("us-chicago-1"),
                                         .compartmentId = QString::fromUtf8(compartment)};
        const auto out = oci::outgoingChat(*call, request, QUrl(), settings, false);
        if (!out)
            return std::unexpected(out.error());
        sent = out->body;

        core::http::Request incoming = demo.request(
                "POST", openAi ? DemoHarness::openAiPath : DemoHarness::chatPath, out->body);
        incoming.headers += core::http::Header{"opc-compartment-id", compartment};
        const auto exchange = demo.ask(incoming);
        if (!QTest::qWaitFor([&exchange] { return exchange->ended; }))
            return std::unexpected(core::Error{.message = QStringLiteral("no end")});
        received = exchange->response.body;
        if (exchange->response.status != 200)
            return std::unexpected(core::Error{.message = QString::fromUtf8(received)});
        const auto reader = oci::readerFor(*call, request, countedIds());
        return request.stream ? readStream(*reader, received) : readWhole(*reader, received);
    }

    DemoHarness &demo;
    bool openAi = false;
    QByteArray compartment = oci::demo::DemoAccount::compartment();
    QByteArray sent;     //!< the last body to the service
    QByteArray received; //!< and what it answered
};

} // namespace tests
