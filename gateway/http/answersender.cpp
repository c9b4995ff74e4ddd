// SPDX-License-Identifier: MIT
#include "gateway/http/answersender.h"

#include <utility>

using core::http::Response;

namespace gateway::http {

namespace {

// From here on a body is handed to the socket by itself rather than copied behind its head.
constexpr qsizetype largeBody = 64 * 1024;

} // namespace

void AnswerSender::setRequest(const Head &head, core::http::Headers more)
{
    m_isHead = head.request.method == "HEAD";
    m_isHttp10 = head.minorVersion == 0;
    m_more = std::move(more);
}

void AnswerSender::whole(const Response &response, bool keepAlive)
{
    QByteArray out;
    const bool together = !m_isHead && response.body.size() < largeBody;
    out.reserve(512 + (together ? response.body.size() : 0));
    appendHead(out, response,
               {.length = response.body.size(), .keepAlive = keepAlive, .date = m_date.now()},
               std::exchange(m_more, {}));
    if (together)
        out.append(response.body);
    m_socket.send(out);
    if (!together && !m_isHead && m_socket.isOpen())
        m_socket.send(response.body);
}

void AnswerSender::streamHead(const Response &response, bool keepAlive)
{
    QByteArray out;
    appendHead(out, response,
               {.chunked = !m_isHttp10, .keepAlive = keepAlive, .date = m_date.now()},
               std::exchange(m_more, {}));
    m_socket.send(out);
}

void AnswerSender::chunk(QByteArrayView bytes)
{
    if (m_isHead || bytes.isEmpty())
        return;
    if (m_isHttp10) {
        m_socket.send(bytes);
        return;
    }
    QByteArray out;
    out.reserve(bytes.size() + 20);
    appendChunk(out, bytes);
    m_socket.send(out);
}

void AnswerSender::streamEnd()
{
    if (!m_isHead && !m_isHttp10)
        m_socket.send("0\r\n\r\n");
}

} // namespace gateway::http
