// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/answerreader.h"
#include "oci/inference/toolcallassembler.h"

#include <vector>

namespace oci {

//! What an answer has said so far, choice by choice; shared by the readers of all dialects.
class Choices
{
public:
    explicit Choices(MakeId makeId) : m_makeId(std::move(makeId)) { }

    //! The choice to use for an index of the service, which is not trusted: 0 to 127.
    [[nodiscard]] static int bounded(qint64 index);

    [[nodiscard]] QList<core::ToolCallDelta> addToolCalls(int choice,
                                                          const boost::json::array &calls);
    //! The service's word; the last one counts. Empty: there is this choice, and it goes on.
    void setFinish(int choice, std::string_view word);
    //! Whether there is a choice, and each has its finish reason.
    [[nodiscard]] bool haveFinished() const;
    //! The stop sequence that the service says it met.
    void setStop(int choice, const QString &sequence) { at(choice).stop = sequence; }
    void setUsage(const core::Usage &usage);
    //! Counts only where the answer itself says nothing.
    void setUsageOfChoice(const core::Usage &usage);
    void setServiceTier(const QString &tier) { m_serviceTier = tier.toLower(); }
    void setCreated(const QDateTime &created) { m_created = created; }

    //! Arguments of calls that got none, finish reasons of every choice, usage.
    [[nodiscard]] AnswerEnd end();
    //! The same for an answer that came whole, whose deltas are given: still one for each choice.
    [[nodiscard]] AnswerEnd endWhole(QList<core::ChatDelta> deltas);

private:
    struct Choice {
        ToolCallAssembler toolCalls;
        std::string finish;
        std::optional<QString> stop;
    };

    Choice &at(int choice);

    MakeId m_makeId;
    std::vector<Choice> m_choices;
    std::optional<core::Usage> m_usage;
    bool m_usageIsTotal = false;
    QString m_serviceTier;
    QDateTime m_created;
};

} // namespace oci
