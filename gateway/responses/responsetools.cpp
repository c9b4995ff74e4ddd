// SPDX-License-Identifier: MIT
#include "gateway/responses/responsetools.h"

#include "gateway/fields/fields.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Result;
using core::Tool;

namespace gateway::responses {

namespace {

Result<Tool> readNamed(const object &json, const QString &path)
{
    Tool tool;
    auto name = fields::needed(json, path, "name");
    if (!name)
        return std::unexpected(name.error());
    tool.name = *std::move(name);
    const auto description = fields::string(json, path, "description");
    if (!description)
        return std::unexpected(description.error());
    tool.description = description->value_or(QString());
    return tool;
}

Result<Tool> readFunction(const object &json, const QString &path)
{
    // Some clients nest it as chats do.
    if (const object *nested = core::json::objectAt(json, "function"))
        return readFunction(*nested, fields::join(path, "function"));
    auto tool = readNamed(json, path);
    if (!tool)
        return tool;
    const auto parameters = fields::object(json, path, "parameters");
    if (!parameters)
        return std::unexpected(parameters.error());
    if (*parameters)
        tool->parameters = **parameters;
    const auto strict = fields::boolean(json, path, "strict");
    if (!strict)
        return std::unexpected(strict.error());
    tool->strict = *strict;
    return tool;
}

//! What the `format` of a custom tool asks of its input, for the model to read.
Result<QString> readGrammar(const object &json, const QString &path)
{
    const auto format = fields::object(json, path, "format");
    if (!format)
        return std::unexpected(format.error());
    if (!*format || core::json::textAt(**format, "type") != "grammar"_L1)
        return QString();
    const QString where = fields::join(path, "format");
    const auto definition = fields::needed(**format, where, "definition");
    if (!definition)
        return std::unexpected(definition.error());
    const auto syntax = fields::needed(**format, where, "syntax");
    if (!syntax)
        return std::unexpected(syntax.error());
    if (*syntax == "regex"_L1)
        return u"The input must match this regular expression:\n%1"_s.arg(*definition);
    if (*syntax == "lark"_L1)
        return u"The input must follow this Lark grammar:\n%1"_s.arg(*definition);
    return fields::invalid(fields::join(where, "syntax"), u"Must be lark or regex"_s);
}

Result<Tool> readCustom(const object &json, const QString &path)
{
    auto tool = readNamed(json, path);
    if (!tool)
        return tool;
    const auto grammar = readGrammar(json, path);
    if (!grammar)
        return std::unexpected(grammar.error());
    if (!grammar->isEmpty())
        tool->description += (tool->description.isEmpty() ? u""_s : u"\n\n"_s) + *grammar;
    const object input{{"type", "string"}, {"description", "The input of the tool, as it is"}};
    tool->parameters = object{{"type", "object"},
                              {"properties", object{{"input", input}}},
                              {"required", boost::json::array{"input"}},
                              {"additionalProperties", false}};
    return tool;
}

bool isWebSearch(const QString &type)
{
    return type == "web_search"_L1 || type.startsWith("web_search_"_L1);
}

//! A chat's `web_search_options`; nothing for a search that must not leave OpenAI's own index.
std::optional<object> webSearchOptions(const object &tool)
{
    if (!core::json::boolAt(tool, "external_web_access").value_or(true))
        return {};
    object options;
    if (const auto *size = core::json::stringAt(tool, "search_context_size"))
        options["search_context_size"] = *size;
    if (const object *where = core::json::objectAt(tool, "user_location")) {
        object approximate;
        for (const auto &[key, member] : *where) {
            if (key != "type" && member.is_string())
                approximate[key] = member;
        }
        options["user_location"] =
                object{{"type", "approximate"}, {"approximate", std::move(approximate)}};
    }
    return options;
}

class ToolReader
{
public:
    Result<void> read(const object &tool, const QString &path, const QString &space = {})
    {
        const auto type = fields::needed(tool, path, "type");
        if (!type)
            return std::unexpected(type.error());
        if (*type == "function"_L1)
            return keep(readFunction(tool, path), {.space = space});
        if (*type == "custom"_L1)
            return keep(readCustom(tool, path), {.space = space, .isCustom = true});
        if (*type == "namespace"_L1 && space.isEmpty())
            return readSpace(tool, path);
        if (isWebSearch(*type))
            set.webSearch = webSearchOptions(tool);
        return {};
    }

    ToolSet set;

private:
    Result<void> keep(Result<Tool> tool, ToolIdentity identity)
    {
        if (!tool)
            return std::unexpected(tool.error());
        identity.name = tool->name;
        tool->name = chatNameOf(identity.space, tool->name);
        set.identities.insert(tool->name, identity);
        set.tools.append(*std::move(tool));
        return {};
    }

    Result<void> readSpace(const object &json, const QString &path)
    {
        const auto space = fields::needed(json, path, "name");
        if (!space)
            return std::unexpected(space.error());
        const auto inner = fields::array(json, path, "tools");
        if (!inner)
            return std::unexpected(inner.error());
        for (qsizetype i = 0; *inner && i < qsizetype((*inner)->size()); ++i) {
            const QString where = u"%1.tools[%2]"_s.arg(path).arg(i);
            const object *tool = (**inner)[std::size_t(i)].if_object();
            if (!tool)
                return fields::invalid(where, u"Expected an object"_s);
            if (auto good = read(*tool, where, *space); !good)
                return good;
        }
        return {};
    }
};

} // namespace

QString chatNameOf(const QString &space, const QString &name)
{
    return space.isEmpty() ? name : space + u"__"_s + name;
}

QByteArray customArguments(const QString &input)
{
    return core::json::serialize(object{{"input", core::json::string(input)}});
}

QString customInput(const QByteArray &arguments)
{
    const auto json = core::json::parse(arguments);
    if (json && json->is_string())
        return core::json::text(json->get_string());
    if (json && json->is_object()) {
        const object &members = json->get_object();
        if (const auto *input = core::json::stringAt(members, "input"))
            return core::json::text(*input);
        // Models do give the one argument another name.
        if (members.size() == 1 && members.begin()->value().is_string())
            return core::json::text(members.begin()->value().get_string());
    }
    return QString::fromUtf8(arguments);
}

Result<ToolSet> readTools(const object &body)
{
    ToolReader reader;
    const auto given = fields::array(body, {}, "tools");
    if (!given)
        return std::unexpected(given.error());
    for (qsizetype i = 0; *given && i < qsizetype((*given)->size()); ++i) {
        const QString path = u"tools[%1]"_s.arg(i);
        const object *tool = (**given)[std::size_t(i)].if_object();
        if (!tool)
            return fields::invalid(path, u"Expected an object"_s);
        if (const auto good = reader.read(*tool, path); !good)
            return std::unexpected(good.error());
    }
    return std::move(reader.set);
}

} // namespace gateway::responses
