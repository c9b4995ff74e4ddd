// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/responsesbackend.h"
#include "gateway/access/admission.h"
#include "gateway/limits.h"
#include "gateway/responses/backgroundanswers.h"
#include "gateway/responses/passedresponses.h"

namespace gateway::routes {

//! What the handlers of the Responses API share. Lives in the gateway's thread; what its
//! references name outlives it.
struct ResponsesDesk {
    ResponsesDesk(core::ChatBackend &chat, core::ResponsesBackend *native,
                  const core::Clock &clockOfDay, const Limits &bounds,
                  const access::Admission *whoMay = nullptr,
                  const responses::StoreLimits &storeLimits = {})
        : clock(clockOfDay)
        , limits(bounds)
        , admission(whoMay)
        , backend(native)
        , store(clockOfDay, storeLimits)
        , background(chat, store)
    {
    }

    const core::Clock &clock;
    Limits limits;
    const access::Admission *admission; //!< null: everybody may use every model
    core::ResponsesBackend *backend;    //!< OCI's own Responses API; may be null
    responses::ResponseStore store;
    responses::PassedResponses passed;
    responses::BackgroundAnswers background;
};

} // namespace gateway::routes
