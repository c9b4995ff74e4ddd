// SPDX-License-Identifier: MIT
#include "oci/inference/ocirerankbackend.h"

#include "oci/http/answerfuture.h"
#include "oci/inference/leftout.h"
#include "oci/inference/rerankreader.h"
#include "oci/inference/rerankrequest.h"

using core::Reranking;
using core::Result;

namespace oci {

OciRerankBackend::OciRerankBackend(SignedClient &client, const core::ModelCatalog *catalog,
                                   ChatSettings settings)
    : m_client(client)
    , m_catalog(catalog)
    , m_settings(std::move(settings))
{
}

QFuture<Result<Reranking>> OciRerankBackend::rerank(const core::RerankRequest &request)
{
    const auto call =
            nativeCallFor("rerankText", request.model, m_settings, m_client.isBearer(), m_catalog);
    if (!call)
        return refusedCall<Reranking>(call.error());
    if (const auto fine = checkRerank(request, builtInModels().find(call->target.model)); !fine)
        return refusedCall<Reranking>(fine.error());

    const auto read = [request, call = *call, caller = m_client.caller()](
                              const Result<WholeReply> &reply) -> Result<Reranking> {
        if (!reply)
            return std::unexpected(explained(reply.error(), call, caller));
        const QString requestId = QString::fromLatin1(reply->head.header("opc-request-id"));
        auto reranking = readReranking(reply->body, request);
        if (reranking) {
            reranking->requestId = requestId;
            reranking->warning = retirementWarning(reply->head);
            reranking->served = call.served;
        } else {
            reranking.error().requestId = requestId;
        }
        return reranking;
    };
    return answerTo<Reranking>(outgoingAction(*call, rerankBody(request, *call)), m_client,
                               &m_context, read);
}

} // namespace oci
