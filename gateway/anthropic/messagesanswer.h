// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/answerwriter.h"

namespace gateway::anthropic {

//! The body of a whole answer, object "message", of the first choice. A tool call whose arguments
//! are no JSON object keeps them under "invalid_json" (see inputOf()). An answer of nothing has no
//! blocks. `inputTokens`: the estimate for where the service did not count; `stops`: the request's
//! stop sequences.
[[nodiscard]] QByteArray messagesAnswer(const QString &model, const FinishedAnswer &answer,
                                        bool showThinking, qint64 inputTokens,
                                        const QStringList &stops = {});

} // namespace gateway::anthropic
