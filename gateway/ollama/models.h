// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"

#include <QByteArray>
#include <QList>

namespace gateway::ollama {

//! The release of Ollama whose interface this is; editors refuse older ones.
inline constexpr auto apiVersion = "0.12.6";

//! The body of GET /api/tags: chat and embedding models, by the names that they are called by.
//! Nothing of a model is on this machine, so its size is 0; the digest is one of its name.
[[nodiscard]] QByteArray tagList(const QList<core::ModelInfo> &models);
//! The body of POST /api/show. Tools read the context length below the architecture, which is the
//! vendor here, and what a model can do from `capabilities`: "completion", "insert", "tools",
//! "vision", "thinking", "embedding".
[[nodiscard]] QByteArray modelBody(const core::ModelInfo &model);
//! The body of GET /api/ps: nothing runs on this machine.
[[nodiscard]] QByteArray runningList();
//! The body of GET /api/version.
[[nodiscard]] QByteArray versionBody();

} // namespace gateway::ollama
