// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"

#include <QByteArray>
#include <QList>

namespace gateway::openai {

//! The body of GET /api/v0/models, LM Studio's own list, which editors read for context lengths
//! and capabilities: chat and embedding models. Its words for how a model is kept on a disk are
//! closed sets, so `compatibility_type` is "gguf" and `state` is "loaded" for all.
[[nodiscard]] QByteArray lmStudioList(const QList<core::ModelInfo> &models);
//! The body of GET /api/v0/models/{id}.
[[nodiscard]] QByteArray lmStudioModel(const core::ModelInfo &model);

} // namespace gateway::openai
