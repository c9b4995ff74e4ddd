// SPDX-License-Identifier: MIT
#include "gateway/streams/follower.h"

using core::http::Exchange;

namespace gateway::streams {

Follower::Follower(Exchange &client, std::shared_ptr<KeptStream> stream, qsizetype after)
    : QObject(&client)
    , m_client(client)
    , m_stream(std::move(stream))
    , m_sent(after)
{
    ++m_stream->followers;
    connect(m_stream.get(), &KeptStream::changed, this, &Follower::goOn);
    connect(m_stream.get(), &KeptStream::passed, this, &Follower::onPassed);
    connect(&client, &Exchange::congested, this, [this] { m_congested = true; });
    connect(&client, &Exchange::drained, this, [this] {
        m_congested = false;
        goOn();
    });
    goOn();
}

Follower::~Follower()
{
    --m_stream->followers;
}

void Follower::goOn()
{
    if (m_done || m_congested ||
        (!m_stream->hasBegun() && m_stream->state() == KeptStream::State::Running))
        return;
    if (m_stream->isWhole()) {
        m_done = true;
        m_client.send(m_stream->head());
        return;
    }
    if (m_stream->hasBegun() && !m_client.hasBegun())
        m_client.beginStream(m_stream->head());
    if (m_stream->isForgotten() || !m_stream->hasBegun()) { // there is nothing to go on with
        m_done = true;
        m_client.abort();
        return;
    }
    if (const qsizetype pieces = m_stream->pieces(); pieces > m_sent) {
        const QByteArrayView more = m_stream->from(std::exchange(m_sent, pieces));
        m_client.write(more);
    }
    if (m_congested || m_stream->state() == KeptStream::State::Running)
        return;
    m_done = true;
    if (m_stream->state() == KeptStream::State::Ended)
        m_client.endStream();
    else
        m_client.abort();
}

void Follower::onPassed(const QByteArray &comment)
{
    if (!m_done && !m_congested && m_client.hasBegun())
        m_client.write(comment);
}

} // namespace gateway::streams
