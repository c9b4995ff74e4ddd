// SPDX-License-Identifier: MIT
#pragma once

#include "ui/render/markdownblock.h"

#include <QList>
#include <QString>

#include <md4c.h>

#include <utility>

namespace ui {

//! Turns md4c's events into blocks, one document for each builder. md4c up to 0.5.2 leaves spans
//! that it has not entered, and the other way round, where an address holds ~ or * (its issue 294).
class BlockBuilder
{
public:
    void enterBlock(MD_BLOCKTYPE type, void *detail);
    void leaveBlock(MD_BLOCKTYPE type);
    void enterSpan(MD_SPANTYPE type, void *detail);
    void leaveSpan(MD_SPANTYPE type);
    void addText(MD_TEXTTYPE type, const QString &text);

    QList<MarkdownBlock> take() { return std::exchange(m_blocks, {}); }

private:
    struct ListLevel {
        bool ordered = false;
        bool tight = false;
        unsigned next = 1;
    };

    //! What holds for text inside it.
    struct Span {
        MD_SPANTYPE type = MD_SPAN_EM;
        quint8 style = InlineRun::Plain;
        QString link;
    };

    void open(MarkdownBlock::Kind kind);
    void flush();
    void placeMarker(MarkdownBlock &block);
    void append(const QString &text);
    [[nodiscard]] InlineText &runs()
    {
        return m_inCell ? m_block.rows.last().last() : m_block.text;
    }

    QList<MarkdownBlock> m_blocks;
    MarkdownBlock m_block;
    bool m_isOpen = false;
    bool m_inCell = false;
    QList<ListLevel> m_lists;
    int m_quotes = 0;
    QString m_marker; // of an item that has no block yet
    MarkdownBlock::Task m_task = MarkdownBlock::Task::None;
    QList<Span> m_spans; // open ones, each within the one before
};

} // namespace ui
