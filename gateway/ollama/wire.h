// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/problems/problem.h"

//! Ollama's own interface below /api (docs/api.md of Ollama). Errors are `{"error":"message"}`.
namespace gateway::ollama {

[[nodiscard]] QByteArray problemBody(const Problem &problem);
[[nodiscard]] core::http::Response errorResponse(const core::Error &error);
//! The name without the ":latest" that clients append to names without a tag.
[[nodiscard]] QString modelName(const QString &name);

} // namespace gateway::ollama
