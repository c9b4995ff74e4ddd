// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"
#include "core/result.h"

#include <QFuture>

namespace core {

//! Whoever can compute embeddings. Used in the thread that it lives in.
class EmbeddingBackend
{
public:
    virtual ~EmbeddingBackend() = default;

    //! All vectors or none: one call of the service that fails makes the whole fail. Error::param
    //! names the bad field as OpenAI's clients know it ("input[3]", "dimensions"). Cancelling the
    //! future ends the calls that are under way.
    virtual QFuture<Result<Embeddings>> embed(const EmbeddingRequest &request) = 0;
};

} // namespace core
