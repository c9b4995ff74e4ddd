// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/answerreader.h"
#include "oci/inference/choices.h"

#include <boost/json/object.hpp>

namespace oci {

//! Reads answers of OCI's OpenAI-compatible endpoint (protocol reference, 8.4): chunks and whole
//! completions, with the null fields and the errors in either shape that it is known for.
class OpenAiReader final : public AnswerReader
{
public:
    explicit OpenAiReader(MakeId makeId) : m_choices(std::move(makeId)) { }

    [[nodiscard]] core::Result<QList<core::ChatDelta>> take(QByteArrayView eventData) override;
    [[nodiscard]] bool isDone() const override { return m_done; }
    [[nodiscard]] AnswerEnd end() override { return m_choices.end(); }
    [[nodiscard]] core::Result<AnswerEnd> whole(QByteArrayView body) override;

private:
    core::Result<void> readResponse(const boost::json::object &json, QList<core::ChatDelta> &out);
    void readChoice(const boost::json::object &json, int fallbackIndex,
                    QList<core::ChatDelta> &out);

    Choices m_choices;
    bool m_done = false;
};

} // namespace oci
