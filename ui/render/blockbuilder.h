// SPDX-License-Identifier: MIT
#pragma once

#include "ui/render/markdownblock.h"

#include <QStringList>

#include <md4c.h>

#include <utility>

namespace ui {

//! Turns md4c's events into blocks, one document for each builder.
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

    void open(MarkdownBlock::Kind kind);
    void flush();
    void placeMarker(MarkdownBlock &block);
    void append(const QString &text);

    QList<MarkdownBlock> m_blocks;
    MarkdownBlock m_block;
    bool m_isOpen = false;
    bool m_inCell = false;
    QList<ListLevel> m_lists;
    int m_quotes = 0;
    QString m_marker; // of an item that has no block yet
    MarkdownBlock::Task m_task = MarkdownBlock::Task::None;
    quint8 m_style = InlineRun::Plain;
    QStringList m_links;
    QList<quint8> m_styles;
};

} // namespace ui
