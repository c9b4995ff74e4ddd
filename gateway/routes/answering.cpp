// SPDX-License-Identifier: MIT
#include "gateway/routes/answering.h"

#include "gateway/observe/watchedexchange.h"
#include "gateway/routes/streamedchat.h"
#include "gateway/routes/wholechat.h"

using core::ChatRequest;
using core::http::Exchange;

namespace gateway::routes {

Answering::Answering(core::ChatBackend &backend, const core::Clock &clock, const Limits &limits,
                     const access::Admission *admission, streams::KeptStreams *kept)
    : m_backend(backend)
    , m_clock(clock)
    , m_limits(limits)
    , m_admission(admission)
    , m_kept(kept)
{
}

void Answering::stream(Exchange &exchange, ChatRequest request,
                       std::unique_ptr<AnswerWriter> writer) const
{
    if (m_admission && m_admission->refuses(exchange, request.model, writer->problems()))
        return;
    request.stream = true;
    auto watch = observe::watchOf(exchange);
    if (watch)
        watch->asked(request);
    Exchange &client = m_kept && watch ? m_kept->keep(exchange, *watch, writer.get()) : exchange;
    new StreamedChat(client, m_backend.startChat(request), std::move(writer), m_limits,
                     std::move(watch)); // owned by the exchange
}

void Answering::whole(Exchange &exchange, ChatRequest request, WholeAnswer write,
                      ProblemBody problems) const
{
    if (m_admission && m_admission->refuses(exchange, request.model, problems))
        return;
    request.stream = false;
    auto watch = observe::watchOf(exchange);
    if (watch)
        watch->asked(request);
    new WholeChat(exchange, m_backend.startChat(request), std::move(write), problems,
                  m_clock.nowUtc(), std::move(watch)); // owned by the exchange
}

Answering Answering::over(core::ChatBackend &backend) const
{
    return Answering(backend, m_clock, m_limits, m_admission, m_kept);
}

qint64 Answering::now() const
{
    return m_clock.nowUtc().toSecsSinceEpoch();
}

} // namespace gateway::routes
