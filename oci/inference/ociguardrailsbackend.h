// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/guardrailsbackend.h"
#include "oci/http/signedclient.h"
#include "oci/inference/nativecall.h"

namespace oci {

//! Guardrails by applyGuardrails (protocol reference, 7.17).
//!
//! Lives in the client's thread. The client outlives it; destroying it cancels what is under way.
class OciGuardrailsBackend final : public core::GuardrailsBackend
{
public:
    OciGuardrailsBackend(SignedClient &client, ChatSettings settings);

    QFuture<core::Result<core::GuardrailsVerdict>>
    judge(const core::GuardrailsRequest &request) override;

private:
    SignedClient &m_client;
    ChatSettings m_settings;
    QObject m_context; //!< of what is under way
};

} // namespace oci
