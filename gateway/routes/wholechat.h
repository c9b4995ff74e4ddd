// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "core/ports/chatbackend.h"
#include "core/ports/exchange.h"

#include <QElapsedTimer>

namespace gateway::routes {

//! Collects an answer and sends it in one piece. A child of its exchange, and owner of the stream.
class WholeChat final : public QObject
{
    Q_OBJECT

public:
    WholeChat(core::http::Exchange &exchange, std::unique_ptr<core::ChatStream> stream,
              const QString &model, qint64 created);

private:
    void onFinished(const core::Result<core::ChatOutcome> &outcome);

    core::http::Exchange &m_exchange;
    std::unique_ptr<core::ChatStream> m_stream;
    core::StreamAccumulator m_answer;
    core::ChatStart m_start;
    QString m_model;
    qint64 m_created;
    QElapsedTimer m_sinceStart;
};

} // namespace gateway::routes
