// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chat/textblock.h"

class QScrollBar;

namespace ui {

//! A block whose text may be wider than the column and then scrolls sideways: code and tables.
class WideBlock : public TextBlock
{
    Q_OBJECT

public:
    WideBlock(const RenderContext &context, QWidget *parent);

    int layOut(int width) override;

protected:
    //! Arranges the document for the room there is and returns how wide it became.
    virtual double arrangeDocument(double room) = 0;
    //! From the edges of the widget to the text.
    [[nodiscard]] virtual QMargins padding() const = 0;
    [[nodiscard]] QRect textArea() const override;
    //! The document is another.
    void forgetLayout() { m_width = -1; }
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void moveText();

    QScrollBar *m_scrollBar;
    int m_width = -1;
    int m_height = 0;
};

} // namespace ui
