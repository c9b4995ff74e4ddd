// SPDX-License-Identifier: MIT
#include "gateway/routing/routedchat.h"

#include <QTimer>

using core::ChatStream;
using core::Result;

namespace gateway::routing {

namespace {

class RefusedChat final : public ChatStream
{
public:
    explicit RefusedChat(core::Error error)
    {
        QTimer::singleShot(0, this,
                           [this, why = std::move(error)] { emit finished(std::unexpected(why)); });
    }

    void setPaused(bool) override { } // there is nothing to come
};

} // namespace

RoutedChat::RoutedChat(core::ChatBackend &inner, const AliasedCatalog &catalog)
    : m_inner(inner)
    , m_catalog(catalog)
{
}

std::unique_ptr<ChatStream> RoutedChat::startChat(const core::ChatRequest &request)
{
    const auto targets = m_catalog.targetsOf(request.model);
    if (!targets)
        return std::make_unique<RefusedChat>(targets.error());
    if (targets->size() > 1)
        return std::make_unique<RoutedChatStream>(m_inner, request,
                                                  Attempts(request.model, *targets));
    if (targets->first() == request.model)
        return m_inner.startChat(request);
    core::ChatRequest named = request;
    named.model = targets->first();
    return m_inner.startChat(named);
}

RoutedChatStream::RoutedChatStream(core::ChatBackend &backend, core::ChatRequest request,
                                   Attempts attempts)
    : m_backend(backend)
    , m_request(std::move(request))
    , m_attempts(std::move(attempts))
{
    ask();
}

void RoutedChatStream::setPaused(bool paused)
{
    m_paused = paused;
    if (m_stream)
        m_stream->setPaused(paused);
}

void RoutedChatStream::ask()
{
    m_request.model = m_attempts.target();
    m_stream = m_backend.startChat(m_request);
    m_stream->setPaused(m_paused);
    connect(m_stream.get(), &ChatStream::started, this, [this](const core::ChatStart &start) {
        m_accepted = true;
        core::ChatStart told = start;
        told.served = m_attempts.completed(start.served);
        emit started(told);
    });
    connect(m_stream.get(), &ChatStream::delta, this, [this](const core::ChatDelta &piece) {
        m_accepted = true;
        emit delta(piece);
    });
    connect(m_stream.get(), &ChatStream::finished, this, &RoutedChatStream::onFinished);
}

void RoutedChatStream::onFinished(const Result<core::ChatOutcome> &outcome)
{
    if (outcome || m_accepted) {
        emit finished(outcome);
        return;
    }
    const core::Error error = outcome.error();
    m_stream.release()->deleteLater(); // it is still telling us
    if (m_attempts.next(error))
        ask();
    else
        emit finished(std::unexpected(m_attempts.verdict(error)));
}

} // namespace gateway::routing
