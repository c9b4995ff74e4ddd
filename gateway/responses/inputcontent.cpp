// SPDX-License-Identifier: MIT
#include "gateway/responses/inputcontent.h"

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

namespace gateway::responses {

namespace {

//! The bytes of a field; what is large is not worth a detour over UTF-16.
QByteArray bytesAt(const object &json, std::string_view key)
{
    const auto *text = core::json::stringAt(json, key);
    return text ? QByteArray(text->data(), qsizetype(text->size())) : QByteArray();
}

bool startsWith(const QByteArray &text, QByteArrayView start)
{
    return text.first(std::min(start.size(), text.size())).compare(start, Qt::CaseInsensitive) == 0;
}

std::unexpected<core::Error> notKept(const QString &path, const QString &instead)
{
    return fields::invalid(fields::join(path, "file_id"),
                           u"Uploaded files are not kept here; send %1"_s.arg(instead));
}

Result<ContentPart> readImage(const object &part, const QString &path)
{
    if (core::json::find(part, "file_id"))
        return notKept(path, u"image_url"_s);
    const QString where = fields::join(path, "image_url");
    QByteArray url = bytesAt(part, "image_url");
    if (!openai::isDataUri(url) && !startsWith(url, "https://") && !startsWith(url, "http://"))
        return fields::invalid(where, u"Expected a data: URI or an http(s) address"_s);
    const auto detail = fields::string(part, path, "detail");
    if (!detail)
        return std::unexpected(detail.error());
    constexpr std::array known{"auto"_L1, "low"_L1, "high"_L1, "original"_L1};
    QString wanted = detail->value_or(QString());
    if (!wanted.isEmpty() && std::ranges::find(known, wanted) == known.end())
        return fields::invalid(fields::join(path, "detail"),
                               u"Must be auto, low, high or original"_s);
    if (wanted == "original"_L1) // chats have nothing finer
        wanted = u"high"_s;
    return ImagePart{.url = std::move(url), .detail = wanted};
}

QByteArray mediaTypeOf(const QString &fileName)
{
    constexpr std::array known{
            std::pair{".pdf"_L1, "application/pdf"}, std::pair{".txt"_L1, "text/plain"},
            std::pair{".md"_L1, "text/markdown"},    std::pair{".csv"_L1, "text/csv"},
            std::pair{".html"_L1, "text/html"},      std::pair{".json"_L1, "application/json"},
    };
    for (const auto &[ending, type] : known) {
        if (fileName.endsWith(ending, Qt::CaseInsensitive))
            return type;
    }
    return {};
}

Result<ContentPart> readFile(const object &part, const QString &path)
{
    if (core::json::find(part, "file_id"))
        return notKept(path, u"file_data"_s);
    if (core::json::find(part, "file_url")) {
        return fields::invalid(fields::join(path, "file_url"),
                               u"Files are not fetched from here; send file_data"_s);
    }
    const auto name = fields::string(part, path, "filename");
    if (!name)
        return std::unexpected(name.error());
    const QString fileName = name->value_or(QString());
    const QString where = fields::join(path, "file_data");
    QByteArray data = bytesAt(part, "file_data");
    if (data.isEmpty())
        return fields::invalid(where, u"A non-empty string is required"_s);
    if (!openai::isDataUri(data)) {
        // Some clients leave the type to the name.
        const QByteArray type = mediaTypeOf(fileName);
        if (type.isEmpty())
            return fields::invalid(where, u"Expected a data: URI"_s);
        data = "data:" + type + ";base64," + data;
    }
    return FilePart{
            .kind = FilePart::Kind::Document, .dataUri = std::move(data), .fileName = fileName};
}

Result<ContentPart> readAudio(const object &part, const QString &path)
{
    const QString where = fields::join(path, "input_audio");
    const object *audio = core::json::objectAt(part, "input_audio");
    if (!audio)
        return fields::invalid(where, u"Expected an object"_s);
    const QByteArray data = bytesAt(*audio, "data");
    const QByteArray format = bytesAt(*audio, "format");
    if (data.isEmpty())
        return fields::invalid(fields::join(where, "data"), u"A non-empty string is required"_s);
    if (format != "mp3" && format != "wav")
        return fields::invalid(fields::join(where, "format"), u"Must be mp3 or wav"_s);
    return FilePart{.kind = FilePart::Kind::Audio,
                    .dataUri = "data:audio/" + format + ";base64," + data};
}

Result<ContentPart> readPart(const object &part, const QString &type, const QString &path)
{
    constexpr std::array texts{"input_text"_L1, "output_text"_L1, "text"_L1, "summary_text"_L1,
                               "reasoning_text"_L1};
    if (std::ranges::contains(texts, type))
        return openai::readTextPart(part, path);
    if (type == "input_image"_L1)
        return readImage(part, path);
    if (type == "input_file"_L1)
        return readFile(part, path);
    if (type == "input_audio"_L1)
        return readAudio(part, path);
    return fields::invalid(fields::join(path, "type"),
                           u"Unknown content part '%1'"_s.arg(type.left(64)));
}

} // namespace

Result<openai::Content> readContent(const value &json, const QString &path)
{
    return openai::readContent(json, path, readPart);
}

} // namespace gateway::responses
