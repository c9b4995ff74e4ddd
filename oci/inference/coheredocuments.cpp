// SPDX-License-Identifier: MIT
#include "oci/inference/coheredocuments.h"

#include "core/json/json.h"

#include <QByteArrayList>

#include <array>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::FilePart;
using core::Result;

namespace oci {

namespace {

constexpr int mostWords = 300;

std::unexpected<core::Error> refused(const QString &param, const QString &message)
{
    return std::unexpected(core::Error{.code = core::ErrorCode::InvalidRequest,
                                       .message = message,
                                       .param = param,
                                       .reason = u"unsupported_content"_s});
}

//! RFC 2397. Nothing where it holds no text.
std::optional<QString> textIn(const QByteArray &dataUri)
{
    const qsizetype comma = dataUri.indexOf(',');
    if (comma < 5 || !dataUri.first(5).toLower().startsWith("data:"))
        return {};
    const QByteArrayList head = dataUri.sliced(5, comma - 5).toLower().split(';');
    const QByteArray type = head.first().trimmed();
    static const QByteArrayList texts{"application/json", "application/xml", "application/yaml",
                                      "application/x-yaml", "application/javascript"};
    if (!type.isEmpty() && !type.startsWith("text/") && !texts.contains(type))
        return {};
    const QByteArray data = dataUri.sliced(comma + 1);
    if (head.last().trimmed() != "base64")
        return QString::fromUtf8(QByteArray::fromPercentEncoding(data));
    const auto decoded =
            QByteArray::fromBase64Encoding(data, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return {};
    return QString::fromUtf8(*decoded);
}

//! Each but the last of `mostWords` words, with the blanks that follow them.
QStringList pieces(const QString &text)
{
    QStringList out;
    qsizetype start = 0;
    int words = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool begins = !text[i].isSpace() && (i == 0 || text[i - 1].isSpace());
        if (!begins || words++ < mostWords)
            continue;
        out += text.sliced(start, i - start);
        start = i;
        words = 1;
    }
    return out << text.sliced(start);
}

void append(array &documents, const FilePart &file, const QString &text)
{
    const QStringList parts = pieces(text);
    const QString name = file.fileName.isEmpty() ? u"document"_s : file.fileName;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const QString title = parts.size() == 1
                                      ? name
                                      : u"%1 (%2/%3)"_s.arg(name, QString::number(i + 1),
                                                            QString::number(parts.size()));
        documents.push_back(
                object{{"id", core::json::string(u"file_%1"_s.arg(documents.size() + 1))},
                       {"title", core::json::string(title)},
                       {"text", core::json::string(parts[i])}});
    }
}

} // namespace

Result<array> cohereDocuments(const core::ChatRequest &request, bool takesImages)
{
    array documents = request.documents;
    for (qsizetype i = 0; i < request.messages.size(); ++i) {
        const auto &content = request.messages[i].content;
        for (qsizetype j = 0; j < content.size(); ++j) {
            const QString place = u"messages[%1].content[%2]"_s.arg(i).arg(j);
            if (std::holds_alternative<core::ImagePart>(content[j]) && !takesImages) {
                return refused(
                        place + u".image_url"_s,
                        u"This model reads no images. Choose one that does, e.g. cohere.command-a-vision-07-2025"_s);
            }
            const auto *file = std::get_if<FilePart>(&content[j]);
            if (!file)
                continue;
            const auto text =
                    file->kind == FilePart::Kind::Document ? textIn(file->dataUri) : std::nullopt;
            if (!text) {
                return refused(
                        place + u".file"_s,
                        u"Cohere's models read text files only, as a data: URI (data:text/plain;base64,…). For PDF, sound and film choose a model of another vendor"_s);
            }
            append(documents, *file, *text);
        }
    }
    return documents;
}

void writeCohereDocuments(JsonWriter &out, const array &documents)
{
    if (!documents.empty())
        out.key("documents").json(boost::json::value(documents));
}

} // namespace oci
