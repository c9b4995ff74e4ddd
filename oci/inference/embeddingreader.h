// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"
#include "core/result.h"

#include <QByteArrayView>

#include <optional>

namespace oci {

//! The vectors of one batch.
struct EmbeddingPart {
    QList<QList<float>> floats;
    QMap<core::EmbeddingType, QList<QList<qint16>>> integers;
    std::optional<qint64> tokens; //!< of the inputs, where the service said
    QString modelVersion;

    bool operator==(const EmbeddingPart &) const = default;
};

//! Reads an EmbedTextResult (protocol reference, 7.15). It must hold exactly `count` vectors of
//! one length for each of the types, else it is a Protocol error: a missing vector would move all
//! that follow to the wrong input.
[[nodiscard]] core::Result<EmbeddingPart> readEmbeddings(QByteArrayView body, qsizetype count,
                                                         const QList<core::EmbeddingType> &types);

} // namespace oci
