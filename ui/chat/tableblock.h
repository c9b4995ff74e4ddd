// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chat/wideblock.h"

namespace ui {

//! A table with a head row and fine lines between rows.
class TableBlock final : public WideBlock
{
    Q_OBJECT

public:
    TableBlock(const RenderContext &context, QWidget *parent);

    void setContent(const MarkdownBlock &block) override;
    void restyle() override;

protected:
    double arrangeDocument(double room) override;
    [[nodiscard]] QMargins padding() const override { return {1, 1, 1, 1}; }
    void paintEvent(QPaintEvent *event) override;

private:
    MarkdownBlock m_block;
};

} // namespace ui
