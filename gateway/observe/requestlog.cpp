// SPDX-License-Identifier: MIT
#include "gateway/observe/requestlog.h"

#include <QRandomGenerator>

#include <algorithm>

namespace gateway::observe {

RequestLog::RequestLog(qsizetype capacity, QObject *parent)
    : QObject(parent)
    , m_capacity(std::size_t(std::max<qsizetype>(1, capacity)))
    , m_prefix("req_" +
               QByteArray::number(QRandomGenerator::system()->generate64(), 16)
                       .rightJustified(16, '0') +
               '_')
{
    connect(&m_bodies, &BodySwitch::ended, this, &RequestLog::forgetBodies);
}

RequestLog::Ticket RequestLog::next()
{
    ++m_last;
    return {m_last, m_prefix + QByteArray::number(m_last, 16)};
}

void RequestLog::add(RequestRecord record)
{
    emit closed(record);
    if (m_ring.size() < m_capacity) {
        m_ring.push_back(std::move(record));
        return;
    }
    m_ring[m_oldest] = std::move(record);
    m_oldest = (m_oldest + 1) % m_capacity;
}

QList<RequestRecord> RequestLog::latest(qsizetype most,
                                        const std::optional<QByteArray> &caller) const
{
    QList<RequestRecord> found;
    for (std::size_t i = m_ring.size(); i > 0 && found.size() < most; --i) {
        const RequestRecord &record = m_ring[(m_oldest + i - 1) % m_ring.size()];
        if (!caller || record.caller == *caller)
            found.append(record);
    }
    return found;
}

void RequestLog::forgetBodies()
{
    for (RequestRecord &record : m_ring)
        record.bodies.reset();
}

} // namespace gateway::observe
