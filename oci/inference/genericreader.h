// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/jsonanswerreader.h"

namespace oci {

//! Reads answers of the GENERIC format (protocol reference, 7.4, 7.11 and 13.5). Everything in
//! them is optional; an event may be a choice, wrapped in `choices` or in a `chatResponse`.
class GenericReader final : public JsonAnswerReader
{
public:
    using JsonAnswerReader::JsonAnswerReader;

private:
    [[nodiscard]] std::span<const std::string_view> membersOfAnswer() const override;
    core::Result<void> read(const boost::json::object &json, QList<core::ChatDelta> &out) override;
    core::Result<void> readChoice(const boost::json::object &json, int fallbackIndex,
                                  QList<core::ChatDelta> &out);
};

} // namespace oci
