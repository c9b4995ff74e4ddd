// SPDX-License-Identifier: MIT
#include "oci/demo/wordpieces.h"

namespace oci::demo {

namespace {

constexpr qsizetype longest = 7;

enum class Kind { Blank, Break, Word, Digit, Single };

char32_t codePointAt(const QString &text, qsizetype at)
{
    if (text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return QChar::surrogateToUcs4(text[at], text[at + 1]);
    return text[at].unicode();
}

Kind kindOf(char32_t c)
{
    if (c == U'\n')
        return Kind::Break;
    if (c == U' ')
        return Kind::Blank;
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Hangul:
        return Kind::Single;
    default:
        break;
    }
    if (QChar::isDigit(c))
        return Kind::Digit;
    return QChar::isLetter(c) || QChar::isMark(c) ? Kind::Word : Kind::Single;
}

//! Where the piece that begins at `from` ends.
qsizetype endOfPiece(const QString &text, qsizetype from)
{
    qsizetype at = from;
    const Kind first = kindOf(codePointAt(text, at));
    // A blank belongs to what follows it; several are a piece of their own (indentation).
    if (first == Kind::Blank && at + 1 < text.size()) {
        const Kind next = kindOf(codePointAt(text, at + 1));
        if (next == Kind::Word || next == Kind::Digit)
            ++at;
    }

    const qsizetype start = at;
    const Kind kind = kindOf(codePointAt(text, at));
    while (at < text.size()) {
        const char32_t c = codePointAt(text, at);
        const qsizetype width = QChar::requiresSurrogates(c) ? 2 : 1;
        if (at > start &&
            (kindOf(c) != kind || kind == Kind::Single || at - start + width > longest))
            break;
        at += width;
    }
    return at;
}

} // namespace

QStringList wordPieces(const QString &text)
{
    QStringList pieces;
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = endOfPiece(text, at);
        pieces += text.sliced(at, end - at);
        at = end;
    }
    return pieces;
}

qint64 countPieces(const QString &text)
{
    qint64 count = 0;
    for (qsizetype at = 0; at < text.size(); ++count)
        at = endOfPiece(text, at);
    return count;
}

} // namespace oci::demo
