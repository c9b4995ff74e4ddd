// SPDX-License-Identifier: MIT
#include "oci/inference/ociembeddingbackend.h"

#include "oci/http/answerfuture.h"
#include "oci/inference/embeddingjob.h"

using core::Embeddings;

namespace oci {

OciEmbeddingBackend::OciEmbeddingBackend(SignedClient &client, const core::ModelCatalog *catalog,
                                         ChatSettings settings)
    : m_client(client)
    , m_catalog(catalog)
    , m_settings(std::move(settings))
{
}

QFuture<core::Result<Embeddings>> OciEmbeddingBackend::embed(const core::EmbeddingRequest &request)
{
    auto call =
            nativeCallFor("embedText", request.model, m_settings, m_client.isBearer(), m_catalog);
    if (!call)
        return refusedCall<Embeddings>(call.error());
    const KnownModel *model = builtInModels().find(call->target.model);
    if (const auto fine = checkEmbedding(request, model); !fine)
        return refusedCall<Embeddings>(fine.error());
    auto *job = new EmbeddingJob(m_client, *std::move(call), request, model, &m_jobs);
    return job->start();
}

} // namespace oci
