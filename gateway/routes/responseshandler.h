// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/responses/responseevents.h"
#include "gateway/responses/responserequest.h"
#include "gateway/routes/answering.h"
#include "gateway/routes/responsesdesk.h"

namespace gateway::routes {

//! POST /responses: passed on where OCI's own Responses API serves the model, else made out of a
//! chat. The desk outlives the handler.
class ResponsesHandler
{
public:
    //! `stateless`: what needs memory of earlier calls is refused, and nothing is kept.
    ResponsesHandler(const Answering &answering, ResponsesDesk &desk, bool stateless = false);

    void operator()(core::http::Exchange &exchange) const;
    //! POST /responses/input_tokens: an estimate, since OCI has no counter. A model need not be
    //! named.
    void countTokens(core::http::Exchange &exchange) const;

private:
    void answer(core::http::Exchange &exchange, const responses::ResponseCall &call) const;
    void startInBackground(core::http::Exchange &exchange, const responses::ResponseCall &call,
                           const responses::ResponseDraft::Plan &plan) const;
    //! What keeps the response for this caller; empty where it is not to be kept.
    [[nodiscard]] responses::Finished keeper(const core::http::Exchange &exchange,
                                             const responses::ResponseCall &call) const;

    Answering m_answering;
    ResponsesDesk &m_desk;
    bool m_isStateless;
};

} // namespace gateway::routes
