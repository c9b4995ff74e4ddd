// SPDX-License-Identifier: MIT
#include "gateway/anthropic/tools.h"

#include "gateway/anthropic/clienttools.h"
#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::Result;
using core::Tool;
using core::ToolChoice;

namespace gateway::anthropic {

namespace {

Result<Tool> readCustom(const object &json, const QString &path)
{
    Tool tool;
    fields::Reading reading;
    reading.keep(tool.name, fields::needed(json, path, "name"));
    reading.into(tool.description, fields::string(json, path, "description"));
    const auto schema = fields::object(json, path, "input_schema");
    if (schema && !*schema)
        return fields::invalid(fields::join(path, "input_schema"), u"Field required"_s);
    reading.copy(tool.parameters, schema);
    reading.into(tool.strict, fields::boolean(json, path, "strict"));
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    return tool;
}

Result<std::optional<Tool>> readTool(const value &json, const QString &path)
{
    const object *tool = json.if_object();
    if (!tool)
        return fields::invalid(path, u"Expected an object"_s);
    const auto type = fields::string(*tool, path, "type");
    if (!type)
        return std::unexpected(type.error());
    const QString word = type->value_or(u"custom"_s);
    if (word != "custom"_L1)
        return clientTool(word, core::json::textAt(*tool, "name"));
    return readCustom(*tool, path).transform([](Tool read) {
        return std::optional(std::move(read));
    });
}

} // namespace

Result<QList<Tool>> readTools(const object &body)
{
    QList<Tool> tools;
    const auto given = fields::array(body, {}, "tools");
    if (!given)
        return std::unexpected(given.error());
    if (!*given)
        return tools;
    for (qsizetype i = 0; const value &item : **given) {
        auto tool = readTool(item, u"tools.%1"_s.arg(i++));
        if (!tool)
            return std::unexpected(tool.error());
        if (*tool)
            tools.append(**std::move(tool));
    }
    return tools;
}

Result<ToolUse> readToolChoice(const object &body, const QList<Tool> &tools)
{
    ToolUse use;
    const QString path = u"tool_choice"_s;
    const auto choice = fields::object(body, {}, "tool_choice");
    if (!choice)
        return std::unexpected(choice.error());
    if (!*choice)
        return use;
    const auto type = fields::needed(**choice, path, "type");
    if (!type)
        return std::unexpected(type.error());
    const auto one = fields::boolean(**choice, path, "disable_parallel_tool_use");
    if (!one)
        return std::unexpected(one.error());
    if (one->value_or(false))
        use.parallel = false;

    if (*type == "auto"_L1) {
        use.choice = ToolChoice{.mode = ToolChoice::Mode::Auto};
    } else if (*type == "any"_L1) {
        use.choice = ToolChoice{.mode = ToolChoice::Mode::Required};
    } else if (*type == "none"_L1) {
        use.choice = ToolChoice{.mode = ToolChoice::Mode::None};
    } else if (*type == "tool"_L1) {
        auto name = fields::needed(**choice, path, "name");
        if (!name)
            return std::unexpected(name.error());
        if (std::ranges::contains(tools, *name, &Tool::name))
            use.choice = ToolChoice{.mode = ToolChoice::Mode::Function, .function = *name};
    } else {
        return fields::invalid(fields::join(path, "type"), u"Must be auto, any, tool or none"_s);
    }
    return use;
}

} // namespace gateway::anthropic
