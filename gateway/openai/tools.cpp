// SPDX-License-Identifier: MIT
#include "gateway/openai/tools.h"

#include "gateway/fields/fields.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Result;
using core::Tool;
using core::ToolChoice;

namespace gateway::openai {

namespace {

Result<Tool> readFunction(const object &json, const QString &path)
{
    Tool tool;
    auto name = fields::needed(json, path, "name");
    if (!name)
        return std::unexpected(name.error());
    tool.name = *std::move(name);
    auto description = fields::string(json, path, "description");
    if (!description)
        return std::unexpected(description.error());
    tool.description = description->value_or(QString());
    const auto parameters = fields::object(json, path, "parameters");
    if (!parameters)
        return std::unexpected(parameters.error());
    if (*parameters)
        tool.parameters = **parameters;
    const auto strict = fields::boolean(json, path, "strict");
    if (!strict)
        return std::unexpected(strict.error());
    tool.strict = *strict;
    return tool;
}

Result<std::optional<Tool>> readTool(const value &json, const QString &path)
{
    const object *tool = json.if_object();
    if (!tool)
        return fields::invalid(path, u"Expected an object"_s);
    const auto type = fields::needed(*tool, path, "type");
    if (!type)
        return std::unexpected(type.error());
    if (*type != "function"_L1)
        return std::nullopt;
    const auto function = fields::object(*tool, path, "function");
    if (!function)
        return std::unexpected(function.error());
    // Some clients send the flat shape of the Responses API.
    return *function ? readFunction(**function, fields::join(path, "function"))
                     : readFunction(*tool, path);
}

Result<ToolChoice> chosenFunction(const object &json, const QString &path)
{
    auto name = fields::needed(json, path, "name");
    if (!name)
        return std::unexpected(name.error());
    return ToolChoice{.mode = ToolChoice::Mode::Function, .function = *std::move(name)};
}

Result<ToolChoice> readMode(const QString &word, const QString &path)
{
    if (word == "auto"_L1)
        return ToolChoice{.mode = ToolChoice::Mode::Auto};
    if (word == "none"_L1)
        return ToolChoice{.mode = ToolChoice::Mode::None};
    if (word == "required"_L1 || word == "any"_L1)
        return ToolChoice{.mode = ToolChoice::Mode::Required};
    return fields::invalid(path, u"Must be auto, none, required or a function"_s);
}

Result<ToolChoice> readChoice(const value &json)
{
    const QString path = u"tool_choice"_s;
    if (const auto *word = json.if_string())
        return readMode(core::json::text(*word), path);
    const object *choice = json.if_object();
    if (!choice)
        return fields::invalid(path, u"Expected a string or an object"_s);
    const auto type = fields::needed(*choice, path, "type");
    if (!type)
        return std::unexpected(type.error());
    if (*type != "function"_L1)
        return readMode(*type, fields::join(path, "type"));
    const auto function = fields::object(*choice, path, "function");
    if (!function)
        return std::unexpected(function.error());
    return *function ? chosenFunction(**function, fields::join(path, "function"))
                     : chosenFunction(*choice, path);
}

} // namespace

Result<QList<Tool>> readTools(const object &body)
{
    QList<Tool> tools;
    const auto given = fields::array(body, {}, "tools");
    if (!given)
        return std::unexpected(given.error());
    if (*given) {
        for (qsizetype i = 0; const value &item : **given) {
            auto tool = readTool(item, u"tools[%1]"_s.arg(i++));
            if (!tool)
                return std::unexpected(tool.error());
            if (*tool)
                tools.append(**std::move(tool));
        }
        return tools;
    }
    const auto functions = fields::array(body, {}, "functions");
    if (!functions)
        return std::unexpected(functions.error());
    if (*functions) {
        for (qsizetype i = 0; const value &item : **functions) {
            const QString path = u"functions[%1]"_s.arg(i++);
            if (!item.is_object())
                return fields::invalid(path, u"Expected an object"_s);
            auto tool = readFunction(item.get_object(), path);
            if (!tool)
                return std::unexpected(tool.error());
            tools.append(*std::move(tool));
        }
    }
    return tools;
}

Result<std::optional<ToolChoice>> readToolChoice(const object &body)
{
    if (const value *choice = core::json::find(body, "tool_choice"))
        return readChoice(*choice);
    const value *legacy = core::json::find(body, "function_call");
    if (!legacy)
        return std::nullopt;
    const QString path = u"function_call"_s;
    if (const auto *word = legacy->if_string())
        return readMode(core::json::text(*word), path);
    if (!legacy->is_object())
        return fields::invalid(path, u"Expected a string or an object"_s);
    return chosenFunction(legacy->get_object(), path);
}

} // namespace gateway::openai
