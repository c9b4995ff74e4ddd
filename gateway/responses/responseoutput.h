// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/responses/callitem.h"
#include "gateway/responses/spokenitem.h"

#include <map>
#include <memory>
#include <optional>

namespace gateway::responses {

//! The `output` of a response, made out of the deltas of a chat.
//!
//! Reasoning and messages follow one another; each ends when the other kind or a call begins.
//! Calls stay open to the end, since their pieces may come in any order.
class ResponseOutput
{
public:
    //! The log outlives it.
    ResponseOutput(ToolIdentities tools, EventLog &log);

    //! Of the first choice; there is no other in this API.
    void add(const core::ChatDelta &delta);
    //! Ends what is open. An answer without anything is a message without text.
    void close(bool isComplete);
    //! As it is now; what is open has `status`.
    [[nodiscard]] boost::json::array items(std::string_view status) const;

private:
    SpokenItem &spoken(SpokenItem::Kind kind);
    void endSpoken(bool isComplete);
    void addCall(const core::ToolCallDelta &delta);
    [[nodiscard]] qint64 nextPlace();

    ToolIdentities m_tools;
    EventLog &m_log;
    boost::json::array m_done; //!< by place; null where an item is open
    std::optional<SpokenItem> m_spoken;
    std::map<int, CallItem> m_calls; //!< by the index that the chat gives them
};

} // namespace gateway::responses
