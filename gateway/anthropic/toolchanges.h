// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

#include <boost/json/object.hpp>

namespace gateway::anthropic {

//! What a turn does to the tools that the model knows.
struct ToolChange {
    QString name;           //!< of the tool
    bool isRemoval = false; //!< it is no longer to be used; else it is from here on
    //! The tool itself, where the turn brings it; it lives as long as the body. Null: the one of
    //! `tools` by that name is meant.
    const boost::json::object *definition = nullptr;
    QString path; //!< of the definition
};

//! The changes by a conversation, the earliest first: what the client's search for tools has found
//! (`tool_reference` in a tool's result), what a system turn adds and takes away (`tool_addition`,
//! `tool_removal`), and the tools that were called, which the model has to know, too. What is
//! wrong with other blocks is not looked for here.
[[nodiscard]] core::Result<QList<ToolChange>> toolChanges(const boost::json::object &body);

} // namespace gateway::anthropic
