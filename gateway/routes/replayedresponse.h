// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "gateway/routes/responsesdesk.h"

#include <QTimer>

namespace gateway::routes {

//! Sends the events of a response that is kept, and those that come while it is still being made
//! in the background. A child of its exchange; a client that leaves ends nothing.
class ReplayedResponse final : public QObject
{
    Q_OBJECT

public:
    //! `from`: the number of the first event that is wanted. The response is in the store.
    ReplayedResponse(core::http::Exchange &exchange, ResponsesDesk &desk, const QString &id,
                     qsizetype from);

private:
    void sendMore();
    void tellFailovers(const core::Served &served);
    void end();

    core::http::Exchange &m_exchange;
    ResponsesDesk &m_desk;
    QString m_id;
    qsizetype m_next;
    bool m_isServed = false; //!< who makes it has been told, or nobody is known
    bool m_congested = false;
    bool m_ended = false;
    QTimer m_keepAlive;
};

} // namespace gateway::routes
