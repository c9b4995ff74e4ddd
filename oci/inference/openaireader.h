// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/jsonanswerreader.h"

namespace oci {

//! Reads answers of OCI's OpenAI-compatible endpoint (protocol reference, 8.4): chunks and whole
//! completions, with the null fields and the errors in either shape that it is known for.
class OpenAiReader final : public JsonAnswerReader
{
public:
    using JsonAnswerReader::JsonAnswerReader;

private:
    [[nodiscard]] std::span<const std::string_view> membersOfAnswer() const override;
    core::Result<void> read(const boost::json::object &json, QList<core::ChatDelta> &out) override;
    void readChoice(const boost::json::object &json, int fallbackIndex,
                    QList<core::ChatDelta> &out);
};

} // namespace oci
