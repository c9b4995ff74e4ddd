// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/answerwriter.h"
#include "gateway/ollama/answerparts.h"

namespace gateway::ollama {

//! The body of a whole answer to /api/chat or /api/generate (`"stream":false`).
[[nodiscard]] QByteArray answerBody(Endpoint endpoint, const ChatCall &call,
                                    const FinishedAnswer &answer, const QDateTime &now,
                                    const Durations &durations);
//! The answer where nothing was asked: that the model is there (`"done_reason":"load"`), or that it
//! was let go of.
[[nodiscard]] QByteArray loadedBody(Endpoint endpoint, const QString &model, const QDateTime &now,
                                    bool isUnload);

} // namespace gateway::ollama
