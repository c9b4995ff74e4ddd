// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/result.h"
#include "gateway/problems/problem.h"

#include <QElapsedTimer>
#include <QFutureWatcher>

#include <functional>

namespace gateway::routes {

//! How to answer with what came, `elapsed` milliseconds after it was asked for.
template<typename T>
using FutureWriter = std::function<core::http::Response(const T &, qint64 elapsed)>;

//! Is told the result before it is sent.
template<typename T>
using FutureNote = std::function<void(const core::Result<T> &)>;

//! Waits for one result and sends it, or what went wrong. A child of its exchange: when the client
//! leaves, the future is cancelled.
template<typename T>
class FutureAnswer final : public QObject
{
public:
    FutureAnswer(core::http::Exchange &exchange, const QFuture<core::Result<T>> &future,
                 FutureWriter<T> write, ProblemBody problems, FutureNote<T> note)
        : QObject(&exchange)
        , m_exchange(exchange)
        , m_write(std::move(write))
        , m_problems(problems)
        , m_note(std::move(note))
    {
        m_sinceStart.start();
        connect(&m_watcher, &QFutureWatcherBase::finished, this, &FutureAnswer::answer);
        m_watcher.setFuture(future);
    }
    ~FutureAnswer() override { m_watcher.future().cancel(); }

private:
    void answer()
    {
        const auto future = m_watcher.future();
        const core::Result<T> result =
                future.resultCount() > 0
                        ? future.result()
                        : std::unexpected(core::Error{
                                  .code = core::ErrorCode::Unavailable,
                                  .message =
                                          QStringLiteral("The connection was closed meanwhile")});
        if (m_note)
            m_note(result);
        m_exchange.send(result ? m_write(*result, m_sinceStart.elapsed())
                               : respond(problemOf(result.error()), m_problems));
    }

    core::http::Exchange &m_exchange;
    FutureWriter<T> m_write;
    ProblemBody m_problems;
    FutureNote<T> m_note; //!< may be empty
    QFutureWatcher<core::Result<T>> m_watcher;
    QElapsedTimer m_sinceStart;
};

//! Answers the exchange when the future has its result.
template<typename T>
void answerWhenDone(core::http::Exchange &exchange, const QFuture<core::Result<T>> &future,
                    FutureWriter<T> write, ProblemBody problems, FutureNote<T> note = {})
{
    new FutureAnswer<T>(exchange, future, std::move(write), problems,
                        std::move(note)); // owned by the exchange
}

} // namespace gateway::routes
