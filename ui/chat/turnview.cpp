// SPDX-License-Identifier: MIT
#include "ui/chat/turnview.h"

#include "ui/chat/blockcolumn.h"
#include "ui/chat/errorcard.h"
#include "ui/chat/proseblock.h"
#include "ui/chat/thinkingblock.h"
#include "ui/chat/turncontent.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"

#include <QPainter>
#include <QTimerEvent>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;
using Status = core::Turn::Status;

namespace ui {

namespace {

constexpr int bubblePadX = 16;
constexpr int bubblePadY = 10;
constexpr int footerHeight = 28;
constexpr int waitingHeight = 24;
constexpr int pulseInterval = 350;    // ms
constexpr double widestBubble = 0.84; // of the column

bool isGoingOn(Status status)
{
    return status == Status::Waiting || status == Status::Streaming;
}

} // namespace

TurnView::TurnView(const RenderContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
}

TurnView::~TurnView() = default;

void TurnView::setTurn(const core::Turn &turn, std::chrono::milliseconds thoughtFor, bool last)
{
    m_turn = turn;
    if (turn.message.role == core::Role::User)
        showPerson();
    else
        showAnswer(thoughtFor, last);
    update();
}

void TurnView::showPerson()
{
    if (!m_bubble)
        m_bubble = new ProseBlock(m_context, this);
    // As typed: what a person writes is not Markdown unless they see it rendered while typing.
    m_bubble->setContent({.text = {{.text = core::textOf(m_turn.message).trimmed()}}});
    m_bubble->show();
}

void TurnView::showAnswer(std::chrono::milliseconds thoughtFor, bool last)
{
    const core::Message &message = m_turn.message;
    const bool goesOn = isGoingOn(m_turn.status);
    const bool hasText = !message.content.isEmpty() || !message.refusal.isEmpty();

    if (!message.reasoning.isEmpty()) {
        if (!m_thinking) {
            m_thinking = new ThinkingBlock(m_context, this);
            connect(m_thinking, &ThinkingBlock::toggled, this, &TurnView::heightChanged);
            m_thinking->show();
        }
        m_thinking->setReasoning(message.reasoning, goesOn && !hasText, thoughtFor);
    } else if (m_thinking) {
        delete std::exchange(m_thinking, nullptr);
    }

    if (!m_column) {
        m_column = new BlockColumn(m_context, this);
        m_column->show();
    }
    m_column->setBlocks(blocksOf(m_turn));

    if (m_turn.error && m_turn.status == Status::Failed) {
        if (!m_error) {
            m_error = new ErrorCard(*m_context.theme, this);
            connect(m_error, &ErrorCard::retryRequested, this, &TurnView::retryRequested);
            m_error->show();
        }
        m_error->setError(*m_turn.error);
        m_error->setRetryPossible(last);
    } else if (m_error) {
        m_error->hide();
        std::exchange(m_error, nullptr)->deleteLater(); // its button may be what asked
    }

    if (!m_copy) {
        m_copy = new CopyButton(
                *m_context.theme, [this] { return core::textOf(m_turn.message); }, this);
        m_copy->setCompact();
        m_copy->setAccessibleName(tr("Copy answer"));
        m_copy->setToolTip(tr("Copy answer as Markdown"));
        m_retry = new QToolButton(this);
        m_retry->setProperty("role", u"icon"_s);
        m_retry->setIcon(m_context.theme->icon(u"retry"_s, Theme::Ink::Muted));
        m_retry->setIconSize({16, 16});
        m_retry->setFocusPolicy(Qt::StrongFocus);
        m_retry->setAccessibleName(tr("Ask again"));
        m_retry->setToolTip(tr("Ask again (Ctrl+R)"));
        connect(m_retry, &QToolButton::clicked, this, &TurnView::retryRequested);
    }
    m_copy->setVisible(!goesOn && hasText);
    m_retry->setVisible(!goesOn && last && !m_error);
    m_footer = goesOn ? QString() : footerOf(m_turn);
    const QString ending = endingOf(m_turn);
    if (!ending.isEmpty())
        m_footer = m_footer.isEmpty() ? ending : ending + u"  ·  "_s + m_footer;
    setWaiting(goesOn && !hasText && message.reasoning.isEmpty());
}

void TurnView::setWaiting(bool waiting)
{
    if (waiting && !m_pulse.isActive())
        m_pulse.start(pulseInterval, this);
    else if (!waiting)
        m_pulse.stop();
}

void TurnView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_pulse.timerId())
        return QWidget::timerEvent(event);
    ++m_pulseStep;
    update(m_waitingArea);
}

