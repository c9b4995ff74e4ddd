// SPDX-License-Identifier: MIT
#include "oci/inference/ociguardrailsbackend.h"

#include "oci/http/answerfuture.h"
#include "oci/inference/guardrailsreader.h"
#include "oci/inference/guardrailsrequest.h"

using core::GuardrailsVerdict;
using core::Result;

namespace oci {

OciGuardrailsBackend::OciGuardrailsBackend(SignedClient &client, ChatSettings settings)
    : m_client(client)
    , m_settings(std::move(settings))
{
}

QFuture<Result<GuardrailsVerdict>>
OciGuardrailsBackend::judge(const core::GuardrailsRequest &request)
{
    const auto call = nativeCallFor("applyGuardrails", m_settings, m_client.isBearer());
    if (!call)
        return refusedCall<GuardrailsVerdict>(call.error());
    if (const auto fine = checkGuardrails(request); !fine)
        return refusedCall<GuardrailsVerdict>(fine.error());

    const auto read = [request, call = *call, caller = m_client.caller()](
                              const Result<WholeReply> &reply) -> Result<GuardrailsVerdict> {
        if (!reply)
            return std::unexpected(explained(reply.error(), call, caller));
        const QString requestId = QString::fromLatin1(reply->head.header("opc-request-id"));
        auto verdict = readVerdict(reply->body, request);
        if (!verdict) {
            verdict.error().requestId = requestId;
            return verdict;
        }
        verdict->requestId = requestId;
        verdict->served = call.served;
        verdict->times = reply->head.times;
        return verdict;
    };
    return answerTo<GuardrailsVerdict>(outgoingAction(*call, guardrailsBody(request, *call)),
                                       m_client, &m_context, read);
}

} // namespace oci
