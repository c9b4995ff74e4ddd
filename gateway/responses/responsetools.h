// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"

#include <QHash>

namespace gateway::responses {

//! What a tool that a chat knows by its function's name is to the client.
struct ToolIdentity {
    QString name;
    QString space;         //!< of a tool in a `namespace`; empty: of none
    bool isCustom = false; //!< takes free text rather than JSON

    bool operator==(const ToolIdentity &) const = default;
};
using ToolIdentities = QHash<QString, ToolIdentity>;

//! The tools of a request as a chat has them.
//!
//! A `custom` tool is a function with one text, `input`, its grammar told in words; those of a
//! `namespace` have its name before theirs. Tools that only OpenAI itself can run are left out
//! (protocol reference, 14.19), but for a web search that the choice of tools forces.
struct ToolSet {
    QList<core::Tool> tools;
    ToolIdentities identities; //!< by the name in `tools`
    std::optional<boost::json::object> webSearch;
};

[[nodiscard]] core::Result<ToolSet> readTools(const boost::json::object &body);
//! `tool_choice`, which also decides whether the set searches the web. One that allows some of the
//! tools takes the others out of the set; one that forces what is left out is an error.
[[nodiscard]] core::Result<std::optional<core::ToolChoice>>
readToolChoice(const boost::json::object &body, ToolSet &set);

//! By what name a chat knows a tool: "space__name", or the name alone.
[[nodiscard]] QString chatNameOf(const QString &space, const QString &name);
//! The arguments of the function that stands for a custom tool.
[[nodiscard]] QByteArray customArguments(const QString &input);
//! The other way round; text that is no such JSON is the input itself.
[[nodiscard]] QString customInput(const QByteArray &arguments);

} // namespace gateway::responses
