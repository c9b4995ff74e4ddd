// SPDX-License-Identifier: MIT
#include "gateway/fields/fields.h"
#include "gateway/responses/responsetools.h"

#include <utility>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Result;
using core::Tool;
using core::ToolChoice;

namespace gateway::responses {

namespace {

using Mode = ToolChoice::Mode;

const QString choicePath = u"tool_choice"_s;

Result<ToolChoice> readMode(const QString &word, const QString &path, const ToolSet &set)
{
    if (word == "auto"_L1)
        return ToolChoice{.mode = Mode::Auto};
    if (word == "none"_L1)
        return ToolChoice{.mode = Mode::None};
    if (word != "required"_L1)
        return fields::invalid(path, u"Must be auto, none, required or a tool"_s);
    if (set.tools.isEmpty())
        return fields::invalid(path, u"Requires a tool, and none is given that can be run here"_s);
    return ToolChoice{.mode = Mode::Required};
}

//! The name in the set of the function or custom tool that is meant.
Result<QString> readNamed(const object &json, const QString &path, const ToolSet &set)
{
    const auto type = fields::needed(json, path, "type");
    if (!type)
        return type;
    if (*type != "function"_L1 && *type != "custom"_L1) {
        return fields::invalid(fields::join(path, "type"),
                               u"Tools of the kind '%1' are run by OpenAI itself, and cannot be "
                               "asked for here"_s.arg(type->left(64)));
    }
    // Some clients nest it as chats do.
    const object *nested = core::json::objectAt(json, "function");
    const object &named = nested ? *nested : json;
    const QString where = nested ? fields::join(path, "function") : path;
    const auto name = fields::needed(named, where, "name");
    if (!name)
        return name;
    QString inChat = chatNameOf(core::json::textAt(named, "namespace"), *name);
    if (!set.identities.contains(inChat))
        return fields::invalid(fields::join(where, "name"),
                               u"There is no tool '%1' among the tools"_s.arg(name->left(128)));
    return inChat;
}

Result<ToolChoice> readAllowed(const object &choice, ToolSet &set)
{
    const auto mode = fields::string(choice, choicePath, "mode");
    if (!mode)
        return std::unexpected(mode.error());
    const auto allowed = fields::array(choice, choicePath, "tools");
    if (!allowed)
        return std::unexpected(allowed.error());
    if (!*allowed)
        return fields::invalid(u"tool_choice.tools"_s, u"Expected an array"_s);
    QStringList names;
    for (qsizetype i = 0; const value &item : **allowed) {
        const QString path = u"tool_choice.tools[%1]"_s.arg(i++);
        const object *tool = item.if_object();
        if (!tool)
            return fields::invalid(path, u"Expected an object"_s);
        const QString type = core::json::textAt(*tool, "type");
        if (type != "function"_L1 && type != "custom"_L1)
            continue; // it is left out anyway
        auto name = readNamed(*tool, path, set);
        if (!name)
            return std::unexpected(name.error());
        names.append(*std::move(name));
    }
    set.tools.removeIf([&names](const Tool &tool) { return !names.contains(tool.name); });
    return readMode(mode->value_or(u"auto"_s), u"tool_choice.mode"_s, set);
}

} // namespace

Result<std::optional<ToolChoice>> readToolChoice(const object &body, ToolSet &set)
{
    // A chat cannot leave it to the model whether to search: it searches, or does not.
    const auto webSearch = std::exchange(set.webSearch, std::nullopt);
    const value *given = core::json::find(body, "tool_choice");
    if (!given)
        return std::nullopt;
    if (const auto *word = given->if_string())
        return readMode(core::json::text(*word), choicePath, set);
    const object *choice = given->if_object();
    if (!choice)
        return fields::invalid(choicePath, u"Expected a string or an object"_s);
    const QString type = core::json::textAt(*choice, "type");
    if (type == "allowed_tools"_L1)
        return readAllowed(*choice, set);
    if (webSearch && type.startsWith("web_search"_L1)) {
        set.webSearch = webSearch;
        return std::nullopt;
    }
    return readNamed(*choice, choicePath, set).transform([](const QString &name) {
        return ToolChoice{.mode = Mode::Function, .function = name};
    });
}

} // namespace gateway::responses
