// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/chatcall.h"
#include "oci/demo/demomodel.h"

#include <QString>

namespace oci::demo {

//! The Markdown that the simulated model answers with; in Chinese to a question in Chinese. It
//! says that it is simulated, echoes the question and shows what a window can render. After
//! tool results it answers with them. `variant` counts the answers to one question from 0.
[[nodiscard]] QString answerText(const core::ChatRequest &chat, const DemoModel &model,
                                 int variant = 0);
//! What a reasoning model thinks aloud first.
[[nodiscard]] QString reasoningText(const core::ChatRequest &chat, int paragraphs = 1);

} // namespace oci::demo
