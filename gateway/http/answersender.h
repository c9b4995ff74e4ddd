// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/clientsocket.h"
#include "gateway/http/head.h"
#include "gateway/http/responsewriter.h"

namespace gateway::http {

//! Sends answers in the form that the request at hand wants: no body after HEAD, no chunks for
//! HTTP/1.0. Any call may find the client gone, and then ends the socket's connection.
class AnswerSender
{
public:
    //! Both must outlive the sender.
    AnswerSender(ClientSocket &socket, DateHeader &date) : m_socket(socket), m_date(date) { }

    //! The request that is answered next; `more` go out with the head of its answer.
    void setRequest(const Head &head, core::http::Headers more);
    //! Answers from here on what is no request: a body is sent, whatever was asked.
    void forgetRequest() { m_isHead = false; }

    void whole(const core::http::Response &response, bool keepAlive);
    void streamHead(const core::http::Response &response, bool keepAlive);
    void chunk(QByteArrayView bytes);
    void streamEnd();

    //! Whether a stream ends with the connection (RFC 9112, 6.3).
    [[nodiscard]] bool streamsUntilClose() const { return m_isHttp10; }

private:
    ClientSocket &m_socket;
    DateHeader &m_date;
    core::http::Headers m_more;
    bool m_isHead = false;
    bool m_isHttp10 = false;
};

} // namespace gateway::http
