// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/answerreader.h"
#include "oci/inference/toolcallassembler.h"
#include "oci/inference/toolcalltext.h"

#include <QHash>

#include <map>
#include <memory>

namespace oci {

//! Makes tool calls of those that a model writes into its text, whatever the dialect in which the
//! text comes (protocol reference, 12.3 and 14.50). Calls that come as such stay.
class ToolTextReader final : public AnswerReader
{
public:
    ToolTextReader(std::unique_ptr<AnswerReader> inner, MakeId makeId);

    [[nodiscard]] core::Result<QList<core::ChatDelta>> take(QByteArrayView eventData) override;
    [[nodiscard]] bool isDone() const override { return m_inner->isDone(); }
    [[nodiscard]] bool isComplete() const override { return m_inner->isComplete(); }
    [[nodiscard]] AnswerEnd end() override;
    [[nodiscard]] core::Result<AnswerEnd> whole(QByteArrayView body) override;

private:
    struct Choice {
        ToolCallText text;
        QHash<int, int> places; //!< of calls that came as such: their index and ours
        int calls = 0;
        bool found = false;
    };

    void rewrite(core::ChatDelta &delta);
    void add(const ToolCallText::Found &found, Choice &choice, core::ChatDelta &delta);
    void correct(core::ChatOutcome &outcome) const;

    std::unique_ptr<AnswerReader> m_inner;
    MakeId m_makeId;
    std::map<int, Choice> m_choices;
};

} // namespace oci
