// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"

namespace oci::demo {

//! The calls that the simulated model makes: none where no tool fits the question or where the
//! last message is a tool's result already. A tool fits if the question has a word of its name
//! ("weather" for get_weather) or if the caller insists (`toolChoice`). Several places or quoted
//! things in one question become several calls, where the caller allows parallel ones.
//! Arguments conform to the tool's schema. Ids are "call_demo_1", … and
//! count on through the conversation; `variant` is which of several answers this is, from 0.
[[nodiscard]] QList<core::ToolCall> chosenCalls(const core::ChatRequest &chat, int variant = 0);

//! The things that a question is about: what stands in quotes, else capitalised words that do
//! not begin a sentence. At most four.
[[nodiscard]] QStringList subjectsOf(const QString &question);

} // namespace oci::demo
