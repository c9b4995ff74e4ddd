// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <QSet>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gateway::responses {

//! Makes the messages of a chat out of the items of the Responses API, which has reasoning,
//! text and calls of one answer as items of their own.
class Conversation
{
public:
    //! `path` names the list in errors, e.g. "input". Stops at the first item that is wrong.
    [[nodiscard]] core::Result<void> add(const boost::json::array &items, const QString &path);
    [[nodiscard]] QList<core::Message> messages() const;

private:
    using Item = const boost::json::object &;

    [[nodiscard]] core::Result<void> addItem(Item item, const QString &path);
    [[nodiscard]] core::Result<void> addMessage(Item item, const QString &path);
    [[nodiscard]] core::Result<void> addReasoning(Item item, const QString &path);
    [[nodiscard]] core::Result<void> addCall(Item item, const QString &path, bool isCustom);
    [[nodiscard]] core::Result<void> addOutput(Item item, const QString &path);
    core::Message &answer();

    QList<core::Message> m_messages;
    QSet<QString> m_calls; //!< ids so far
    bool m_inAnswer = false;
};

} // namespace gateway::responses
