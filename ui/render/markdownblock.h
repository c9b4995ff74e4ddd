// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

namespace ui {

//! A stretch of text in one style.
struct InlineRun {
    enum Style : quint8 { Plain = 0, Bold = 1, Italic = 2, Strike = 4, Code = 8, Image = 16 };

    QString text;
    quint8 style = Plain; //!< Style values or-ed
    QString link;         //!< the target, of a link or an image; empty: none

    bool operator==(const InlineRun &) const = default;
};

using InlineText = QList<InlineRun>;

//! One leaf of a Markdown document, with what is known of the lists and quotations around it.
//! A list is its items' paragraphs, one after the other, so that code and tables inside a list
//! are blocks in their own right.
struct MarkdownBlock {
    enum class Kind { Paragraph, Heading, Code, Table, Rule };
    enum class Task { None, Open, Done };

    Kind kind = Kind::Paragraph;
    int level = 0;  //!< of a heading, 1 to 6
    int depth = 0;  //!< how many lists it is in
    int quote = 0;  //!< how many quotations it is in
    QString marker; //!< of the first block of a list item: "•" or "3."
    Task task = Task::None;
    bool tight = false;            //!< follows the block before it closely
    InlineText text;               //!< of a paragraph or heading
    QString language;              //!< of code: the first word after the fence, as written
    QString code;                  //!< without the last line's end
    QList<Qt::Alignment> columns;  //!< of a table
    QList<QList<InlineText>> rows; //!< of a table; the first one is its head

    bool operator==(const MarkdownBlock &) const = default;
};

//! The text alone.
[[nodiscard]] QString plainText(const InlineText &text);

} // namespace ui
