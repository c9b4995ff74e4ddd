// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/reranking.h"
#include "core/result.h"

#include <QFuture>

namespace core {

//! Whoever can rank documents. Used in the thread that it lives in.
class RerankBackend
{
public:
    virtual ~RerankBackend() = default;

    //! Error::param names the bad field: "query", "documents[3]", "top_n". Cancelling the future
    //! ends the call.
    virtual QFuture<Result<Reranking>> rerank(const RerankRequest &request) = 0;
};

} // namespace core
