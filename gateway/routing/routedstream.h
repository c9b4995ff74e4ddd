// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "gateway/routing/attempts.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace gateway::routing {

//! An answer that comes in pieces, from the first target that accepts: the next one is asked where
//! one fails before that. `Stream` is a stream of core's ports, whose `finished` tells a
//! `core::Result<End>`. Destroying it ends whichever is being asked.
//!
//! Who derives from it passes the pieces on and calls `askFirst()` once it is made.
template<typename Stream, typename End>
class RoutedStream : public Stream
{
public:
    using Ask = std::function<std::unique_ptr<Stream>(const QString &target, bool isLast)>;

    RoutedStream(Attempts attempts, Ask ask)
        : m_attempts(std::move(attempts))
        , m_ask(std::move(ask))
    {
    }

    void setPaused(bool paused) override
    {
        m_paused = paused;
        if (m_stream)
            m_stream->setPaused(paused);
    }

protected:
    void askFirst() { askTarget(); }
    //! To connect to what one says besides that it has finished.
    virtual void follow(Stream &stream) = 0;
    //! From the first word on there is no way back.
    void accept() { m_accepted = true; }
    [[nodiscard]] core::Served completed(const core::Served &served) const
    {
        return m_attempts.completed(served);
    }

private:
    void askTarget()
    {
        m_stream = m_ask(m_attempts.target(), m_attempts.isLast());
        m_stream->setPaused(m_paused);
        follow(*m_stream);
        QObject::connect(m_stream.get(), &Stream::finished, this,
                         [this](const core::Result<End> &end) { onFinished(end); });
    }

    void onFinished(const core::Result<End> &end)
    {
        if (end || m_accepted) {
            emit this->finished(end);
            return;
        }
        const core::Error &error = end.error();
        m_stream.release()->deleteLater(); // it is still telling us
        if (m_attempts.next(error))
            askTarget();
        else
            emit this->finished(std::unexpected(m_attempts.verdict(error)));
    }

    Attempts m_attempts;
    Ask m_ask;
    std::unique_ptr<Stream> m_stream;
    bool m_accepted = false;
    bool m_paused = false;
};

//! A stream for a name that stands for nothing: says so on the next turn of the event loop.
template<typename Stream>
class RefusedStream final : public Stream
{
public:
    explicit RefusedStream(core::Error error)
    {
        QTimer::singleShot(0, this, [this, why = std::move(error)] {
            emit this->finished(std::unexpected(why));
        });
    }

    void setPaused(bool) override { } // there is nothing to come
};

} // namespace gateway::routing
