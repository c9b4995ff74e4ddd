// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/guardrails.h"
#include "core/result.h"

#include <QFuture>

namespace core {

//! Whoever can look at texts and images for what should not be in them. Used in the thread that
//! it lives in.
class GuardrailsBackend
{
public:
    virtual ~GuardrailsBackend() = default;

    //! Error::param names the bad field, e.g. "input[1]". Cancelling the future ends the call.
    virtual QFuture<Result<GuardrailsVerdict>> judge(const GuardrailsRequest &request) = 0;
};

} // namespace core
