// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/conversation.h"
#include "ui/chat/rendercontext.h"

#include <QBasicTimer>
#include <QWidget>

#include <chrono>

class QToolButton;

namespace ui {

class BlockColumn;
class CopyButton;
class ErrorCard;
class ProseBlock;
class TextBlock;
class ThinkingBlock;

//! One turn: what the person said, in a bubble, or an answer with all that belongs to it.
class TurnView final : public QWidget
{
    Q_OBJECT

public:
    TurnView(const RenderContext &context, QWidget *parent);
    ~TurnView() override;

    //! Shows the turn, or its new state. `last`: it can be asked again.
    void setTurn(const core::Turn &turn, std::chrono::milliseconds thoughtFor, bool last);
    //! Arranges itself for the width and returns the height it takes.
    int layOut(int width);
    void restyle();

    //! What can be selected, from top to bottom.
    [[nodiscard]] QList<TextBlock *> texts() const;
    [[nodiscard]] const core::Turn &turn() const { return m_turn; }

signals:
    //! Its height is another because of something the person did.
    void heightChanged();
    void retryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void showPerson();
    void showAnswer(std::chrono::milliseconds thoughtFor, bool last);
    void setWaiting(bool waiting);
    int layOutBubble(int width);
    int layOutAnswer(int width);
    void place(QWidget *widget, int width, int height, int &y, int gap) const;

    RenderContext m_context;
    core::Turn m_turn;
    ProseBlock *m_bubble = nullptr; //!< these are made when first needed
    ThinkingBlock *m_thinking = nullptr;
    BlockColumn *m_column = nullptr;
    ErrorCard *m_error = nullptr;
    CopyButton *m_copy = nullptr;
    QToolButton *m_retry = nullptr;
    QString m_footer;
    QRect m_footerArea;
    QRect m_bubbleArea;
    QRect m_waitingArea;
    QBasicTimer m_pulse; //!< runs only while nothing has come yet
    int m_pulseStep = 0;
};

} // namespace ui
