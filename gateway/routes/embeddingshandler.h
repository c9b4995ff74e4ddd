// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/embeddingbackend.h"
#include "core/ports/exchange.h"

namespace gateway::routes {

//! POST /embeddings. When the client leaves, the calls that are under way end. The backend
//! outlives it.
class EmbeddingsHandler
{
public:
    //! `truncate`: where a client does not say it.
    explicit EmbeddingsHandler(core::EmbeddingBackend &backend,
                               core::Truncation truncate = core::Truncation::End)
        : m_backend(backend)
        , m_truncate(truncate)
    {
    }

    void operator()(core::http::Exchange &exchange) const;

private:
    core::EmbeddingBackend &m_backend;
    core::Truncation m_truncate;
};

} // namespace gateway::routes
