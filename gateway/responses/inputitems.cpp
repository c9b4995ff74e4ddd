// SPDX-License-Identifier: MIT
#include "gateway/responses/inputitems.h"

#include "gateway/fields/fields.h"
#include "gateway/responses/ids.h"

#include <array>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::Result;

namespace gateway::responses {

namespace {

QLatin1StringView prefixOf(const QString &type)
{
    constexpr std::array known{
            std::pair{"message"_L1, "msg_"_L1},
            std::pair{"reasoning"_L1, "rs_"_L1},
            std::pair{"function_call"_L1, "fc_"_L1},
            std::pair{"function_call_output"_L1, "fco_"_L1},
            std::pair{"custom_tool_call"_L1, "ctc_"_L1},
            std::pair{"custom_tool_call_output"_L1, "ctco_"_L1},
    };
    for (const auto &[name, prefix] : known) {
        if (type == name)
            return prefix;
    }
    return "item_"_L1;
}

array textParts(const boost::json::string &text, bool isAnswer)
{
    object part{{"type", isAnswer ? "output_text" : "input_text"}, {"text", text}};
    if (isAnswer)
        part["annotations"] = array();
    array parts;
    parts.push_back(std::move(part));
    return parts;
}

object message(std::string_view role, const boost::json::string &text)
{
    return {{"id", core::json::string(newId("msg_"_L1))},
            {"type", "message"},
            {"status", "completed"},
            {"role", role},
            {"content", textParts(text, role == "assistant")}};
}

//! With the members that an easy form leaves out.
object completed(const object &given)
{
    object item;
    QString type = core::json::textAt(given, "type");
    if (type.isEmpty() && core::json::find(given, "role"))
        type = u"message"_s;
    const bool hasId = core::json::find(given, "id") != nullptr;
    item["id"] = hasId ? given.at("id") : value(core::json::string(newId(prefixOf(type))));
    if (!type.isEmpty())
        item["type"] = core::json::string(type);
    for (const auto &[key, member] : given) {
        if (key != "id" && key != "type")
            item[key] = member;
    }
    if (type == "message"_L1) {
        if (const auto *text = core::json::stringAt(given, "content"))
            item["content"] = textParts(*text, core::json::textAt(given, "role") == u"assistant");
        if (!core::json::find(item, "status"))
            item["status"] = "completed";
    }
    return item;
}

Result<object> referenced(const object &reference, const QString &path, const Kept &kept)
{
    const auto id = fields::needed(reference, path, "id");
    if (!id)
        return std::unexpected(id.error());
    if (auto found = kept.item ? kept.item(*id) : std::nullopt)
        return *std::move(found);
    return fields::invalid(fields::join(path, "id"),
                           u"The item '%1' is not kept here. Responses are kept in memory for a "
                           "while: send the item itself"_s.arg(id->left(100)));
}

} // namespace

Result<array> readInput(const object &body, const Kept &kept)
{
    array items;
    const value *input = core::json::find(body, "input");
    if (!input)
        return items;
    if (const auto *text = input->if_string()) {
        items.push_back(message("user", *text));
        return items;
    }
    const array *given = input->if_array();
    if (!given)
        return fields::invalid(u"input"_s, u"Expected a string or an array of items"_s);
    items.reserve(given->size());
    for (qsizetype i = 0; const value &each : *given) {
        const QString path = u"input[%1]"_s.arg(i++);
        const object *item = each.if_object();
        if (!item)
            return fields::invalid(path, u"Expected an object"_s);
        const QString type = core::json::textAt(*item, "type");
        // The type of a reference may be left out (it has an id and nothing else).
        const bool isReference = type == "item_reference"_L1 ||
                                 (type.isEmpty() && item->size() == 1 && item->contains("id"));
        if (!isReference) {
            items.push_back(completed(*item));
            continue;
        }
        auto found = referenced(*item, path, kept);
        if (!found)
            return std::unexpected(found.error());
        items.push_back(*std::move(found));
    }
    return items;
}

} // namespace gateway::responses
