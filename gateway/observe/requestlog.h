// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/observe/bodyswitch.h"
#include "gateway/observe/requestrecord.h"

#include <QList>
#include <QObject>

#include <vector>

namespace gateway::observe {

//! The last requests, the oldest forgotten first. Used in the gateway's thread; outlives the
//! watches that close their records here.
class RequestLog final : public QObject
{
    Q_OBJECT

public:
    //! What is under way.
    struct Open {
        int requests = 0;
        int streams = 0;
        int waiting = 0; //!< asked of the service, which has not begun to answer
    };

    explicit RequestLog(qsizetype capacity = 500, QObject *parent = nullptr);

    //! Of the next request: its number in this run and our id of it.
    struct Ticket {
        quint64 number;
        QByteArray id;
    };
    [[nodiscard]] Ticket next();
    void add(RequestRecord record);

    //! The newest first. `caller`: of whom; nothing: of everybody.
    [[nodiscard]] QList<RequestRecord> latest(qsizetype most,
                                              const std::optional<QByteArray> &caller = {}) const;
    //! Whether bodies are recorded. What was recorded is forgotten when that ends.
    [[nodiscard]] BodySwitch &bodies() { return m_bodies; }

    Open open;

signals:
    //! A request is over, hang-ups and refusals included.
    void closed(const gateway::observe::RequestRecord &record);

private:
    void forgetBodies();

    std::vector<RequestRecord> m_ring;
    std::size_t m_oldest = 0; //!< once the ring is full
    std::size_t m_capacity;
    quint64 m_last = 0;
    QByteArray m_prefix; //!< of the ids of this run
    BodySwitch m_bodies;
};

} // namespace gateway::observe
