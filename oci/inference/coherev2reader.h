// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/cohereeventreader.h"

namespace oci {

//! Reads answers of the COHEREV2 format (protocol reference, 7.8 and 7.13). A last event that
//! repeats exactly what was said before says nothing.
class CohereV2Reader final : public CohereEventReader
{
public:
    using CohereEventReader::CohereEventReader;

private:
    [[nodiscard]] std::span<const std::string_view> membersOfAnswer() const override;
    void readDelta(const boost::json::object &json, bool isLast, core::ChatDelta &delta) override;
    void readMessage(const boost::json::object &message, bool isLast, core::ChatDelta &delta);
    void readCalls(const boost::json::array &calls, bool isLast, core::ChatDelta &delta);
    [[nodiscard]] bool isRepeated(const boost::json::array &calls) const;

    // Emitted so far.
    QString m_text;
    QString m_reasoning;
    QList<core::ToolCall> m_calls;
    bool m_cited = false;
    bool m_thought = false; //!< there was a THINKING part, so a plan is not told
};

} // namespace oci
