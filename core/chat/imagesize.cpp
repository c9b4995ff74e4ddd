// SPDX-License-Identifier: MIT
#include "core/chat/imagesize.h"

#include <QByteArray>
#include <QtEndian>

#include <algorithm>

namespace core {

namespace {

// Cameras put previews before the frame header of a JPEG; 64 KB hold all but the strangest.
constexpr qsizetype longestHead = 64 * 1024;

const uchar *at(QByteArrayView bytes, qsizetype offset)
{
    return reinterpret_cast<const uchar *>(bytes.data()) + offset;
}

std::optional<QSize> sizeOf(quint32 width, quint32 height)
{
    constexpr quint32 largest = 0x7fffffff;
    if (width > largest || height > largest)
        return {};
    return QSize(int(width), int(height));
}

//! PNG, 11.2.1: the first chunk is IHDR, with the width and the height in front.
std::optional<QSize> ofPng(QByteArrayView bytes)
{
    if (bytes.size() < 24 || bytes.sliced(12, 4) != "IHDR")
        return {};
    return sizeOf(qFromBigEndian<quint32>(at(bytes, 16)), qFromBigEndian<quint32>(at(bytes, 20)));
}

//! GIF89a, 18: the logical screen descriptor follows the signature.
std::optional<QSize> ofGif(QByteArrayView bytes)
{
    if (bytes.size() < 10)
        return {};
    return sizeOf(qFromLittleEndian<quint16>(at(bytes, 6)),
                  qFromLittleEndian<quint16>(at(bytes, 8)));
}

//! ITU-T T.81, B.2.2: a frame header is one of the markers SOF0 to SOF15 but DHT, JPG and DAC.
bool isFrameHeader(uchar marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

std::optional<QSize> ofJpeg(QByteArrayView bytes)
{
    qsizetype place = 2;
    while (place + 9 <= bytes.size() && *at(bytes, place) == 0xff) {
        const uchar marker = *at(bytes, place + 1);
        if (marker == 0xff) { // fill bytes may precede a marker (B.1.1.2)
            ++place;
            continue;
        }
        if (isFrameHeader(marker)) {
            return sizeOf(qFromBigEndian<quint16>(at(bytes, place + 7)),
                          qFromBigEndian<quint16>(at(bytes, place + 5)));
        }
        place += 2 + qFromBigEndian<quint16>(at(bytes, place + 2));
    }
    return {};
}

//! RFC 9649, 2.5 to 2.7: lossy, lossless and extended files.
std::optional<QSize> ofWebP(QByteArrayView bytes)
{
    if (bytes.size() < 30)
        return {};
    const QByteArrayView form = bytes.sliced(12, 4);
    if (form == "VP8 ") {
        return sizeOf(qFromLittleEndian<quint16>(at(bytes, 26)) & 0x3fff,
                      qFromLittleEndian<quint16>(at(bytes, 28)) & 0x3fff);
    }
    if (form == "VP8L") {
        const auto bits = qFromLittleEndian<quint32>(at(bytes, 21));
        return sizeOf((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1);
    }
    if (form == "VP8X") {
        const auto threeBytes = [bytes](qsizetype offset) {
            return quint32(*at(bytes, offset)) | quint32(*at(bytes, offset + 1)) << 8 |
                   quint32(*at(bytes, offset + 2)) << 16;
        };
        return sizeOf(threeBytes(24) + 1, threeBytes(27) + 1);
    }
    return {};
}

} // namespace

std::optional<QSize> imageSize(QByteArrayView bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return ofPng(bytes);
    if (bytes.startsWith("GIF8"))
        return ofGif(bytes);
    if (bytes.startsWith("\xff\xd8"))
        return ofJpeg(bytes);
    if (bytes.startsWith("RIFF") && bytes.size() >= 12 && bytes.sliced(8, 4) == "WEBP")
        return ofWebP(bytes);
    return {};
}

std::optional<QSize> imageSizeOfDataUri(QByteArrayView uri)
{
    const qsizetype comma = uri.first(std::min<qsizetype>(uri.size(), 256)).indexOf(',');
    if (comma < 0 || !uri.first(comma).endsWith(";base64"))
        return {};
    const QByteArrayView payload = uri.sliced(comma + 1);
    const QByteArrayView head = payload.first(std::min(payload.size(), longestHead / 3 * 4));
    return imageSize(QByteArray::fromBase64(head.toByteArray()));
}

} // namespace core
