// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QSize>

#include <optional>

namespace oci::demo {

//! What a data URI tells about the picture in it.
struct ImageFacts {
    QByteArray mediaType;
    qsizetype bytes = 0;       //!< of the picture itself; 0 where it cannot be decoded
    std::optional<QSize> size; //!< of a PNG

    bool operator==(const ImageFacts &) const = default;
};

//! Reads the head only; nothing is decoded as a picture.
[[nodiscard]] ImageFacts imageFacts(QByteArrayView dataUri);

} // namespace oci::demo
