// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>

namespace oci::demo {

//! How many events of a stream go out at once, and how long until the next.
struct Pacing {
    int events = 1;
    std::chrono::milliseconds interval{0}; //!< 0: as fast as the client reads

    //! What a person sees in the window: about 60 tokens a second.
    [[nodiscard]] static constexpr Pacing forPeople()
    {
        return {.interval = std::chrono::milliseconds(16)};
    }

    bool operator==(const Pacing &) const = default;
};

//! A way to misbehave. What is not set is as it should be.
struct Fault {
    enum class Body { Good, Html, Garbage, Empty };
    enum class Separator { Blank, CrLf, SingleNewline };
    //! The shapes of an error inside a stream (protocol reference, 7.14).
    enum class ErrorShape { Oci, OpenAi, FinishReason };

    // Before the head
    std::chrono::milliseconds delay{0};
    bool closeBeforeHead = false;
    int status = 0;  //!< 0: the answer's own
    QByteArray code; //!< empty: the usual one of the status
    QString message;
    std::optional<int> retryAfter; //!< seconds
    Body body = Body::Good;
    std::chrono::seconds clockSkew{0}; //!< of the service: in Date, and in judging signatures

    // In a stream
    std::optional<int> cutAfterEvents;
    std::optional<qint64> cutAfterBytes;
    std::optional<int> errorAfterEvents;
    ErrorShape errorShape = ErrorShape::Oci;
    std::optional<int> stallAfterEvents; //!< silent for ever, the connection stays open
    int bytesPerWrite = 0;               //!< 0: each event is one write
    Separator separator = Separator::Blank;
    bool done = true; //!< ends with [DONE]
    bool finishReason = true;
    std::optional<Pacing> pacing;
    qint64 answerBytes = 0; //!< of text, instead of the usual answer; 0: the usual one

    bool operator==(const Fault &) const = default;
};

//! A fault with whom it meets and how often.
struct FaultRule {
    QString path; //!< part of the request's path; empty: any. So are the other two
    QString model;
    QString prompt; //!< part of what a person wrote last
    int times = 1;  //!< 0: for ever
    Fault fault;

    bool operator==(const FaultRule &) const = default;
};

//! `{"match":{"path","model","prompt"},"times":1,"status":429,…}`: the fields above by their
//! names; times as `delayMs`, `clockSkewSeconds`, `pacing: {"events","ms"}`, the enums in lower
//! camel case ("singleNewline"). An unknown field is an error, whose message names it.
[[nodiscard]] core::Result<FaultRule> readFaultRule(const boost::json::object &json);

//! The answer with the body that the fault wants; its body is not Good.
[[nodiscard]] core::http::Response spoiledResponse(const Fault &fault);

} // namespace oci::demo
