// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/answerwriter.h"
#include "gateway/openai/chatchunks.h"

#include <optional>

namespace gateway::openai {

//! A streamed answer to POST /v1/chat/completions: its chunks and, when it breaks off, the error
//! event.
class ChatEvents final : public AnswerWriter
{
public:
    //! `created`: seconds since 1970; `model`: as the client called it.
    ChatEvents(const QString &model, qint64 created, int choices, bool includeUsage);

    QByteArrayList begin(const core::ChatStart &start) override;
    QByteArrayList add(const core::ChatDelta &delta) override;
    QByteArrayList end(const core::ChatOutcome &outcome) override;
    QByteArrayList broken(const core::Error &error) override;
    [[nodiscard]] QByteArray id() const override { return m_id; }
    [[nodiscard]] ProblemBody problems() const override;

private:
    QByteArray m_id;
    QString m_model;
    qint64 m_created;
    int m_choices;
    bool m_includeUsage;
    std::optional<ChatChunks> m_chunks; //!< once the service has accepted
};

} // namespace gateway::openai
