// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"

#include <QList>

#include <vector>

namespace gateway::routes {

//! Several chats as one: the choices of the second follow those of the first, and so on. A few are
//! under way at a time; one that fails makes the whole fail. The usage is the sum.
class ManyChats final : public core::ChatStream
{
    Q_OBJECT

public:
    //! The backend outlives it. `requests`: at least one, all with the same number of choices.
    ManyChats(core::ChatBackend &backend, QList<core::ChatRequest> requests);

    void setPaused(bool paused) override;

private:
    void startNext();
    void onDelta(qsizetype place, core::ChatDelta delta);
    void onFinished(qsizetype place, const core::Result<core::ChatOutcome> &outcome);
    void fail(qsizetype place, const core::Error &error);
    void add(qsizetype place, const core::ChatOutcome &outcome);

    core::ChatBackend &m_backend;
    QList<core::ChatRequest> m_requests;
    int m_choices;                                            //!< of each
    std::vector<std::unique_ptr<core::ChatStream>> m_streams; //!< begun so far
    core::ChatOutcome m_outcome;
    qsizetype m_finished = 0;
    bool m_started = false;
    bool m_isOver = false;
    bool m_paused = false;
};

} // namespace gateway::routes
