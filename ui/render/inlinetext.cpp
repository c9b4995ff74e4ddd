// SPDX-License-Identifier: MIT
#include "ui/render/inlinetext.h"

#include "ui/theme/theme.h"

#include <QTextCursor>

using namespace Qt::StringLiterals;

namespace ui {

QList<TextRange> insertInlineText(QTextCursor &cursor, const InlineText &text,
                                  const QTextCharFormat &base, const Theme &theme)
{
    QList<TextRange> ranges;
    for (const InlineRun &run : text) {
        QTextCharFormat format = base;
        if (run.style & InlineRun::Bold)
            format.setFontWeight(QFont::DemiBold);
        if (run.style & InlineRun::Italic)
            format.setFontItalic(true);
        if (run.style & InlineRun::Strike)
            format.setFontStrikeOut(true);
        if (run.style & InlineRun::Code) {
            QFont font = theme.codeFont();
            font.setWeight(QFont::Weight(format.fontWeight()));
            format.setFont(font, QTextCharFormat::FontPropertiesSpecifiedOnly);
            format.setFontFamilies(font.families());
            format.setFontPointSize(base.fontPointSize() * 0.93);
        }
        if (!run.link.isEmpty()) {
            format.setForeground(theme.colors().link);
            format.setFontUnderline(true);
        }
        QString shown = run.text;
        if (run.style & InlineRun::Image) // by address only: fetching it would tell on the reader
            shown.prepend(u"▣ "_s);
        shown.replace(u'\n', QChar::LineSeparator);
        if (!run.link.isEmpty() || (run.style & InlineRun::Code))
            ranges.append({cursor.position(), int(shown.size()), run.link});
        cursor.insertText(shown, format);
    }
    return ranges;
}

} // namespace ui
