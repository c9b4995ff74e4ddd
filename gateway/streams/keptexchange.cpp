// SPDX-License-Identifier: MIT
#include "gateway/streams/keptexchange.h"

using core::http::Exchange;
using core::http::Request;
using core::http::Response;

namespace gateway::streams {

KeptExchange::KeptExchange(Exchange &client, std::shared_ptr<KeptStream> stream,
                           const AnswerWriter *writer, qsizetype mostBytes)
    : m_client(&client)
    , m_stream(std::move(stream))
    , m_writer(writer)
    , m_mostBytes(mostBytes)
    , m_caller(client.caller())
{
    setParent(&client);
    connect(&client, &Exchange::congested, this, &Exchange::congested);
    connect(&client, &Exchange::drained, this, &Exchange::drained);
}

KeptExchange::KeptExchange(std::shared_ptr<KeptStream> stream, const AnswerWriter *writer,
                           qsizetype mostBytes, QByteArray caller, QObject *parent)
    : m_stream(std::move(stream))
    , m_writer(writer)
    , m_mostBytes(mostBytes)
    , m_caller(std::move(caller))
{
    setParent(parent);
}

KeptExchange::~KeptExchange()
{
    m_stream->end(KeptStream::State::Broken); // unless it had an end
}

const Request &KeptExchange::request() const
{
    return m_client ? m_client->request() : m_request;
}

bool KeptExchange::hasBegun() const
{
    return m_client ? m_client->hasBegun() : m_stream->hasBegun();
}

void KeptExchange::send(const Response &response)
{
    if (m_client) { // a refusal is not worth keeping
        m_stream->forget();
        m_stream->end(KeptStream::State::Broken);
        m_client->send(response);
        return;
    }
    m_stream->answerWhole(response);
    deleteLater();
}

void KeptExchange::beginStream(const Response &head)
{
    m_stream->begin(head);
    if (m_client)
        m_client->beginStream(head);
}

void KeptExchange::write(QByteArrayView chunk)
{
    keep(chunk);
    if (m_client)
        m_client->write(chunk);
}

void KeptExchange::keep(QByteArrayView chunk)
{
    if (m_stream->isForgotten() || m_stream->state() != KeptStream::State::Running)
        return;
    if (chunk.startsWith(':')) { // a comment, which clients pass over
        m_stream->pass(chunk);
        return;
    }
    if (m_stream->name().isEmpty())
        m_stream->setName(m_writer->id());
    m_stream->append(chunk);
    if (m_stream->size() <= m_mostBytes)
        return;
    m_stream->forget();
    if (!m_client)
        over(KeptStream::State::Broken); // memory is no queue
}

void KeptExchange::endStream()
{
    over(KeptStream::State::Ended);
    if (m_client)
        m_client->endStream();
}

void KeptExchange::abort()
{
    over(KeptStream::State::Broken);
    if (m_client)
        m_client->abort();
}

void KeptExchange::over(KeptStream::State state)
{
    m_stream->end(state);
    if (!m_client)
        deleteLater(); // and with us whoever writes here
}

} // namespace gateway::streams
