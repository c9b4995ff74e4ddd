// SPDX-License-Identifier: MIT
#pragma once

#include "ui/render/markdownblock.h"

#include <QFont>
#include <QList>
#include <QTextCharFormat>

class QTextCursor;

namespace ui {

class Theme;

//! A stretch of a document, in characters.
struct TextRange {
    int from = 0;
    int length = 0;
    QString link; //!< empty: inline code

    bool operator==(const TextRange &) const = default;
};

//! Writes styled text at the cursor. Returns where inline code and links ended up: their
//! backgrounds and focus frames are painted by the view.
QList<TextRange> insertInlineText(QTextCursor &cursor, const InlineText &text,
                                  const QTextCharFormat &base, const Theme &theme);

} // namespace ui
