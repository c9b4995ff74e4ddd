// SPDX-License-Identifier: MIT
#include "gateway/anthropic/clienttools.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::Tool;

namespace gateway::anthropic {

namespace {

object field(const char *type, const char *description)
{
    return {{"type", type}, {"description", description}};
}

Tool bash(const QString &name)
{
    object properties;
    properties["command"] = field("string", "The command to run.");
    properties["restart"] = field("boolean", "Set it to true to restart the shell instead.");
    return {.name = name.isEmpty() ? u"bash"_s : name,
            .description = u"Runs a command in a bash session that keeps its state from one call "
                           "to the next."_s,
            .parameters = {{"type", "object"}, {"properties", std::move(properties)}}};
}

Tool textEditor(const QString &type, const QString &name)
{
    // Up to February 2025 the tool could take its last edit back.
    const bool undoes = type.endsWith("_20241022"_L1) || type.endsWith("_20250124"_L1);
    array commands{"view", "create", "str_replace", "insert"};
    if (undoes)
        commands.push_back("undo_edit");
    object command = field("string", "What to do.");
    command["enum"] = std::move(commands);
    object range = field("array", "For view: the first and the last line to show, from 1; -1 as "
                                  "the last is the end of the file.");
    range["items"] = {{"type", "integer"}};

    object properties;
    properties["command"] = std::move(command);
    properties["path"] = field("string", "Absolute path of a file or folder.");
    properties["view_range"] = std::move(range);
    properties["file_text"] = field("string", "For create: the content of the file.");
    properties["old_str"] =
            field("string", "For str_replace: the text to replace; it must occur exactly once.");
    properties["new_str"] = field("string", "For str_replace: what takes its place.");
    properties["insert_line"] =
            field("integer", "For insert: the line after which to insert; 0 is the beginning.");
    properties["insert_text"] = field("string", "For insert: the text to insert.");
    return {.name = name.isEmpty() ? u"str_replace_based_edit_tool"_s : name,
            .description = u"Views, creates and edits text files."_s,
            .parameters = {{"type", "object"},
                           {"properties", std::move(properties)},
                           {"required", array{"command", "path"}}}};
}

} // namespace

std::optional<Tool> clientTool(const QString &type, const QString &name)
{
    if (type.startsWith("bash_2"_L1))
        return bash(name);
    if (type.startsWith("text_editor_2"_L1))
        return textEditor(type, name);
    return std::nullopt;
}

} // namespace gateway::anthropic
