// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/modelcatalog.h"
#include "gateway/routes/answering.h"

namespace gateway::routes {

//! POST /messages, in Anthropic's dialect.
//!
//! Its clients have to set `max_tokens`, and many set what Anthropic's own models can do (Claude
//! Code: 32000). More than the catalog says that a model served on demand answers with is lowered
//! to that, since OCI would refuse it. The catalog outlives it.
class MessagesHandler
{
public:
    MessagesHandler(const Answering &answering, const core::ModelCatalog &catalog)
        : m_answering(answering)
        , m_catalog(catalog)
    {
    }

    void operator()(core::http::Exchange &exchange) const;

private:
    void fitLimit(core::ChatRequest &request) const;

    Answering m_answering;
    const core::ModelCatalog &m_catalog;
};

//! POST /messages/count_tokens: an estimate, as OCI counts only what it has answered. It is made
//! here; no service is asked.
void countTokens(core::http::Exchange &exchange);

} // namespace gateway::routes
