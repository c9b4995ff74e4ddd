// SPDX-License-Identifier: MIT
#include "core/chat/conversation.h"

namespace core {

QString titleFrom(const QString &firstText, qsizetype longest)
{
    const QString text = firstText.trimmed();
    const qsizetype lineEnd = text.indexOf(u'\n');
    QString line = (lineEnd < 0 ? text : text.first(lineEnd)).simplified();
    if (line.size() <= longest)
        return line;
    qsizetype cut = line.lastIndexOf(u' ', longest - 1);
    if (cut < longest / 2)
        cut = longest - 1; // one long word, or a script without spaces
    if (line[cut - 1].isHighSurrogate())
        --cut;
    return line.first(cut).trimmed() + u'…';
}

} // namespace core
