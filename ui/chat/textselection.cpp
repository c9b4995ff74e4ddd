// SPDX-License-Identifier: MIT
#include "ui/chat/textselection.h"

#include "ui/chat/textblock.h"

#include <QTextCursor>

#include <limits>
#include <utility>

namespace ui {

void TextSelection::take(const QList<TextBlock *> &texts)
{
    clear();
    for (TextBlock *text : texts)
        m_texts.append(text);
}

TextSelection::Place TextSelection::placeAt(const QPoint &globalPoint) const
{
    Place nearest;
    int nearestDistance = std::numeric_limits<int>::max();
    for (qsizetype i = 0; i < m_texts.size(); ++i) {
        const TextBlock *text = m_texts[i];
        if (!text)
            continue;
        const QPoint point = text->mapFromGlobal(globalPoint);
        const int distance = point.y() < 0 ? -point.y() : std::max(0, point.y() - text->height());
        if (distance < nearestDistance) {
            nearestDistance = distance;
            nearest = {i, text->characterAt(point)};
        }
    }
    return nearest;
}

void TextSelection::begin(const QList<TextBlock *> &texts, const QPoint &globalPoint)
{
    take(texts);
    m_anchor = m_end = placeAt(globalPoint);
}

void TextSelection::extendTo(const QPoint &globalPoint)
{
    const Place place = placeAt(globalPoint);
    if (m_anchor.block < 0 || place.block < 0)
        return;
    m_end = place;
    apply();
}

void TextSelection::selectWord(const QList<TextBlock *> &texts, const QPoint &globalPoint)
{
    begin(texts, globalPoint);
    if (m_anchor.block < 0)
        return;
    QTextCursor cursor(const_cast<QTextDocument *>(&m_texts[m_anchor.block]->document()));
    cursor.setPosition(m_anchor.character);
    cursor.select(QTextCursor::WordUnderCursor);
    m_anchor.character = cursor.selectionStart();
    m_end = {m_anchor.block, cursor.selectionEnd()};
    apply();
}

void TextSelection::selectAll(const QList<TextBlock *> &texts)
{
    take(texts);
    if (m_texts.isEmpty())
        return;
    m_anchor = {0, 0};
    m_end = {m_texts.size() - 1, m_texts.last()->length()};
    apply();
}

void TextSelection::clear()
{
    for (const auto &text : std::as_const(m_texts)) {
        if (text)
            text->select(0, 0);
    }
    m_texts.clear();
    m_anchor = m_end = {};
}

void TextSelection::apply()
{
    Place first = m_anchor;
    Place last = m_end;
    if (std::pair(first.block, first.character) > std::pair(last.block, last.character))
        std::swap(first, last);
    for (qsizetype i = 0; i < m_texts.size(); ++i) {
        TextBlock *text = m_texts[i];
        if (!text)
            continue;
        if (i < first.block || i > last.block)
            text->select(0, 0);
        else
            text->select(i == first.block ? first.character : 0,
                         i == last.block ? last.character : text->length());
    }
}

bool TextSelection::isEmpty() const
{
    return m_anchor.block < 0 || m_anchor == m_end;
}

QString TextSelection::text() const
{
    QStringList lines;
    for (const auto &block : m_texts) {
        if (!block)
            continue;
        if (const QString selected = block->selectedText(); !selected.isEmpty())
            lines.append(selected);
    }
    return lines.join(u'\n');
}

} // namespace ui