int TurnView::layOut(int width)
{
    return m_bubble ? layOutBubble(width) : layOutAnswer(width);
}

int TurnView::layOutBubble(int width)
{
    const int widest = int(width * widestBubble) - 2 * bubblePadX;
    const int ideal = std::min(widest, m_bubble->idealWidth(widest));
    const int height = m_bubble->layOut(ideal);
    m_bubbleArea = QRect(width - ideal - 2 * bubblePadX, 0, ideal + 2 * bubblePadX,
                         height + 2 * bubblePadY);
    m_bubble->setGeometry(m_bubbleArea.x() + bubblePadX, bubblePadY, ideal, height);
    return m_bubbleArea.height();
}

void TurnView::place(QWidget *widget, int width, int height, int &y, int gap) const
{
    if (y > 0 && height > 0)
        y += gap;
    widget->setGeometry(0, y, width, height);
    y += height;
}

int TurnView::layOutAnswer(int width)
{
    int y = 0;
    m_waitingArea = {};
    m_footerArea = {};
    if (m_thinking)
        place(m_thinking, width, m_thinking->layOut(width), y, 0);
    place(m_column, width, m_column->layOut(width), y, 12);
    if (m_pulse.isActive()) {
        m_waitingArea = QRect(0, y, width, waitingHeight);
        y += waitingHeight;
    }
    if (m_error)
        place(m_error, width, m_error->layOut(width), y, 14);
    if (!m_footer.isEmpty() || !m_copy->isHidden() || !m_retry->isHidden()) {
        y += 8;
        int x = -5;
        for (QToolButton *button : {static_cast<QToolButton *>(m_copy), m_retry}) {
            if (button->isHidden())
                continue;
            button->setGeometry(x, y, footerHeight, footerHeight);
            x += footerHeight + 2;
        }
        const int left = x > 0 ? x + 6 : 0;
        m_footerArea = QRect(left, y, width - left, footerHeight);
        y += footerHeight;
    }
    return y;
}

void TurnView::restyle()
{
    if (m_bubble)
        m_bubble->restyle();
    if (m_thinking)
        m_thinking->restyle();
    if (m_column)
        m_column->restyle();
    update();
}

QList<TextBlock *> TurnView::texts() const
{
    if (m_bubble)
        return {m_bubble};
    QList<TextBlock *> texts;
    if (m_thinking)
        texts += m_thinking->blocks();
    if (m_column)
        texts += m_column->blocks();
    return texts;
}

void TurnView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_context.theme->colors();
    if (m_bubble) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.bubble);
        painter.drawRoundedRect(m_bubbleArea, metrics::bubbleRadius, metrics::bubbleRadius);
    }
    if (!m_waitingArea.isEmpty()) {
        painter.setPen(Qt::NoPen);
        for (int dot = 0; dot < 3; ++dot) {
            QColor color = colors.muted;
            color.setAlphaF(m_pulseStep % 3 == dot ? 1.0f : 0.35f);
            painter.setBrush(color);
            painter.drawEllipse(QPointF(5 + dot * 12, m_waitingArea.center().y()), 3.5, 3.5);
        }
    }
    if (!m_footer.isEmpty()) {
        painter.setFont(m_context.theme->smallFont());
        painter.setPen(colors.muted);
        painter.drawText(
                m_footerArea, Qt::AlignVCenter | Qt::AlignLeft,
                painter.fontMetrics().elidedText(m_footer, Qt::ElideRight, m_footerArea.width()));
    }
}

} // namespace ui
