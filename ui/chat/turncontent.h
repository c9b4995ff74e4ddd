// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/conversation.h"
#include "ui/render/markdownblock.h"

#include <QList>
#include <QString>

namespace ui {

//! What is shown of an answer: its Markdown, a refusal, calls of tools, sources.
[[nodiscard]] QList<MarkdownBlock> blocksOf(const core::Turn &turn);

//! "model · 812 tokens · first after 0.4 s · 61 tokens/s"; leaves out what is not known.
[[nodiscard]] QString footerOf(const core::Turn &turn);

//! How the answer ended, where that is worth a remark: stopped, cut off at the limit, filtered.
[[nodiscard]] QString endingOf(const core::Turn &turn);

} // namespace ui
