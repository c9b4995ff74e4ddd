// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "gateway/responses/eventlog.h"
#include "gateway/responses/responsetools.h"

#include <boost/json/object.hpp>

namespace gateway::responses {

//! A call of a function or of a custom tool in the output. Calls may grow side by side: each says
//! its own place in every event.
class CallItem
{
public:
    //! Announces itself. `name`: by which the chat knows the tool. The log outlives it.
    CallItem(const QString &callId, const QString &name, const ToolIdentities &tools, qint64 index,
             EventLog &log);

    [[nodiscard]] qint64 index() const { return m_index; }

    void grow(const QByteArray &arguments);
    //! Ends it and gives the item as it is now for good.
    boost::json::object close(bool isComplete);
    //! The item as it would be if it ended now.
    [[nodiscard]] boost::json::object item(std::string_view status) const;

private:
    [[nodiscard]] boost::json::object place() const;

    ToolIdentity m_tool;
    qint64 m_index;
    EventLog &m_log;
    boost::json::string m_id;
    boost::json::string m_callId;
    QByteArray m_arguments;
};

} // namespace gateway::responses
