// SPDX-License-Identifier: MIT
#include "core/inference/embedding.h"

#include <QtEndian>

#include <bit>

using namespace Qt::StringLiterals;

namespace core {

EmbeddingInput embeddingInput(const QString &text)
{
    // RFC 2397; schemes and media types are written in any case.
    const QStringView head = QStringView(text).first(std::min<qsizetype>(text.size(), 128));
    if (head.startsWith("data:image/"_L1, Qt::CaseInsensitive) && head.contains(u','))
        return ImagePart{.url = text.toUtf8()};
    return TextPart{text};
}

QByteArray base64Of(const QList<float> &vector)
{
    static_assert(sizeof(float) == sizeof(quint32));
    QByteArray bytes(vector.size() * qsizetype(sizeof(float)), Qt::Uninitialized);
    char *at = bytes.data();
    for (const float number : vector) {
        qToLittleEndian(std::bit_cast<quint32>(number), at);
        at += sizeof(float);
    }
    return bytes.toBase64();
}

QByteArray base64Of(const QList<qint16> &vector)
{
    QByteArray bytes;
    bytes.reserve(vector.size());
    for (const qint16 number : vector)
        bytes += char(number);
    return bytes.toBase64();
}

} // namespace core
