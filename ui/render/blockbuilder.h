// SPDX-License-Identifier: MIT
#pragma once

#include "ui/render/markdownblock.h"

#include <QByteArrayView>
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
    //! `source` is what md4c reads; it outlives the builder.
    explicit BlockBuilder(QByteArrayView source) : m_source(source) { }

    void enterBlock(MD_BLOCKTYPE type, void *detail);
    void leaveBlock(MD_BLOCKTYPE type);
    void enterSpan(MD_SPANTYPE type, void *detail);
    void leaveSpan(MD_SPANTYPE type);
    //! `text` lies in the source, or is one that md4c brings along.
    void addText(MD_TEXTTYPE type, QByteArrayView text);

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
        bool isUndecided = false; //!< begun by one tilde or by two
        bool isLiteral = false;   //!< by one, which is text
    };

    void open(MarkdownBlock::Kind kind);
    void flush();
    void placeMarker(MarkdownBlock &block);
    void append(const QString &text);
    void decideTildes(const char *behind);
    [[nodiscard]] InlineText &runs()
    {
        return m_inCell ? m_block.rows.last().last() : m_block.text;
    }

    QByteArrayView m_source;
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
