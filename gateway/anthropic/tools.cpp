// SPDX-License-Identifier: MIT
#include "gateway/anthropic/tools.h"

#include "gateway/anthropic/clienttools.h"
#include "gateway/anthropic/toolchanges.h"
#include "gateway/fields/fields.h"
#include "gateway/fields/reading.h"

#include <QSet>

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

//! The tools of a request, and which of them the model does not know yet.
class Offer
{
public:
    Result<void> add(const value &json, const QString &path)
    {
        auto tool = readTool(json, path);
        if (!tool)
            return std::unexpected(tool.error());
        const object &given = json.get_object();
        if (core::json::textAt(given, "type").startsWith("tool_search_tool"_L1))
            m_isSearchedByAnthropic = true;
        if (!*tool)
            return {};
        if (core::json::boolAt(given, "defer_loading").value_or(false))
            m_deferred.insert((*tool)->name);
        m_tools.append(**std::move(tool));
        return {};
    }

    Result<void> apply(const ToolChange &change)
    {
        if (change.isRemoval) {
            m_removed.insert(change.name);
            return {};
        }
        m_deferred.remove(change.name);
        m_removed.remove(change.name);
        if (!change.definition)
            return {};
        auto tool = readTool(*change.definition, change.path);
        if (!tool)
            return std::unexpected(tool.error());
        m_tools.removeIf([&](const Tool &known) { return known.name == change.name; });
        if (*tool)
            m_tools.append(**std::move(tool));
        return {};
    }

    QList<Tool> tools() &&
    {
        m_tools.removeIf([this](const Tool &tool) {
            return m_removed.contains(tool.name) ||
                   (!m_isSearchedByAnthropic && m_deferred.contains(tool.name));
        });
        return std::move(m_tools);
    }

private:
    QList<Tool> m_tools;
    QSet<QString> m_deferred;
    QSet<QString> m_removed;
    bool m_isSearchedByAnthropic = false; //!< nobody searches: all are known
};

} // namespace

Result<QList<Tool>> readTools(const object &body)
{
    Offer offer;
    const auto given = fields::array(body, {}, "tools");
    if (!given)
        return std::unexpected(given.error());
    for (qsizetype i = 0; *given && i < qsizetype((*given)->size()); ++i) {
        if (const auto good = offer.add((**given)[std::size_t(i)], u"tools.%1"_s.arg(i)); !good)
            return std::unexpected(good.error());
    }
    const auto changes = toolChanges(body);
    if (!changes)
        return std::unexpected(changes.error());
    for (const ToolChange &change : *changes) {
        if (const auto good = offer.apply(change); !good)
            return std::unexpected(good.error());
    }
    return std::move(offer).tools();
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
