// SPDX-License-Identifier: MIT
#include "gateway/http/connectionexchange.h"

#include "gateway/http/connection.h"

namespace gateway::http {

ConnectionExchange::ConnectionExchange(core::http::Request request, QByteArray caller,
                                       Connection &connection, core::CallTimes::Time receiving)
    : m_request(std::move(request))
    , m_caller(std::move(caller))
    , m_connection(&connection)
    , m_receiving(receiving)
{
    setParent(&connection);
}

void ConnectionExchange::send(const core::http::Response &response)
{
    Q_ASSERT(!m_begun);
    m_begun = true;
    if (m_connection)
        m_connection->answer(response);
}

void ConnectionExchange::beginStream(const core::http::Response &head)
{
    Q_ASSERT(!m_begun);
    m_begun = true;
    if (m_connection)
        m_connection->beginStream(head);
}

void ConnectionExchange::write(QByteArrayView chunk)
{
    Q_ASSERT(m_begun);
    if (m_connection)
        m_connection->writeChunk(chunk);
}

void ConnectionExchange::endStream()
{
    Q_ASSERT(m_begun);
    if (m_connection)
        m_connection->endStream();
}

void ConnectionExchange::abort()
{
    m_begun = true;
    if (m_connection)
        m_connection->abortStream();
}

} // namespace gateway::http
