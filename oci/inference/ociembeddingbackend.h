// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/embeddingbackend.h"
#include "oci/http/signedclient.h"
#include "oci/inference/nativecall.h"

namespace core {
class ModelCatalog;
}

namespace oci {

//! Embeddings by embedText (protocol reference, 7.15). Inputs beyond what a call takes go in
//! several; a string of them is sent a few at a time.
//!
//! Lives in the client's thread. Client and catalog outlive it; destroying it cancels what is
//! under way.
class OciEmbeddingBackend final : public core::EmbeddingBackend
{
public:
    //! `catalog`, which may be null, tells endpoints by their display names and models by OCIDs.
    OciEmbeddingBackend(SignedClient &client, const core::ModelCatalog *catalog,
                        ChatSettings settings);

    QFuture<core::Result<core::Embeddings>> embed(const core::EmbeddingRequest &request) override;

private:
    SignedClient &m_client;
    const core::ModelCatalog *m_catalog;
    ChatSettings m_settings;
    QObject m_jobs; //!< their parent
};

} // namespace oci
