// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/cohereeventreader.h"

namespace oci {

//! Reads answers of the COHERE format (protocol reference, 7.6, 7.12 and 13.8). The last event
//! repeats what was said before; it is said once.
class CohereReader final : public CohereEventReader
{
public:
    using CohereEventReader::CohereEventReader;

private:
    [[nodiscard]] std::span<const std::string_view> membersOfAnswer() const override;
    void readDelta(const boost::json::object &json, bool isLast, core::ChatDelta &delta) override;
    void readText(const QString &text, bool isLast, core::ChatDelta &delta);
    void readCalls(const boost::json::array &calls, bool isLast, core::ChatDelta &delta);

    QString m_text; //!< emitted so far
    bool m_called = false;
    bool m_cited = false;
};

} // namespace oci
