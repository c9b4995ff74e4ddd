// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/head.h"
#include "gateway/limits.h"

#include <memory>

namespace gateway::http {

//! Turns bytes into HTTP/1.x requests, however the bytes were cut.
//!
//! Knows nothing of sockets. The grammar is llhttp's, in its strict mode: what two programs could
//! read in two ways (both lengths, a bare LF, a space before a colon) is refused, since that is
//! how requests are smuggled (RFC 9112, 11.2). It stops after each head, so that somebody can
//! judge it before the body is read, and after each request, so that what a client sent ahead
//! waits for its turn.
class RequestParser
{
public:
    enum class Progress {
        NeedMore,
        Head,    //!< `head()` is there; call `feed()` again, with no bytes if there are none
        Request, //!< take it with `takeRequest()`
        Refused, //!< answer `refusal()` and close: where the next request begins cannot be known
    };

    struct Step {
        Progress progress = Progress::NeedMore;
        qsizetype used = 0; //!< of the bytes fed; the rest is to be fed again
    };

    explicit RequestParser(const Limits &limits);
    ~RequestParser();
    RequestParser(const RequestParser &) = delete;
    RequestParser &operator=(const RequestParser &) = delete;

    [[nodiscard]] Step feed(QByteArrayView bytes);

    //! So much of it as has come.
    [[nodiscard]] const Head &head() const;
    //! The whole request; the parser then waits for the first byte of the next.
    [[nodiscard]] core::http::Request takeRequest();
    [[nodiscard]] const Refusal &refusal() const;
    //! Whether a byte of the current request has come.
    [[nodiscard]] bool hasBegun() const;
    //! Body bytes that have come, as they were sent.
    [[nodiscard]] qsizetype bodyBytes() const;

private:
    class Grammar;
    std::unique_ptr<Grammar> m_grammar;
};

} // namespace gateway::http
