// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayList>

#include <boost/json/object.hpp>

#include <string_view>

namespace gateway::responses {

//! The events of one response in the making: each with its `type`, also as the event's name, and
//! a rising `sequence_number`, from 0.
class EventLog
{
public:
    //! `fields` follow type and number.
    void say(std::string_view type, const boost::json::object &fields);
    //! What was said since the last call, each ready to go out.
    [[nodiscard]] QByteArrayList take();

private:
    qint64 m_next = 0;
    QByteArrayList m_said;
};

} // namespace gateway::responses
