// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/answerwriter.h"
#include "gateway/openai/answerparts.h"
#include "gateway/openai/completionrequest.h"

#include <vector>

namespace gateway::openai {

//! A streamed answer to POST /v1/completions: chunks of the object "text_completion", one that
//! finishes each choice, the usage where asked for, then "[DONE]".
class CompletionEvents final : public AnswerWriter
{
public:
    //! `created`: seconds since 1970.
    CompletionEvents(const CompletionCall &call, qint64 created);

    QByteArrayList begin(const core::ChatStart &start) override;
    QByteArrayList add(const core::ChatDelta &delta) override;
    QByteArrayList end(const core::ChatOutcome &outcome) override;
    QByteArrayList broken(const core::Error &error) override;
    [[nodiscard]] ProblemBody problems() const override;

private:
    struct Choice {
        std::optional<Unfenced> bare; //!< of a gap that is filled
        qint64 offset = 0;            //!< of the next token
        bool hasText = false;
    };

    [[nodiscard]] QByteArray chunk(qsizetype index, const QString &text,
                                   const boost::json::value &logProbs = nullptr,
                                   const boost::json::value &finish = nullptr) const;
    [[nodiscard]] QByteArray event(boost::json::array choices,
                                   const boost::json::value &usage) const;

    CompletionCall m_call;
    AnswerIdentity m_identity;
    std::vector<Choice> m_choices;
    bool m_begun = false;
};

} // namespace gateway::openai
