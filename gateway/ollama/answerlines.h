// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "core/ports/clock.h"
#include "gateway/answerwriter.h"
#include "gateway/ollama/answerparts.h"
#include "gateway/openai/fillinmiddle.h"

#include <QElapsedTimer>

namespace gateway::ollama {

//! A streamed answer to /api/chat or /api/generate: lines of JSON. Tool calls come whole, since
//! their arguments are objects here, in a line before the last. There is no keep-alive: clients
//! parse every line.
class AnswerLines final : public AnswerWriter
{
public:
    //! The clock outlives it.
    AnswerLines(Endpoint endpoint, const ChatCall &call, const core::Clock &clock);

    [[nodiscard]] QByteArray contentType() const override { return "application/x-ndjson"; }
    QByteArrayList begin(const core::ChatStart &start) override;
    QByteArrayList add(const core::ChatDelta &delta) override;
    QByteArrayList end(const core::ChatOutcome &outcome) override;
    QByteArrayList broken(const core::Error &error) override;
    [[nodiscard]] QByteArray keepAlive() const override { return {}; }
    [[nodiscard]] ProblemBody problems() const override;

private:
    [[nodiscard]] QByteArray line(const Piece &piece) const;

    Endpoint m_endpoint;
    QString m_model;
    CallOptions m_options;
    const core::Clock &m_clock;
    std::optional<openai::Unfenced> m_bare; //!< of a gap that is filled
    core::StreamAccumulator m_calls;
    QElapsedTimer m_sinceStart;
    qint64 m_untilFirst = 0; //!< nanoseconds; 0: nothing has come
    bool m_begun = false;
};

} // namespace gateway::ollama
