// SPDX-License-Identifier: MIT
#pragma once

#include "oci/inference/answerreader.h"
#include "oci/inference/choices.h"

#include <boost/json/object.hpp>

#include <span>

namespace oci {

//! What every dialect in JSON has in common: events up to `[DONE]`, a body of choices, errors
//! inside a 200. A dialect adds its field names.
class JsonAnswerReader : public AnswerReader
{
public:
    explicit JsonAnswerReader(MakeId makeId) : m_choices(std::move(makeId)) { }

    [[nodiscard]] core::Result<QList<core::ChatDelta>> take(QByteArrayView eventData) override;
    [[nodiscard]] bool isDone() const override { return m_done; }
    [[nodiscard]] bool isComplete() const override { return m_done || m_choices.haveFinished(); }
    [[nodiscard]] AnswerEnd end() override { return m_choices.end(); }
    [[nodiscard]] core::Result<AnswerEnd> whole(QByteArrayView body) override;

protected:
    Choices &choices() { return m_choices; }

private:
    //! The members of which a whole answer must have one.
    [[nodiscard]] virtual std::span<const std::string_view> membersOfAnswer() const = 0;
    //! An event or a body that says no error; adds what it says to `out` and to `choices()`.
    virtual core::Result<void> read(const boost::json::object &json,
                                    QList<core::ChatDelta> &out) = 0;

    core::Result<QList<core::ChatDelta>> deltasOf(const boost::json::object &json);

    Choices m_choices;
    bool m_done = false;
};

} // namespace oci
