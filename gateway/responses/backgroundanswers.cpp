// SPDX-License-Identifier: MIT
#include "gateway/responses/backgroundanswers.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using core::ChatStream;
using core::Result;

namespace gateway::responses {

struct BackgroundAnswers::Running {
    explicit Running(const ResponseDraft::Plan &plan) : draft(plan) { }

    ResponseDraft draft;
    std::unique_ptr<ChatStream> stream;
    std::shared_ptr<observe::Watch> watch; //!< may be null
    bool hasBegun = false;
};

BackgroundAnswers::BackgroundAnswers(core::ChatBackend &backend, ResponseStore &store, int most,
                                     QObject *parent)
    : QObject(parent)
    , m_backend(backend)
    , m_store(store)
    , m_most(most)
{
}

BackgroundAnswers::~BackgroundAnswers() = default;

Result<object> BackgroundAnswers::start(core::ChatRequest request, const ResponseDraft::Plan &plan,
                                        StoredResponse kept, std::shared_ptr<observe::Watch> watch)
{
    if (m_running.size() >= std::size_t(m_most)) {
        return std::unexpected(core::Error{
                .code = core::ErrorCode::RateLimited,
                .message = u"%1 answers are being made in the background, and no more may be. "
                           "Wait for one of them, or cancel it"_s.arg(m_running.size()),
                .param = u"background"_s});
    }
    auto running = std::make_unique<Running>(plan);
    kept.id = plan.id;
    kept.isBackground = kept.isRunning = true;
    kept.events = running->draft.queue();
    object response = running->draft.response();
    kept.response = core::json::serialize(response);
    m_store.keep(std::move(kept));

    if (watch) {
        watch->asked(request);
        watch->goesOnAlone();
    }
    running->watch = std::move(watch);
    request.stream = true; // what has come can be read meanwhile
    running->stream = m_backend.startChat(request);
    ChatStream *stream = running->stream.get();
    const QString id = plan.id;
    connect(stream, &ChatStream::started, this,
            [this, id](const core::ChatStart &start) { onStarted(id, start); });
    connect(stream, &ChatStream::delta, this,
            [this, id](const core::ChatDelta &delta) { onDelta(id, delta); });
    connect(stream, &ChatStream::finished, this,
            [this, id](const Result<core::ChatOutcome> &outcome) { onFinished(id, outcome); });
    m_running.emplace(id, std::move(running));
    return response;
}

std::optional<object> BackgroundAnswers::response(const QString &id) const
{
    const auto found = m_running.find(id);
    return found == m_running.end() ? std::nullopt : std::optional(found->second->draft.response());
}

void BackgroundAnswers::onStarted(const QString &id, const core::ChatStart &start)
{
    if (const auto &watch = m_running.at(id)->watch)
        watch->accepted(start.requestId, start.served.by, start.times);
    m_store.serve(id, start);
    begin(id);
}

void BackgroundAnswers::begin(const QString &id)
{
    Running &running = *m_running.at(id);
    if (!std::exchange(running.hasBegun, true))
        note(id, running.draft.begin());
}

void BackgroundAnswers::onDelta(const QString &id, const core::ChatDelta &delta)
{
    begin(id);
    const auto found = m_running.find(id);
    if (found == m_running.end())
        return; // there was no room for it
    if (const auto &watch = found->second->watch)
        watch->said(delta);
    note(id, found->second->draft.add(delta));
}

void BackgroundAnswers::onFinished(const QString &id, const Result<core::ChatOutcome> &outcome)
{
    if (const auto &watch = m_running.at(id)->watch)
        watch->ended(outcome);
    ResponseDraft &draft = m_running.at(id)->draft;
    if (!outcome)
        return finish(id, draft.fail(outcome.error()));
    begin(id);
    if (m_running.contains(id))
        finish(id, draft.end(*outcome));
}

void BackgroundAnswers::note(const QString &id, const QByteArrayList &events)
{
    if (m_store.append(id, events)) {
        emit grew(id);
        return;
    }
    const core::Error error{.code = core::ErrorCode::TooLarge,
                            .message = u"The answer is too large to be kept"_s};
    Running &running = *m_running.at(id);
    if (running.watch)
        running.watch->failed(error);
    finish(id, running.draft.fail(error));
}

void BackgroundAnswers::finish(const QString &id, const QByteArrayList &events)
{
    const auto node = m_running.extract(id);
    Running &running = *node.mapped();
    running.stream->disconnect(this);
    running.stream.release()->deleteLater(); // it may be what is speaking
    m_store.append(id, events);
    m_store.settle(id, core::json::serialize(running.draft.response()));
    emit ended(id);
}

void BackgroundAnswers::cancel(const QString &id)
{
    if (const auto found = m_running.find(id); found != m_running.end())
        finish(id, found->second->draft.cancel());
}

void BackgroundAnswers::forget(const QString &id)
{
    if (m_running.erase(id) > 0)
        emit ended(id);
}

} // namespace gateway::responses
