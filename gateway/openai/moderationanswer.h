// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/openai/moderationrequest.h"

namespace gateway::openai {

//! The body of an answer to POST /v1/moderations, a result for each verdict.
//!
//! The categories that the service judged are there by their names (`overall`, `blocklist`, `hate`
//! …). Those of OpenAI that it did not judge are there too, since typed clients read them, but as
//! null: false and 0 would say that somebody had looked. `flagged` is whether anything that was
//! looked for was found. What was asked for besides comes as `prompt_injection` and
//! `personal_information`; the latter says where, and never repeats the text.
[[nodiscard]] QByteArray moderationAnswer(const QList<core::GuardrailsVerdict> &verdicts,
                                          const ModerationCall &call);

} // namespace gateway::openai
