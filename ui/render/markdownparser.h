// SPDX-License-Identifier: MIT
#pragma once

#include "ui/render/markdownblock.h"

#include <QStringView>

namespace ui {

//! Reads GitHub's dialect of Markdown (tables, task lists, strikethrough, bare links). HTML is
//! text like any other, a line's end stays one, an unfinished fence is code up to the end.
//! Never fails: whatever is not Markdown is a paragraph.
[[nodiscard]] QList<MarkdownBlock> parseMarkdown(QStringView markdown);

//! Ends emphasis and code that the last paragraph of a growing answer has begun, so that it does
//! not flicker between asterisks and bold.
[[nodiscard]] QString withClosedTail(const QString &markdown);

} // namespace ui
