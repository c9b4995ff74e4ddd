// SPDX-License-Identifier: MIT
#include "oci/demo/imagefacts.h"

#include <QtEndian>

namespace oci::demo {

ImageFacts imageFacts(QByteArrayView dataUri)
{
    constexpr QByteArrayView scheme("data:");
    ImageFacts facts;
    const qsizetype comma = dataUri.indexOf(',');
    if (!dataUri.startsWith(scheme) || comma < 0)
        return facts;
    const QByteArrayView head = dataUri.sliced(scheme.size(), comma - scheme.size());
    const qsizetype semicolon = head.indexOf(';');
    facts.mediaType = head.first(semicolon < 0 ? head.size() : semicolon).toByteArray().left(100);

    const QByteArrayView payload = dataUri.sliced(comma + 1);
    const QByteArray bytes = head.endsWith(";base64")
                                     ? QByteArray::fromBase64(payload.toByteArray())
                                     : QByteArray::fromPercentEncoding(payload.toByteArray());
    facts.bytes = bytes.size();
    // PNG, 11.2.1: the first chunk is IHDR, with the width and the height in front.
    if (bytes.startsWith("\x89PNG\r\n\x1a\n") && bytes.size() >= 24 &&
        QByteArrayView(bytes).sliced(12, 4) == "IHDR") {
        const auto *at = reinterpret_cast<const uchar *>(bytes.constData());
        const auto width = qFromBigEndian<quint32>(at + 16);
        const auto height = qFromBigEndian<quint32>(at + 20);
        constexpr quint32 largest = 0x7fffffff;
        if (width <= largest && height <= largest)
            facts.size = QSize(int(width), int(height));
    }
    return facts;
}

} // namespace oci::demo
