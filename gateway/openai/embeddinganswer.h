// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"

namespace gateway::openai {

//! The body of an answer to POST /v1/embeddings (protocol reference 13.10). `model` is the name
//! that was asked for; numbers are as short as they can be without losing a bit.
[[nodiscard]] QByteArray embeddingAnswer(const core::Embeddings &embeddings, const QString &model,
                                         bool base64);
//! Adds a vector as a JSON array of such numbers.
void appendNumbers(QByteArray &out, const QList<float> &vector);

} // namespace gateway::openai
