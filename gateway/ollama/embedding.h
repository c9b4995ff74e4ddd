// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"
#include "core/result.h"

#include <boost/json/object.hpp>

namespace gateway::ollama {

//! Vectors to compute, and what the client calls the model.
struct EmbedCall {
    core::EmbeddingRequest request; //!< `model` without the tag ":latest"
    QString model;

    bool operator==(const EmbedCall &) const = default;
};

//! Reads the body of POST /api/embed: `input` is a text or an array of texts, which may be empty;
//! `truncate` (true unless given), `dimensions`.
[[nodiscard]] core::Result<EmbedCall> readEmbedCall(const boost::json::object &body);
//! Reads the body of the older POST /api/embeddings: one `prompt`.
[[nodiscard]] core::Result<EmbedCall> readOldEmbedCall(const boost::json::object &body);

//! `{"model","embeddings":[[…]],"total_duration","load_duration","prompt_eval_count"}`; the
//! duration in nanoseconds.
[[nodiscard]] QByteArray embedBody(const core::Embeddings &vectors, const QString &model,
                                   qint64 duration);
//! `{"embedding":[…]}`.
[[nodiscard]] QByteArray oldEmbedBody(const core::Embeddings &vectors);

} // namespace gateway::ollama
