// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "gateway/responses/eventlog.h"

#include <boost/json/array.hpp>

namespace gateway::responses {

//! An item of the output that grows from its start to its end before the next one begins: the
//! reasoning, or the message. Says what happens to it as events.
class SpokenItem
{
public:
    enum class Kind { Reasoning, Message };

    //! Announces itself. The log outlives it. `index`: its place in the output.
    SpokenItem(Kind kind, qint64 index, EventLog &log);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] qint64 index() const { return m_index; }

    void reason(const QString &text);
    void speak(const QString &text, const boost::json::array &logProbs);
    void refuse(const QString &text);
    void cite(const core::UrlCitation &citation);
    //! Ends it and gives the item as it is now for good.
    boost::json::object close(bool isComplete);
    //! The item as it would be if it ended now.
    [[nodiscard]] boost::json::object item(std::string_view status) const;

private:
    enum class Part { None, Summary, Text, Refusal };

    void open(Part wanted);
    void closePart();
    [[nodiscard]] boost::json::object part() const;
    [[nodiscard]] boost::json::object place() const; //!< of the open part, in events

    Kind m_kind;
    qint64 m_index;
    EventLog &m_log;
    boost::json::string m_id;
    boost::json::array m_parts; //!< those that are done
    Part m_part = Part::None;
    QString m_text; //!< of the open part, here and below
    boost::json::array m_annotations;
    boost::json::array m_logProbs;
};

} // namespace gateway::responses
