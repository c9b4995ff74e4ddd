// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chat/rendercontext.h"
#include "ui/render/markdownblock.h"

#include <QWidget>

namespace ui {

class TextBlock;

//! Blocks below each other. Shown another list of blocks it rebuilds only those that differ:
//! while an answer grows, that is the last.
class BlockColumn final : public QWidget
{
    Q_OBJECT

public:
    BlockColumn(const RenderContext &context, QWidget *parent);

    //! Returns how many blocks were built or changed.
    int setBlocks(const QList<MarkdownBlock> &blocks);
    //! Arranges the blocks and returns the height.
    int layOut(int width);
    void restyle();

    [[nodiscard]] const QList<TextBlock *> &blocks() const { return m_widgets; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] TextBlock *make(const MarkdownBlock &block);

    RenderContext m_context;
    QList<MarkdownBlock> m_blocks;
    QList<TextBlock *> m_widgets; //!< children, one for each block
};

} // namespace ui
