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
    explicit EmbeddingsHandler(core::EmbeddingBackend &backend) : m_backend(backend) { }

    void operator()(core::http::Exchange &exchange) const;

private:
    core::EmbeddingBackend &m_backend;
};

} // namespace gateway::routes
