// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chat/rendercontext.h"
#include "ui/render/inlinetext.h"
#include "ui/render/markdownblock.h"

#include <QTextDocument>
#include <QWidget>

namespace ui {

//! One block of an answer: a light widget that paints a text document, with selection and links.
//!
//! The selection is set from outside, since it may reach over many blocks; mouse presses are left
//! to the transcript. Links can be reached with Tab.
class TextBlock : public QWidget
{
    Q_OBJECT

public:
    TextBlock(const RenderContext &context, QWidget *parent);

    //! Shows another block of the same kind, changing no more than needed.
    virtual void setContent(const MarkdownBlock &block) = 0;
    //! Arranges itself for the width and returns the height it takes. Cheap if nothing changed.
    virtual int layOut(int width) = 0;
    //! The theme is another.
    virtual void restyle() = 0;

    [[nodiscard]] const QTextDocument &document() const { return m_document; }
    [[nodiscard]] QString plainText() const;
    [[nodiscard]] int length() const;
    //! The nearest character to a point of this widget.
    [[nodiscard]] int characterAt(const QPoint &point) const;
    [[nodiscard]] QString linkAt(const QPoint &point) const;
    void select(int from, int to);
    [[nodiscard]] QString selectedText() const;
    //! What stands in front of the text, such as a list's bullet; goes with a copy.
    [[nodiscard]] QString leader() const { return m_leader; }

protected:
    void paintText(QPainter &painter, const QRect &clip);
    void setLinks(const QList<TextRange> &ranges);
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    [[nodiscard]] virtual QRect textArea() const { return rect(); }

    RenderContext m_context;
    QTextDocument m_document;
    QPointF m_origin;          //!< of the document in this widget
    QList<TextRange> m_ranges; //!< inline code and links
    QString m_leader;

private:
    [[nodiscard]] QList<QRectF> rectsOf(const TextRange &range) const;
    [[nodiscard]] QList<int> linkRanges() const;

    int m_selectionFrom = 0;
    int m_selectionTo = 0;
    int m_focusedLink = -1; //!< index into m_ranges
    QString m_pressedLink;
};

} // namespace ui
