// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "gateway/observe/watch.h"
#include "gateway/responses/responsedraft.h"
#include "gateway/responses/responsestore.h"

#include <QObject>

#include <memory>
#include <unordered_map>

namespace gateway::responses {

//! Answers that go on without their client. What they say is kept in the store; destroying this
//! ends them. Backend and store outlive it.
class BackgroundAnswers final : public QObject
{
    Q_OBJECT

public:
    //! `most` may run at the same time.
    BackgroundAnswers(core::ChatBackend &backend, ResponseStore &store, int most = 16,
                      QObject *parent = nullptr);
    ~BackgroundAnswers() override;

    //! Starts one and gives the response as it is then: queued. `kept` says whose it is and what
    //! went into it. RateLimited where too many run already. `watch`, which may be null, is told
    //! how it goes; the record of the request stays open until the answer has ended.
    [[nodiscard]] core::Result<boost::json::object>
    start(core::ChatRequest request, const ResponseDraft::Plan &plan, StoredResponse kept,
          std::shared_ptr<observe::Watch> watch = {});
    //! As it is now; nothing where none of this id is running.
    [[nodiscard]] std::optional<boost::json::object> response(const QString &id) const;
    //! Ends one; it stays in the store.
    void cancel(const QString &id);
    //! Ends one that is taken out of the store.
    void forget(const QString &id);

signals:
    //! More events of it are in the store.
    void grew(const QString &id);
    //! All events of it are in the store, or it is not there any more.
    void ended(const QString &id);

private:
    struct Running;

    void begin(const QString &id);
    void onStarted(const QString &id, const core::ChatStart &start);
    void onDelta(const QString &id, const core::ChatDelta &delta);
    void onFinished(const QString &id, const core::Result<core::ChatOutcome> &outcome);
    void note(const QString &id, const QByteArrayList &events);
    void finish(const QString &id, const QByteArrayList &events);

    core::ChatBackend &m_backend;
    ResponseStore &m_store;
    int m_most;
    std::unordered_map<QString, std::unique_ptr<Running>> m_running;
};

} // namespace gateway::responses
