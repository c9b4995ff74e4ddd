// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chat/textblock.h"

namespace ui {

//! A paragraph, a heading, an item of a list, or a rule.
class ProseBlock final : public TextBlock
{
    Q_OBJECT

public:
    ProseBlock(const RenderContext &context, QWidget *parent);

    void setContent(const MarkdownBlock &block) override;
    int layOut(int width) override;
    void restyle() override;

    //! The width its text would like, e.g. for a bubble around it.
    [[nodiscard]] int idealWidth(int widest);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintMarker(QPainter &painter) const;
    [[nodiscard]] int gutter() const;

    MarkdownBlock m_block;
    int m_width = -1;
    int m_height = 0;
    double m_leading = 0; //!< added between lines
};

} // namespace ui
