// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace gateway::openai {

//! The bodies of GET /health and /health/liveliness, and of /health/readiness.
[[nodiscard]] QByteArray liveBody();
[[nodiscard]] QByteArray readyBody(bool modelsLoaded);

} // namespace gateway::openai
