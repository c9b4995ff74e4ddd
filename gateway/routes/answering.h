// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/ports/chatbackend.h"
#include "core/ports/clock.h"
#include "core/ports/exchange.h"
#include "gateway/access/admission.h"
#include "gateway/answerwriter.h"
#include "gateway/limits.h"
#include "gateway/streams/keptstreams.h"

#include <memory>

namespace gateway::routes {

//! Has a chat answered and sends the answer in the words of a dialect: what all dialects have in
//! common, also that a caller uses the models that it may. What it starts hangs on the exchange:
//! when the client leaves, the generation ends. Backend, clock and admission outlive it.
class Answering
{
public:
    //! Without an admission everybody may use every model. `kept`, which may be null, keeps streams
    //! so that they can be fetched again. Both outlive the exchanges.
    Answering(core::ChatBackend &backend, const core::Clock &clock, const Limits &limits,
              const access::Admission *admission = nullptr, streams::KeptStreams *kept = nullptr);

    //! Sends the answer while it comes. `request.stream` is taken as true.
    void stream(core::http::Exchange &exchange, core::ChatRequest request,
                std::unique_ptr<AnswerWriter> writer) const;
    //! Sends the answer in one piece. `request.stream` is taken as false.
    void whole(core::http::Exchange &exchange, core::ChatRequest request, WholeAnswer write,
               ProblemBody problems) const;
    //! The same, asking another backend.
    [[nodiscard]] Answering over(core::ChatBackend &backend) const;
    //! Seconds since 1970.
    [[nodiscard]] qint64 now() const;

private:
    core::ChatBackend &m_backend;
    const core::Clock &m_clock;
    Limits m_limits;
    const access::Admission *m_admission;
    streams::KeptStreams *m_kept;
};

} // namespace gateway::routes
