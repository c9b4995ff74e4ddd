// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/requestparser.h"

class QIODevice;

namespace gateway::http {

//! Reads a client's requests, one after another, from what has come on its socket. What was sent
//! ahead stays in the socket but for one piece of 16 KB.
class RequestReader
{
public:
    //! Both must outlive the reader.
    RequestReader(QIODevice &device, const Limits &limits) : m_device(device), m_parser(limits) { }

    //! Reads until there is something to do, which `parser()` then holds, or nothing is left to
    //! read (`NeedMore`).
    [[nodiscard]] RequestParser::Progress next();
    [[nodiscard]] const RequestParser &parser() const { return m_parser; }
    [[nodiscard]] core::http::Request takeRequest() { return m_parser.takeRequest(); }

    //! Something has come that no request was read from.
    [[nodiscard]] bool hasInput() const;
    //! Forgets what has come.
    void discard();

private:
    QIODevice &m_device;
    RequestParser m_parser;
    QByteArray m_piece;     //!< read and not yet parsed
    bool m_stopped = false; //!< at a head: the parser can go on without another byte
};

} // namespace gateway::http
