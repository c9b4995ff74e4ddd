// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/answerwriter.h"
#include "gateway/anthropic/blockevents.h"

namespace gateway::anthropic {

//! A streamed answer to POST /v1/messages: `message_start`, the blocks, `message_delta` with the
//! stop reason and the usage, `message_stop`; `ping` while the model is silent, `error` when the
//! answer breaks off.
//!
//! Clients read the usage at the start already, when no service has counted yet: what stands there
//! is an estimate, which the last events correct. Where the service never counts, estimates it is.
class MessageEvents final : public AnswerWriter
{
public:
    //! `model`: as the client called it; `inputTokens`: the estimate; `stops`: the request's stop
    //! sequences.
    MessageEvents(const QString &model, qint64 inputTokens, bool showThinking,
                  QStringList stops = {});

    [[nodiscard]] core::http::Headers headers(const core::ChatStart &start) const override;
    QByteArrayList begin(const core::ChatStart &start) override;
    QByteArrayList add(const core::ChatDelta &delta) override;
    QByteArrayList end(const core::ChatOutcome &outcome) override;
    QByteArrayList broken(const core::Error &error) override;
    [[nodiscard]] QByteArray id() const override { return m_id; }
    [[nodiscard]] QByteArray keepAlive() const override;
    [[nodiscard]] ProblemBody problems() const override;

private:
    QString m_model;
    qint64 m_inputTokens;
    qint64 m_outputTokens = 0; //!< estimate
    QByteArray m_id;           //!< of the message, once it has begun
    QStringList m_stops;
    QString m_ownId; //!< stands for the service's request id where there is none
    BlockEvents m_blocks;
};

} // namespace gateway::anthropic
