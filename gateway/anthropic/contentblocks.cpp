// SPDX-License-Identifier: MIT
#include "gateway/anthropic/contentblocks.h"

#include "core/ascii.h"
#include "core/json/json.h"
#include "gateway/fields/fields.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::ContentPart;
using core::FilePart;
using core::ImagePart;
using core::Result;
using core::TextPart;

namespace gateway::anthropic {

namespace {

using Parts = QList<ContentPart>;

constexpr std::array contentTypes{"text"_L1, "image"_L1, "document"_L1, "search_result"_L1,
                                  "tool_reference"_L1};

Result<QString> readText(const object &json, const QString &path, std::string_view key = "text")
{
    auto text = fields::string(json, path, key);
    if (!text)
        return std::unexpected(text.error());
    if (!*text)
        return fields::invalid(fields::join(path, key), u"Field required"_s);
    return **std::move(text);
}

//! The `source` of an image or a document.
struct Source {
    const object *json = nullptr;
    QString type;
    QString path;
};

Result<Source> readSource(const object &block, const QString &path)
{
    Source source{.path = fields::join(path, "source")};
    const auto json = fields::object(block, path, "source");
    if (!json)
        return std::unexpected(json.error());
    if (!*json)
        return fields::invalid(source.path, u"Field required"_s);
    source.json = *json;
    auto type = fields::needed(**json, source.path, "type");
    if (!type)
        return std::unexpected(type.error());
    source.type = *std::move(type);
    if (source.type == "file"_L1) {
        return fields::invalid(fields::join(source.path, "file_id"),
                               u"Uploaded files are not kept here; send the content as base64"_s);
    }
    return source;
}

bool isMediaType(const QString &text, QLatin1StringView kind)
{
    return text.size() <= 100 && text.startsWith(kind) && text.size() > kind.size() &&
           std::ranges::all_of(text.sliced(kind.size()), [](QChar c) {
               return core::ascii::isLetterOrDigit(c) || "+-."_L1.contains(c);
           });
}

Result<QByteArray> readBase64(const Source &source, QLatin1StringView kind)
{
    const auto type = fields::needed(*source.json, source.path, "media_type");
    if (!type)
        return std::unexpected(type.error());
    if (!isMediaType(*type, kind)) {
        return fields::invalid(
                fields::join(source.path, "media_type"),
                u"Expected a media type such as %1"_s.arg(
                        kind == "image/"_L1 ? "image/png"_L1 : "application/pdf"_L1));
    }
    // Megabytes: not worth a detour over UTF-16.
    const auto *data = core::json::stringAt(*source.json, "data");
    if (!data || data->empty()) {
        return fields::invalid(fields::join(source.path, "data"),
                               u"A non-empty string is required"_s);
    }
    QByteArray uri = "data:" + type->toLatin1() + ";base64,";
    uri.append(data->data(), qsizetype(data->size()));
    return uri;
}

Result<ContentPart> readImage(const object &block, const QString &path)
{
    const auto source = readSource(block, path);
    if (!source)
        return std::unexpected(source.error());
    if (source->type == "base64"_L1) {
        return readBase64(*source, "image/"_L1).transform([](QByteArray uri) {
            return ContentPart(ImagePart{.url = std::move(uri), .detail = {}});
        });
    }
    if (source->type != "url"_L1) {
        return fields::invalid(fields::join(source->path, "type"), u"Must be base64 or url"_s);
    }
    const auto url = fields::needed(*source->json, source->path, "url");
    if (!url)
        return std::unexpected(url.error());
    if (!url->startsWith("https://"_L1, Qt::CaseInsensitive) &&
        !url->startsWith("http://"_L1, Qt::CaseInsensitive)) {
        return fields::invalid(fields::join(source->path, "url"), u"Expected an http(s) address"_s);
    }
    return ImagePart{.url = url->toUtf8(), .detail = {}};
}

QString headed(const QStringList &heading, const QString &text)
{
    QStringList lines = heading;
    lines.removeAll(QString());
    lines.append(text);
    return lines.join(u'\n');
}

//! The text blocks (and images) that a document or a search result is made of.
Result<Parts> readInner(const object &json, const QString &path)
{
    const QString where = fields::join(path, "content");
    const value *content = core::json::find(json, "content");
    if (content && content->is_string())
        return Parts{TextPart{.text = core::json::text(content->get_string())}};
    if (!content || !content->is_array())
        return fields::invalid(where, u"Expected an array of blocks"_s);
    Parts parts;
    for (qsizetype i = 0; const value &item : content->get_array()) {
        const QString place = u"%1.%2"_s.arg(where).arg(i++);
        if (!item.is_object())
            return fields::invalid(place, u"Expected an object"_s);
        const QString type = core::json::textAt(item.get_object(), "type");
        if (type != "text"_L1 && type != "image"_L1)
            return fields::invalid(fields::join(place, "type"), u"Must be text or image"_s);
        auto read = readBlock(item.get_object(), type, place);
        if (!read)
            return std::unexpected(read.error());
        parts += *std::move(read);
    }
    return parts;
}

Result<Parts> readDocument(const object &block, const QString &path)
{
    const auto title = fields::string(block, path, "title");
    if (!title)
        return std::unexpected(title.error());
    const auto context = fields::string(block, path, "context");
    if (!context)
        return std::unexpected(context.error());
    const QStringList heading{title->value_or(QString()), context->value_or(QString())};
    const auto source = readSource(block, path);
    if (!source)
        return std::unexpected(source.error());
    if (source->type == "base64"_L1) {
        auto uri = readBase64(*source, "application/"_L1);
        if (!uri)
            return std::unexpected(uri.error());
        Parts parts;
        if (context->value_or(QString()).size() > 0)
            parts.append(TextPart{.text = **context});
        parts.append(FilePart{.kind = FilePart::Kind::Document,
                              .dataUri = *std::move(uri),
                              .fileName = title->value_or(QString())});
        return parts;
    }
    if (source->type == "text"_L1) {
        return readText(*source->json, source->path, "data").transform([&](const QString &text) {
            return Parts{TextPart{.text = headed(heading, text)}};
        });
    }
    if (source->type == "content"_L1) {
        return readInner(*source->json, source->path).transform([&](Parts parts) {
            if (const QString head = headed(heading, {}); head.size() > 0)
                parts.prepend(TextPart{.text = head});
            return parts;
        });
    }
    return fields::invalid(fields::join(source->path, "type"),
                           u"Documents are served as base64, text or content: nothing is fetched "
                           "here"_s);
}

Result<Parts> readSearchResult(const object &block, const QString &path)
{
    const auto title = readText(block, path, "title");
    if (!title)
        return std::unexpected(title.error());
    const auto source = readText(block, path, "source");
    if (!source)
        return std::unexpected(source.error());
    return readInner(block, path).transform([&](const Parts &parts) {
        return Parts{TextPart{.text = headed({*title, *source}, core::textOf({.content = parts}))}};
    });
}

} // namespace

bool isContentBlock(const QString &type)
{
    return std::ranges::contains(contentTypes, type);
}

Result<Parts> readBlock(const object &block, const QString &type, const QString &path)
{
    const auto alone = [](ContentPart part) { return Parts{std::move(part)}; };
    if (type == "text"_L1) {
        return readText(block, path).transform([](const QString &text) {
            return Parts{TextPart{.text = text}};
        });
    }
    if (type == "image"_L1)
        return readImage(block, path).transform(alone);
    if (type == "document"_L1)
        return readDocument(block, path);
    if (type == "search_result"_L1)
        return readSearchResult(block, path);
    if (type == "tool_reference"_L1) {
        return readText(block, path, "tool_name").transform([](const QString &name) {
            return Parts{TextPart{.text = u"The tool %1 is available."_s.arg(name)}};
        });
    }
    return fields::invalid(fields::join(path, "type"),
                           u"Unknown content block '%1'"_s.arg(type.left(64)));
}

} // namespace gateway::anthropic
