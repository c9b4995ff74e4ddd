// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/answerreader.h"
#include "oci/inference/choices.h"

#include <boost/json/object.hpp>

namespace oci {

//! Reads answers of the GENERIC format (protocol reference, 7.4, 7.11 and 13.5). Everything in
//! them is optional; an event may be a choice, wrapped in `choices` or in a `chatResponse`.
class GenericReader final : public AnswerReader
{
public:
    explicit GenericReader(MakeId makeId) : m_choices(std::move(makeId)) { }

    [[nodiscard]] core::Result<QList<core::ChatDelta>> take(QByteArrayView eventData) override;
    [[nodiscard]] bool isDone() const override { return m_done; }
    [[nodiscard]] AnswerEnd end() override { return m_choices.end(); }
    [[nodiscard]] core::Result<AnswerEnd> whole(QByteArrayView body) override;

private:
    core::Result<void> readResponse(const boost::json::object &json, QList<core::ChatDelta> &out);
    core::Result<void> readChoice(const boost::json::object &json, int fallbackIndex,
                                  QList<core::ChatDelta> &out);

    Choices m_choices;
    bool m_done = false;
};

} // namespace oci
