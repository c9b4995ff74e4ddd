// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"
#include "core/result.h"
#include "oci/inference/knownmodels.h"
#include "oci/inference/nativecall.h"

#include <QByteArray>
#include <QList>

#include <string_view>

namespace oci {

//! How many texts one call takes (protocol reference, 7.15).
inline constexpr qsizetype mostTextsPerCall = 96;

//! Neighbouring inputs that go in one call: texts, or a single image.
struct EmbeddingBatch {
    qsizetype first = 0;
    qsizetype count = 0;
    bool isImage = false;

    bool operator==(const EmbeddingBatch &) const = default;
};

//! In the order of the inputs; together they are all of them.
[[nodiscard]] QList<EmbeddingBatch> batchesOf(const QList<core::EmbeddingInput> &inputs);

//! Refuses what no call could serve: nothing to embed, an empty text, an image that is no `data:`
//! URI. `model` is what the table knows of the model, or null: then the service is left to judge
//! whether it makes vectors at all, of images and of that many dimensions.
[[nodiscard]] core::Result<void> checkEmbedding(const core::EmbeddingRequest &request,
                                                const KnownModel *model);

//! The body of POST /20231130/actions/embedText for one batch (protocol reference, 7.15 and
//! 13.10).
[[nodiscard]] QByteArray embeddingBody(const core::EmbeddingRequest &request,
                                       const EmbeddingBatch &batch, const NativeCall &call,
                                       const KnownModel *model);

//! The service's word for a type, in lower case.
[[nodiscard]] std::string_view wordFor(core::EmbeddingType type);

} // namespace oci
