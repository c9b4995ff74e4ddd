// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/ocichatbackend.h"
#include "oci/inference/ociembeddingbackend.h"
#include "oci/inference/ocirerankbackend.h"
#include "oci/inference/ociresponsesbackend.h"

namespace app {

//! What computes answers by one client. Client and catalog, which may be null, outlive it.
struct Inference {
    Inference(oci::SignedClient &client, const core::ModelCatalog *catalog,
              const oci::ChatSettings &settings)
        : chat(client, catalog, settings)
        , embeddings(client, catalog, settings)
        , reranking(client, catalog, settings)
        , responses(client, catalog, settings)
    {
    }

    oci::OciChatBackend chat;
    oci::OciEmbeddingBackend embeddings;
    oci::OciRerankBackend reranking;
    oci::OciResponsesBackend responses;
};

} // namespace app
