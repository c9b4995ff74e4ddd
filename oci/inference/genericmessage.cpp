// SPDX-License-Identifier: MIT
#include "oci/inference/genericmessage.h"

#include "core/json/json.h"

using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace oci {

namespace {

void append(QString &to, const object &json, std::string_view key)
{
    if (const auto *text = core::json::stringAt(json, key); text && !text->empty())
        to += core::json::text(*text);
}

void readContent(const value &content, core::ChatDelta &delta)
{
    if (const auto *text = content.if_string())
        delta.text += core::json::text(*text);
    const array *parts = content.if_array();
    if (!parts)
        return;
    for (const value &part : *parts) {
        if (const auto *text = part.if_string()) {
            delta.text += core::json::text(*text);
        } else if (const object *json = part.if_object()) {
            append(delta.text, *json, "text");
            append(delta.reasoning, *json, "thinking");
        }
    }
}

core::UrlCitation readCitation(const object &json)
{
    return {.startIndex = core::json::integerAt(json, "startIndex").value_or(0),
            .endIndex = core::json::integerAt(json, "endIndex").value_or(0),
            .title = core::json::textAt(json, "title"),
            .url = core::json::textAt(json, "url")};
}

} // namespace

void readGenericMessage(const object &message, core::ChatDelta &delta)
{
    if (const value *content = core::json::find(message, "content"))
        readContent(*content, delta);
    append(delta.reasoning, message, "reasoningContent");
    append(delta.refusal, message, "refusal");
    if (const array *annotations = core::json::arrayAt(message, "annotations")) {
        for (const value &annotation : *annotations) {
            const object *json = annotation.if_object();
            const object *citation = json ? core::json::objectAt(*json, "urlCitation") : nullptr;
            if (citation)
                delta.citations.append(readCitation(*citation));
        }
    }
}

QList<core::UrlCitation> readGrounding(const object &metadata)
{
    QList<core::UrlCitation> citations;
    const array *chunks = core::json::arrayAt(metadata, "groundingChunks");
    const array *supports = core::json::arrayAt(metadata, "groundingSupports");
    if (!chunks || !supports)
        return citations;
    for (const value &support : *supports) {
        const object *json = support.if_object();
        const object *segment = json ? core::json::objectAt(*json, "segment") : nullptr;
        const array *indices = json ? core::json::arrayAt(*json, "groundingChunkIndices") : nullptr;
        if (!segment || !indices)
            continue;
        for (const value &index : *indices) {
            const auto *place = index.if_int64();
            if (!place || *place < 0 || std::size_t(*place) >= chunks->size())
                continue;
            const object *chunk = (*chunks)[std::size_t(*place)].if_object();
            const object *web = chunk ? core::json::objectAt(*chunk, "web") : nullptr;
            if (!web)
                continue;
            citations.append(
                    {.startIndex = core::json::integerAt(*segment, "startIndex").value_or(0),
                     .endIndex = core::json::integerAt(*segment, "endIndex").value_or(0),
                     .title = core::json::textAt(*web, "title"),
                     .url = core::json::textAt(*web, "uri")});
        }
    }
    return citations;
}

} // namespace oci
