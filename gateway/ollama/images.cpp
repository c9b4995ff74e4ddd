// SPDX-License-Identifier: MIT
#include "gateway/ollama/images.h"

#include "gateway/fields/fields.h"

using namespace Qt::StringLiterals;
using core::ContentPart;
using core::ImagePart;
using core::Result;

namespace gateway::ollama {

namespace {

// Of base64 text; enough for every signature.
constexpr qsizetype headLength = 64;

Result<ContentPart> readImage(const boost::json::value &json, const QString &path)
{
    const auto *text = json.if_string();
    if (!text || text->empty())
        return fields::invalid(path, u"An image as base64 text is required"_s);
    QByteArray bytes(text->data(), qsizetype(text->size()));
    if (bytes.first(std::min<qsizetype>(5, bytes.size())).toLower() == "data:")
        return ImagePart{.url = std::move(bytes)};
    const auto head =
            QByteArray::fromBase64Encoding(bytes.first(std::min(headLength, bytes.size())),
                                           QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray type = head ? imageType(*head) : QByteArray();
    if (type.isEmpty()) {
        return fields::invalid(path,
                               u"This is no image in base64 (PNG, JPEG, GIF, WebP, BMP or TIFF)"_s);
    }
    return ImagePart{.url = "data:" + type + ";base64," + bytes};
}

} // namespace

QByteArray imageType(QByteArrayView bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return "image/png";
    if (bytes.startsWith("\xff\xd8\xff"))
        return "image/jpeg";
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return "image/gif";
    if (bytes.startsWith("RIFF") && bytes.size() >= 12 && bytes.sliced(8).startsWith("WEBP"))
        return "image/webp";
    if (bytes.startsWith("BM"))
        return "image/bmp";
    if (bytes.startsWith(QByteArrayView("II*\0", 4)) ||
        bytes.startsWith(QByteArrayView("MM\0*", 4)))
        return "image/tiff";
    return {};
}

Result<QList<ContentPart>> readImages(const boost::json::object &json, const QString &path)
{
    QList<ContentPart> images;
    const auto array = fields::array(json, path, "images");
    if (!array)
        return std::unexpected(array.error());
    if (!*array)
        return images;
    const QString where = fields::join(path, "images");
    for (const boost::json::value &item : **array) {
        auto image = readImage(item, u"%1[%2]"_s.arg(where).arg(images.size()));
        if (!image)
            return std::unexpected(image.error());
        images.append(*std::move(image));
    }
    return images;
}

} // namespace gateway::ollama
