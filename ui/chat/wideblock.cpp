// SPDX-License-Identifier: MIT
#include "ui/chat/wideblock.h"

#include <QKeyEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ui {

WideBlock::WideBlock(const RenderContext &context, QWidget *parent)
    : TextBlock(context, parent)
    , m_scrollBar(new QScrollBar(Qt::Horizontal, this))
{
    m_scrollBar->hide();
    m_scrollBar->setAccessibleName(tr("Scroll sideways"));
    connect(m_scrollBar, &QScrollBar::valueChanged, this, &WideBlock::moveText);
}

int WideBlock::layOut(int width)
{
    if (width == m_width)
        return m_height;
    m_width = width;
    const QMargins edges = padding();
    const int room = std::max(40, width - edges.left() - edges.right());
    const int wanted = int(std::ceil(arrangeDocument(room)));
    const bool scrolls = wanted > room;
    const int textHeight = int(std::ceil(m_document.size().height()));
    m_height = edges.top() + textHeight + edges.bottom();
    if (scrolls) {
        const int barHeight = m_scrollBar->sizeHint().height();
        m_scrollBar->setGeometry(edges.left() - 4, m_height - 3, room + 8, barHeight);
        m_scrollBar->setRange(0, wanted - room);
        m_scrollBar->setPageStep(room);
        m_scrollBar->setSingleStep(24);
        m_height += barHeight;
    } else {
        m_scrollBar->setRange(0, 0);
    }
    m_scrollBar->setVisible(scrolls);
    moveText();
    return m_height;
}

QRect WideBlock::textArea() const
{
    const QMargins edges = padding();
    return QRect(edges.left() - 4, edges.top(), width() - edges.left() - edges.right() + 8,
                 height() - edges.top());
}

void WideBlock::moveText()
{
    const QMargins edges = padding();
    m_origin = QPointF(edges.left() - m_scrollBar->value(), edges.top());
    update();
}

void WideBlock::wheelEvent(QWheelEvent *event)
{
    const QPoint delta = event->angleDelta();
    const bool sideways =
            std::abs(delta.x()) > std::abs(delta.y()) || (event->modifiers() & Qt::ShiftModifier);
    if (!sideways || !m_scrollBar->isVisibleTo(this)) {
        event->ignore(); // up and down belongs to the transcript
        return;
    }
    const int by = delta.x() != 0 ? delta.x() : delta.y();
    m_scrollBar->setValue(m_scrollBar->value() - by / 2);
    event->accept();
}

void WideBlock::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Left)
        m_scrollBar->triggerAction(QScrollBar::SliderSingleStepSub);
    else if (event->key() == Qt::Key_Right)
        m_scrollBar->triggerAction(QScrollBar::SliderSingleStepAdd);
    else
        TextBlock::keyPressEvent(event);
}

} // namespace ui
