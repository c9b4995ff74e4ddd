// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QSize>

#include <optional>

namespace core {

//! Width and height of a PNG, JPEG, GIF or WebP picture by its first bytes; the picture is not
//! decoded. Nothing where they do not say it. The numbers are as the file has them: any size up to
//! 2^31 - 1, also 0.
[[nodiscard]] std::optional<QSize> imageSize(QByteArrayView bytes);
//! The same of a base64 `data:` URI, of which only as much is decoded as a head can be long.
[[nodiscard]] std::optional<QSize> imageSizeOfDataUri(QByteArrayView uri);

} // namespace core
