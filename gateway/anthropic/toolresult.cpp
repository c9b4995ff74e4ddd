// SPDX-License-Identifier: MIT
#include "gateway/anthropic/toolresult.h"

#include "gateway/anthropic/contentblocks.h"
#include "gateway/fields/fields.h"

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::ContentPart;
using core::Result;
using core::TextPart;

namespace gateway::anthropic {

namespace {

Result<QList<ContentPart>> readContent(const object &block, const QString &path)
{
    using Parts = QList<ContentPart>;
    const QString where = fields::join(path, "content");
    const value *content = core::json::find(block, "content");
    if (!content)
        return Parts{};
    if (const auto *text = content->if_string())
        return Parts{TextPart{.text = core::json::text(*text)}};
    if (!content->is_array())
        return fields::invalid(where, u"Expected a string or an array of blocks"_s);
    Parts parts;
    for (qsizetype i = 0; const value &item : content->get_array()) {
        const QString place = u"%1.%2"_s.arg(where).arg(i++);
        if (!item.is_object())
            return fields::invalid(place, u"Expected an object"_s);
        const auto type = fields::needed(item.get_object(), place, "type");
        if (!type)
            return std::unexpected(type.error());
        auto read = readBlock(item.get_object(), *type, place);
        if (!read)
            return std::unexpected(read.error());
        parts += *std::move(read);
    }
    return parts;
}

//! Other dialects have no field for it, so the text has to tell the model.
void markAsError(QList<ContentPart> &texts)
{
    if (texts.isEmpty())
        texts.append(TextPart{});
    QString &first = std::get<TextPart>(texts.first()).text;
    if (!first.trimmed().startsWith("error"_L1, Qt::CaseInsensitive))
        first.prepend("Error: "_L1);
}

} // namespace

Result<ToolResult> readToolResult(const object &block, const QString &path)
{
    ToolResult result{.message = {.role = core::Role::Tool}, .attachments = {}};
    auto id = fields::needed(block, path, "tool_use_id");
    if (!id)
        return std::unexpected(id.error());
    result.message.toolCallId = *std::move(id);
    const auto failed = fields::boolean(block, path, "is_error");
    if (!failed)
        return std::unexpected(failed.error());
    const auto parts = readContent(block, path);
    if (!parts)
        return std::unexpected(parts.error());

    QList<ContentPart> &texts = result.message.content;
    for (const ContentPart &part : *parts)
        (std::holds_alternative<TextPart>(part) ? texts : result.attachments).append(part);
    if (texts.isEmpty() && !result.attachments.isEmpty())
        texts.append(TextPart{.text = u"The result is attached to the next message."_s});
    if (failed->value_or(false))
        markAsError(texts);
    return result;
}

} // namespace gateway::anthropic
