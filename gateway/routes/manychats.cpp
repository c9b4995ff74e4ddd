// SPDX-License-Identifier: MIT
#include "gateway/routes/manychats.h"

#include <algorithm>

using core::ChatStream;
using core::Usage;

namespace gateway::routes {

namespace {

constexpr std::size_t atOnce = 4;

void add(std::optional<qint64> &sum, const std::optional<qint64> &more)
{
    if (more)
        sum = sum.value_or(0) + *more;
}

void add(std::optional<Usage> &sum, const std::optional<Usage> &more)
{
    if (!more)
        return;
    Usage all = sum.value_or(Usage{});
    all.promptTokens += more->promptTokens;
    all.completionTokens += more->completionTokens;
    all.totalTokens += more->totalTokens;
    add(all.reasoningTokens, more->reasoningTokens);
    add(all.cachedTokens, more->cachedTokens);
    add(all.acceptedPredictionTokens, more->acceptedPredictionTokens);
    add(all.rejectedPredictionTokens, more->rejectedPredictionTokens);
    sum = all;
}

} // namespace

ManyChats::ManyChats(core::ChatBackend &backend, QList<core::ChatRequest> requests)
    : m_backend(backend)
    , m_requests(std::move(requests))
    , m_choices(std::max(1, m_requests.front().choices))
{
    m_outcome.finishReasons =
            QList<core::FinishReason>(m_requests.size() * m_choices, core::FinishReason::Stop);
    while (m_streams.size() < atOnce && qsizetype(m_streams.size()) < m_requests.size())
        startNext();
}

void ManyChats::setPaused(bool paused)
{
    m_paused = paused;
    for (const auto &stream : m_streams) {
        if (stream)
            stream->setPaused(paused);
    }
}

void ManyChats::startNext()
{
    const auto place = qsizetype(m_streams.size());
    if (place == m_requests.size())
        return;
    m_streams.push_back(m_backend.startChat(m_requests[place]));
    ChatStream &stream = *m_streams.back();
    connect(&stream, &ChatStream::started, this, [this](const core::ChatStart &start) {
        if (!std::exchange(m_started, true))
            emit started(start);
    });
    connect(&stream, &ChatStream::delta, this,
            [this, place](const core::ChatDelta &delta) { onDelta(place, delta); });
    connect(&stream, &ChatStream::finished, this,
            [this, place](const core::Result<core::ChatOutcome> &outcome) {
                onFinished(place, outcome);
            });
    if (m_paused)
        stream.setPaused(true);
}

void ManyChats::onDelta(qsizetype place, core::ChatDelta delta)
{
    delta.choice = int(place) * m_choices + std::clamp(delta.choice, 0, m_choices - 1);
    emit this->delta(delta);
}

void ManyChats::onFinished(qsizetype place, const core::Result<core::ChatOutcome> &outcome)
{
    if (m_isOver)
        return;
    if (!outcome)
        return fail(place, outcome.error());
    add(place, *outcome);
    m_streams[std::size_t(place)].release()->deleteLater(); // it is speaking
    if (++m_finished < m_requests.size())
        return startNext();
    m_isOver = true;
    emit finished(m_outcome);
}

void ManyChats::fail(qsizetype place, const core::Error &error)
{
    m_isOver = true;
    m_streams[std::size_t(place)].release()->deleteLater(); // it is speaking
    m_streams.clear();                                      // what the others say is of no use
    emit finished(std::unexpected(error));
}

void ManyChats::add(qsizetype place, const core::ChatOutcome &outcome)
{
    for (qsizetype i = 0; i < m_choices; ++i) {
        m_outcome.finishReasons[place * m_choices + i] =
                outcome.finishReasons.value(i, core::FinishReason::Stop);
    }
    routes::add(m_outcome.usage, outcome.usage);
    if (m_outcome.requestId.isEmpty())
        m_outcome.requestId = outcome.requestId;
    if (!m_outcome.created.isValid())
        m_outcome.created = outcome.created;
    if (m_outcome.serviceTier.isEmpty())
        m_outcome.serviceTier = outcome.serviceTier;
}

} // namespace gateway::routes
