// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/embeddingbackend.h"
#include "core/ports/exchange.h"
#include "gateway/access/admission.h"

namespace gateway::routes {

//! POST /embeddings. When the client leaves, the calls that are under way end. Backend and
//! admission outlive it.
class EmbeddingsHandler
{
public:
    //! `truncate`: where a client does not say it. Without an admission everybody may use every
    //! model.
    explicit EmbeddingsHandler(core::EmbeddingBackend &backend,
                               core::Truncation truncate = core::Truncation::End,
                               const access::Admission *admission = nullptr)
        : m_backend(backend)
        , m_truncate(truncate)
        , m_admission(admission)
    {
    }

    void operator()(core::http::Exchange &exchange) const;

private:
    core::EmbeddingBackend &m_backend;
    core::Truncation m_truncate;
    const access::Admission *m_admission;
};

} // namespace gateway::routes
