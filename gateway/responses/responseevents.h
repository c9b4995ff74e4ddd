// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/answerwriter.h"
#include "gateway/responses/responsedraft.h"

namespace gateway::responses {

//! What came of a response: as it is for good, and the events that told of it.
using Finished = std::function<void(const boost::json::object &response, QByteArrayList events)>;

//! A streamed answer to POST /v1/responses.
class ResponseEvents final : public AnswerWriter
{
public:
    //! `finished`, which may be empty, is called once the answer has ended or failed; not if the
    //! client leaves before.
    ResponseEvents(const ResponseDraft::Plan &plan, Finished finished);

    QByteArrayList begin(const core::ChatStart &start) override;
    QByteArrayList add(const core::ChatDelta &delta) override;
    QByteArrayList end(const core::ChatOutcome &outcome) override;
    QByteArrayList broken(const core::Error &error) override;
    [[nodiscard]] ProblemBody problems() const override;

private:
    QByteArrayList noted(QByteArrayList events);
    void tell();

    ResponseDraft m_draft;
    Finished m_finished;
    QByteArrayList m_events; //!< so far, if somebody wants them
};

//! An error that comes before there is a response, for a head that was sent already.
[[nodiscard]] QByteArray errorEvent(const Problem &problem);

} // namespace gateway::responses
