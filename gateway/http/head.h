// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"

#include <functional>
#include <optional>

namespace gateway::http {

//! A request of which the head has arrived and the body has not.
struct Head {
    core::http::Request request; //!< its body is empty still
    int minorVersion = 1;        //!< of HTTP/1
    bool keepAlive = true;       //!< the client leaves the connection open (RFC 9112, 9.3)
    bool chunked = false;
    bool expectsContinue = false; //!< waits for a 100 before it sends the body (RFC 9110, 10.1.1)
    std::optional<quint64> contentLength;

    [[nodiscard]] bool hasBody() const { return chunked || contentLength.value_or(0) > 0; }
};

//! Why a request is not served, before any handler has seen it.
struct Refusal {
    int status = 400;
    QByteArray message; //!< plain English, for the client's developer
    core::http::Headers headers = {};

    bool operator==(const Refusal &) const = default;
};

//! What the judge says of a head.
struct Verdict {
    std::optional<core::http::Response> answer = {}; //!< set: no handler is asked, this goes out
    core::http::Headers headers = {}; //!< go out with whatever answer the request gets
    QByteArray caller = {};           //!< Exchange::caller()
};

//! A place where clients come in.
enum class Entrance {
    Main,
    Side, //!< for clients that have no key: on loopback, without TLS, for some routes only
};

//! How a client has reached us.
struct Arrival {
    quint16 port = 0; //!< of ours; 0: a Unix socket
    Entrance entrance = Entrance::Main;
    bool isSecure = false; //!< by TLS
};

//! Judges a request before its body is read.
using HeadJudge = std::function<Verdict(const Head &, const Arrival &)>;

//! Gives the server's own refusals (a half request, a header too many) the shape that the
//! clients of the service expect. `request` is what has come of it: all of it may be missing, and
//! the end of its target.
using RefusalWriter =
        std::function<core::http::Response(const Refusal &, const core::http::Request &request)>;

} // namespace gateway::http
