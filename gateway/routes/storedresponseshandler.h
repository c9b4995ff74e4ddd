// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "gateway/routes/responsesdesk.h"

namespace gateway::routes {

//! What can be done with a response that was made: those of this gateway from its store, all
//! others by OCI's own Responses API. `rest` is what follows "/responses/". The desk outlives the
//! handler.
class StoredResponsesHandler
{
public:
    explicit StoredResponsesHandler(ResponsesDesk &desk) : m_desk(desk) { }

    //! GET {id}, also as a stream, and GET {id}/input_items
    void get(core::http::Exchange &exchange, const QByteArray &rest) const;
    //! DELETE {id}
    void remove(core::http::Exchange &exchange, const QByteArray &rest) const;
    //! POST {id}/cancel
    void post(core::http::Exchange &exchange, const QByteArray &rest) const;

private:
    void retrieve(core::http::Exchange &exchange, const QString &id) const;
    void listInput(core::http::Exchange &exchange, const QString &id) const;
    void cancel(core::http::Exchange &exchange, const QString &id) const;

    ResponsesDesk &m_desk;
};

} // namespace gateway::routes
