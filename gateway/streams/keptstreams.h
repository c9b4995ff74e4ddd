// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/streams/keptexchange.h"

#include <QPointer>
#include <QTimer>

#include <chrono>

namespace gateway::observe {
class Watch;
}

namespace gateway::streams {

//! How much is kept of streamed answers.
struct Bounds {
    std::chrono::milliseconds after = std::chrono::minutes(5);  //!< the end; 0: nothing is kept
    std::chrono::milliseconds alone = std::chrono::minutes(10); //!< that one goes on without client
    qsizetype streamBytes = 4 * 1024 * 1024;
    qsizetype totalBytes = 64 * 1024 * 1024;
    qsizetype streams = 1000;
};

//! The streamed answers of the last minutes and of now, so that a client whose connection broke
//! can fetch the rest. Lives in the gateway's thread; outlives the exchanges.
//!
//! A client that hangs up ends its answer, and what was said until then is kept. With the request
//! header `x-gatehouse-resume: 1` the answer goes on without it, up to the bounds.
class KeptStreams final : public QObject
{
    Q_OBJECT

public:
    explicit KeptStreams(const Bounds &bounds = {}, QObject *parent = nullptr);
    ~KeptStreams() override;

    //! Where to send an answer so that it is kept; ends with the client or by itself. `writer` is
    //! owned by what is made its child.
    [[nodiscard]] core::http::Exchange &keep(core::http::Exchange &client, observe::Watch &watch,
                                             const AnswerWriter *writer);
    //! By our id of the request or by what the answer is called in its dialect. Null: there is
    //! none, or it is another caller's.
    [[nodiscard]] std::shared_ptr<KeptStream> find(const QByteArray &idOrName,
                                                   const QByteArray &caller) const;
    [[nodiscard]] qsizetype count() const { return m_streams.size(); }

private:
    struct Entry {
        std::shared_ptr<KeptStream> stream;
        QPointer<KeptExchange> alone; //!< what goes on without its client
        QElapsedTimer unfollowed;     //!< valid while nobody follows that
    };

    void sweep();
    void makeRoom();

    Bounds m_bounds;
    qsizetype m_total = 0;
    QList<Entry> m_streams; //!< the oldest first
    QTimer m_timer;
};

} // namespace gateway::streams
