// SPDX-License-Identifier: MIT
#include "gateway/openai/contentparts.h"

#include "core/ascii.h"
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

namespace gateway::openai {

namespace {

//! The bytes of a URL field; large images are not worth a detour over UTF-16.
Result<QByteArray> readUrl(const object &json, const QString &path, std::string_view key)
{
    const auto *text = core::json::stringAt(json, key);
    if (!text || text->empty())
        return fields::invalid(fields::join(path, key), u"A non-empty string is required"_s);
    return QByteArray(text->data(), qsizetype(text->size()));
}

bool isWebUrl(const QByteArray &url)
{
    const QByteArray start = url.first(std::min<qsizetype>(8, url.size())).toLower();
    return start.startsWith("http://") || start.startsWith("https://");
}

Result<ContentPart> readImage(const object &part, const QString &path)
{
    // OpenAI nests the address; some clients send the bare string.
    const bool bare = core::json::stringAt(part, "image_url") != nullptr;
    const object *image = bare ? &part : core::json::objectAt(part, "image_url");
    if (!image)
        return fields::invalid(fields::join(path, "image_url"), u"Expected an object"_s);
    const QString where = bare ? path : fields::join(path, "image_url");
    const std::string_view key = bare ? "image_url" : "url";

    auto url = readUrl(*image, where, key);
    if (!url)
        return std::unexpected(url.error());
    if (!isDataUri(*url) && !isWebUrl(*url)) {
        return fields::invalid(fields::join(where, key),
                               u"Expected a data: URI or an http(s) address"_s);
    }
    const auto detail = fields::string(*image, where, "detail");
    if (!detail)
        return std::unexpected(detail.error());
    constexpr std::array known{"auto"_L1, "low"_L1, "high"_L1};
    if (*detail && std::ranges::find(known, **detail) == known.end())
        return fields::invalid(fields::join(where, "detail"), u"Must be auto, low or high"_s);
    return ImagePart{.url = *std::move(url), .detail = detail->value_or(QString())};
}

Result<ContentPart> readAudio(const object &part, const QString &path)
{
    const QString where = fields::join(path, "input_audio");
    const object *audio = core::json::objectAt(part, "input_audio");
    if (!audio)
        return fields::invalid(where, u"Expected an object"_s);
    auto data = readUrl(*audio, where, "data");
    if (!data)
        return std::unexpected(data.error());
    if (isDataUri(*data))
        return FilePart{.kind = FilePart::Kind::Audio, .dataUri = *std::move(data), .fileName = {}};
    const auto format = fields::needed(*audio, where, "format");
    if (!format)
        return std::unexpected(format.error());
    if (!std::ranges::all_of(*format, core::ascii::isLetterOrDigit))
        return fields::invalid(fields::join(where, "format"), u"Unknown format"_s);
    return FilePart{.kind = FilePart::Kind::Audio,
                    .dataUri = "data:audio/" + format->toLatin1() + ";base64," + *data,
                    .fileName = {}};
}

Result<ContentPart> readFile(const object &part, const QString &path)
{
    const QString where = fields::join(path, "file");
    const object *file = core::json::objectAt(part, "file");
    if (!file)
        return fields::invalid(where, u"Expected an object"_s);
    if (core::json::find(*file, "file_id")) {
        return fields::invalid(fields::join(where, "file_id"),
                               u"Uploaded files are not kept here; send file_data"_s);
    }
    auto data = readUrl(*file, where, "file_data");
    if (!data)
        return std::unexpected(data.error());
    if (!isDataUri(*data))
        return fields::invalid(fields::join(where, "file_data"), u"Expected a data: URI"_s);
    const auto name = fields::string(*file, where, "filename");
    if (!name)
        return std::unexpected(name.error());
    return FilePart{.kind = FilePart::Kind::Document,
                    .dataUri = *std::move(data),
                    .fileName = name->value_or(QString())};
}

Result<ContentPart> readVideo(const object &part, const QString &path)
{
    const QString where = fields::join(path, "video_url");
    const object *video = core::json::objectAt(part, "video_url");
    if (!video)
        return fields::invalid(where, u"Expected an object"_s);
    auto url = readUrl(*video, where, "url");
    if (!url)
        return std::unexpected(url.error());
    if (!isDataUri(*url))
        return fields::invalid(fields::join(where, "url"), u"Expected a data: URI"_s);
    return FilePart{.kind = FilePart::Kind::Video, .dataUri = *std::move(url), .fileName = {}};
}

Result<ContentPart> readPart(const object &part, const QString &type, const QString &path)
{
    if (type == "text"_L1 || type == "input_text"_L1 || type == "output_text"_L1)
        return readTextPart(part, path);
    if (type == "image_url"_L1 || type == "input_image"_L1)
        return readImage(part, path);
    if (type == "input_audio"_L1)
        return readAudio(part, path);
    if (type == "file"_L1)
        return readFile(part, path);
    if (type == "video_url"_L1)
        return readVideo(part, path);
    return fields::invalid(fields::join(path, "type"),
                           u"Unknown content part '%1'"_s.arg(type.left(64)));
}

} // namespace

bool isDataUri(const QByteArray &url)
{
    return url.first(std::min<qsizetype>(5, url.size())).compare("data:", Qt::CaseInsensitive) ==
                   0 &&
           url.contains(',');
}

Result<ContentPart> readTextPart(const object &json, const QString &path)
{
    const auto text = fields::string(json, path, "text");
    if (!text)
        return std::unexpected(text.error());
    if (!*text)
        return fields::invalid(fields::join(path, "text"), u"A string is required"_s);
    return TextPart{.text = **text};
}

Result<Content> readContent(const value &json, const QString &path)
{
    return readContent(json, path, readPart);
}

Result<Content> readContent(const value &json, const QString &path, PartReader readPart)
{
    Content content;
    if (const auto *text = json.if_string()) {
        content.parts.append(TextPart{.text = core::json::text(*text)});
        return content;
    }
    const auto *parts = json.if_array();
    if (!parts)
        return fields::invalid(path, u"Expected a string or an array of parts"_s);
    for (qsizetype i = 0; const value &item : *parts) {
        const QString where = u"%1[%2]"_s.arg(path).arg(i++);
        const object *part = item.if_object();
        if (!part)
            return fields::invalid(where, u"Expected an object"_s);
        const auto type = fields::needed(*part, where, "type");
        if (!type)
            return std::unexpected(type.error());
        if (*type == "refusal"_L1) {
            const auto refusal = fields::needed(*part, where, "refusal");
            if (!refusal)
                return std::unexpected(refusal.error());
            content.refusal += *refusal;
            continue;
        }
        auto read = readPart(*part, *type, where);
        if (!read)
            return std::unexpected(read.error());
        content.parts.append(*std::move(read));
    }
    return content;
}

} // namespace gateway::openai
