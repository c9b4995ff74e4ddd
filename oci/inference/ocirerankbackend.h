// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/rerankbackend.h"
#include "oci/http/signedclient.h"
#include "oci/inference/nativecall.h"

namespace core {
class ModelCatalog;
}

namespace oci {

//! Reranking by rerankText (protocol reference, 7.16).
//!
//! Lives in the client's thread. Client and catalog outlive it; destroying it cancels what is
//! under way.
class OciRerankBackend final : public core::RerankBackend
{
public:
    //! `catalog`, which may be null, tells endpoints by their display names and models by OCIDs.
    OciRerankBackend(SignedClient &client, const core::ModelCatalog *catalog,
                     ChatSettings settings);

    QFuture<core::Result<core::Reranking>> rerank(const core::RerankRequest &request) override;

private:
    SignedClient &m_client;
    const core::ModelCatalog *m_catalog;
    ChatSettings m_settings;
    QObject m_context; //!< of what is under way
};

} // namespace oci
