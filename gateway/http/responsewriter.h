// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"

#include <optional>

namespace gateway::http {

//! What the connection adds to the head of an answer.
struct Framing {
    std::optional<qsizetype> length; //!< of the body; none: a stream
    bool chunked = false; //!< of a stream; without it the end of the connection is its end
    bool keepAlive = true;
    QByteArrayView date;
};

//! Status line and header fields up to and with the empty line. `more` go out besides those of
//! the response. A line break within a value becomes a space, so that a value from elsewhere
//! cannot start a field of its own.
void appendHead(QByteArray &out, const core::http::Response &response, const Framing &framing,
                const core::http::Headers &more);
//! One chunk of a chunked body (RFC 9112, 7.1), or none where `bytes` is empty.
void appendChunk(QByteArray &out, QByteArrayView bytes);

//! "Tue, 15 Nov 1994 08:12:31 GMT" (RFC 9110, 5.6.7), written anew once a second.
class DateHeader
{
public:
    [[nodiscard]] QByteArrayView now();

private:
    qint64 m_second = -1;
    QByteArray m_text;
};

} // namespace gateway::http
