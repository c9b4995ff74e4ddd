// SPDX-License-Identifier: MIT
#include "gateway/anthropic/toolchanges.h"

#include "gateway/fields/fields.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::Result;

namespace gateway::anthropic {

namespace {

Result<ToolChange> readChange(const object &block, const QString &path, bool isRemoval)
{
    ToolChange change{.isRemoval = isRemoval, .path = fields::join(path, "tool")};
    const auto tool = fields::object(block, path, "tool");
    if (!tool)
        return std::unexpected(tool.error());
    if (!*tool)
        return fields::invalid(change.path, u"Field required"_s);
    const object *named = *tool;
    if (core::json::textAt(**tool, "type") == "tool_definition"_L1) {
        const auto definition = fields::object(**tool, change.path, "definition");
        if (!definition)
            return std::unexpected(definition.error());
        change.path = fields::join(change.path, "definition");
        if (!*definition)
            return fields::invalid(change.path, u"Field required"_s);
        change.definition = *definition;
        named = *definition;
    }
    auto name = fields::needed(*named, change.path, "name");
    if (!name)
        return std::unexpected(name.error());
    change.name = *std::move(name);
    return change;
}

class ChangeReader
{
public:
    Result<void> readTurn(const object &turn, const QString &path)
    {
        const array *content = core::json::arrayAt(turn, "content");
        const bool isSystem = core::json::textAt(turn, "role") == "system"_L1;
        for (qsizetype i = 0; content && i < qsizetype(content->size()); ++i) {
            const object *block = (*content)[std::size_t(i)].if_object();
            if (!block)
                continue;
            const QString type = core::json::textAt(*block, "type");
            const bool isRemoval = type == "tool_removal"_L1;
            if (isSystem && (isRemoval || type == "tool_addition"_L1)) {
                auto change = readChange(*block, u"%1.content.%2"_s.arg(path).arg(i), isRemoval);
                if (!change)
                    return std::unexpected(change.error());
                changes.append(*std::move(change));
            } else if (type == "tool_use"_L1) {
                add(core::json::textAt(*block, "name"));
            } else if (type == "tool_result"_L1) {
                readReferences(*block);
            }
        }
        return {};
    }

    QList<ToolChange> changes;

private:
    void readReferences(const object &result)
    {
        const array *content = core::json::arrayAt(result, "content");
        for (std::size_t i = 0; content && i < content->size(); ++i) {
            const object *block = (*content)[i].if_object();
            if (block && core::json::textAt(*block, "type") == "tool_reference"_L1)
                add(core::json::textAt(*block, "tool_name"));
        }
    }

    void add(const QString &name) { changes.append({.name = name, .path = {}}); }
};

} // namespace

Result<QList<ToolChange>> toolChanges(const object &body)
{
    ChangeReader reader;
    const array *turns = core::json::arrayAt(body, "messages");
    for (qsizetype i = 0; turns && i < qsizetype(turns->size()); ++i) {
        const object *turn = (*turns)[std::size_t(i)].if_object();
        if (!turn)
            continue;
        if (const auto read = reader.readTurn(*turn, u"messages.%1"_s.arg(i)); !read)
            return std::unexpected(read.error());
    }
    return std::move(reader.changes);
}

} // namespace gateway::anthropic
