// SPDX-License-Identifier: MIT
#include "gateway/streams/keptstream.h"

#include <algorithm>

using core::http::Response;

namespace gateway::streams {

KeptStream::KeptStream(QByteArray id, QByteArray caller, bool isNumbered, qsizetype &total)
    : m_id(std::move(id))
    , m_caller(std::move(caller))
    , m_total(total)
    , m_isNumbered(isNumbered)
{
}

KeptStream::~KeptStream()
{
    m_total -= m_bytes.size();
}

void KeptStream::begin(const Response &head)
{
    m_head = head;
    m_hasBegun = true;
    emit changed();
}

void KeptStream::answerWhole(const Response &response)
{
    m_head = response;
    m_hasBegun = true;
    m_isWhole = true;
    end(State::Ended);
}

void KeptStream::append(QByteArrayView piece)
{
    if (m_isForgotten)
        return;
    const qsizetype before = m_bytes.size();
    if (m_isNumbered)
        m_bytes.append("id: ").append(QByteArray::number(m_ends.size() + 1)).append('\n');
    m_bytes.append(piece);
    m_total += m_bytes.size() - before;
    m_ends.append(m_bytes.size());
    emit changed();
}

void KeptStream::end(State state)
{
    if (m_state != State::Running)
        return;
    m_state = state;
    m_bytes.squeeze();
    m_ended.start();
    emit changed();
}

void KeptStream::forget()
{
    m_total -= m_bytes.size();
    m_bytes = {};
    m_ends = {};
    m_isForgotten = true;
    emit changed();
}

QByteArrayView KeptStream::from(qsizetype first) const
{
    if (first <= 0)
        return m_bytes;
    return QByteArrayView(m_bytes).sliced(first > m_ends.size() ? m_bytes.size()
                                                                : m_ends[first - 1]);
}

std::chrono::milliseconds KeptStream::age() const
{
    return m_state == State::Running ? std::chrono::milliseconds(0)
                                     : std::chrono::milliseconds(m_ended.elapsed());
}

} // namespace gateway::streams
