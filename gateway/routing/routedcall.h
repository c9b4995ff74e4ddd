// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "gateway/routing/attempts.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include <functional>

namespace gateway::routing {

//! An answer that comes whole, from the first target that gives one: `T` has a member `served`.
//! Deletes itself when it has ended; cancelling its future, or destroying it, ends whichever call
//! is under way.
template<typename T>
class RoutedCall final : public QObject
{
public:
    using Answer = core::Result<T>;
    using Ask = std::function<QFuture<Answer>(const QString &target, bool isLast)>;

    //! The future of a call that hangs on `parent`.
    static QFuture<Answer> start(Attempts attempts, Ask ask, QObject *parent)
    {
        auto *call = new RoutedCall(std::move(attempts), std::move(ask), parent);
        const QFuture<Answer> future = call->m_promise.future();
        call->askNext();
        return future;
    }
    ~RoutedCall() override { m_underWay.cancel(); }

private:
    RoutedCall(Attempts attempts, Ask ask, QObject *parent)
        : QObject(parent)
        , m_attempts(std::move(attempts))
        , m_ask(std::move(ask))
    {
        m_promise.start();
        connect(&m_wanted, &QFutureWatcherBase::canceled, this, [this] {
            m_underWay.cancel();
            deleteLater();
        });
        m_wanted.setFuture(m_promise.future());
    }

    void askNext()
    {
        m_underWay = m_ask(m_attempts.target(), m_attempts.isLast());
        auto *watcher = new QFutureWatcher<Answer>(this);
        connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
            watcher->deleteLater();
            onAnswer(watcher->future());
        });
        watcher->setFuture(m_underWay);
    }

    void onAnswer(const QFuture<Answer> &future)
    {
        if (m_promise.isCanceled())
            return;
        if (future.resultCount() == 0) // whom we asked has gone
            return finish({});
        Answer answer = future.result();
        if (answer) {
            answer->served = m_attempts.completed(answer->served);
            return finish(std::move(answer));
        }
        if (m_attempts.next(answer.error()))
            return askNext();
        finish(std::unexpected(m_attempts.verdict(answer.error())));
    }

    void finish(std::optional<Answer> answer)
    {
        m_wanted.disconnect(this);
        if (answer)
            m_promise.addResult(*std::move(answer));
        else
            m_promise.future().cancel();
        m_promise.finish();
        deleteLater();
    }

    Attempts m_attempts;
    Ask m_ask;
    QPromise<Answer> m_promise;
    QFutureWatcher<Answer> m_wanted;
    QFuture<Answer> m_underWay;
};

} // namespace gateway::routing
