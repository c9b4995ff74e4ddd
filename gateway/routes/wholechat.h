// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "core/ports/exchange.h"
#include "gateway/answerwriter.h"
#include "gateway/observe/watch.h"

#include <QElapsedTimer>

namespace gateway::routes {

//! Collects an answer and sends it in one piece. A child of its exchange, and owner of the stream.
class WholeChat final : public QObject
{
    Q_OBJECT

public:
    WholeChat(core::http::Exchange &exchange, std::unique_ptr<core::ChatStream> stream,
              WholeAnswer write, ProblemBody problems, const QDateTime &now,
              std::shared_ptr<observe::Watch> watch = {});

private:
    void onFinished(const core::Result<core::ChatOutcome> &outcome);

    core::http::Exchange &m_exchange;
    std::unique_ptr<core::ChatStream> m_stream;
    core::StreamAccumulator m_answer;
    core::ChatStart m_start;
    WholeAnswer m_write;
    ProblemBody m_problems;
    std::shared_ptr<observe::Watch> m_watch; //!< may be null
    QDateTime m_now;                         //!< when it was asked for
    QElapsedTimer m_sinceStart;
};

} // namespace gateway::routes
