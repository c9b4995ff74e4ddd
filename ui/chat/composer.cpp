// SPDX-License-Identifier: MIT
#include "ui/chat/composer.h"

#include "ui/chat/composeredit.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr double frameRadius = 16;
constexpr int buttonSide = 36;

QToolButton *roundButton(QWidget *parent, const QString &name)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setAccessibleName(name);
    button->setFixedSize(buttonSide, buttonSide);
    button->setIconSize({metrics::iconSize, metrics::iconSize});
    button->setProperty("role", u"primary"_s);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_frame(new QWidget(this))
    , m_edit(new ComposerEdit(m_frame))
    , m_send(roundButton(m_frame, u"send"_s))
    , m_stop(roundButton(m_frame, u"stop"_s))
    , m_hint(new QLabel(this))
{
    m_edit->setObjectName(u"composer"_s);
    m_edit->setAccessibleName(u"composer"_s);
    m_edit->setAccessibleDescription(tr("Message. Enter sends, Shift+Enter starts a new line."));
    m_edit->setPlaceholderText(tr("Ask anything"));
    m_edit->setFont(theme.textFont());
    m_edit->viewport()->setAutoFillBackground(false);
    m_edit->setStyleSheet(u"QPlainTextEdit { background: transparent; border: none; }"_s);

    m_send->setIcon(theme.icon(u"send"_s, Theme::Ink::OnAccent));
    m_send->setToolTip(tr("Send (Enter)"));
    m_send->setAccessibleDescription(tr("Sends the message"));
    m_stop->setIcon(theme.icon(u"stop"_s, Theme::Ink::OnAccent));
    m_stop->setToolTip(tr("Stop (Esc)"));
    m_stop->setAccessibleDescription(tr("Stops the answer"));

    auto *row = new QHBoxLayout(m_frame);
    row->setContentsMargins(14, 7, 7, 7);
    row->setSpacing(metrics::gap);
    row->addWidget(m_edit, 1, Qt::AlignVCenter);
    row->addWidget(m_send, 0, Qt::AlignBottom);
    row->addWidget(m_stop, 0, Qt::AlignBottom);

    m_hint->setProperty("role", u"muted"_s);
    m_hint->setFont(theme.smallFont());
    m_hint->setAlignment(Qt::AlignHCenter);
    m_hint->setWordWrap(true);

    m_frame->setMaximumWidth(metrics::columnWidth + 2 * metrics::gap);
    auto *centered = new QHBoxLayout;
    centered->addStretch(1);
    centered->addWidget(m_frame, 1000);
    centered->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::columnMargin - metrics::gap, 6,
                               metrics::columnMargin - metrics::gap, 10);
    column->setSpacing(6);
    column->addLayout(centered);
    column->addWidget(m_hint);

    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::updateState);
    connect(m_edit, &ComposerEdit::submitted, this, &Composer::submit);
    connect(m_edit, &ComposerEdit::recallRequested, this, &Composer::recallRequested);
    connect(m_edit, &ComposerEdit::focusChanged, this, [this] { update(); });
    connect(m_send, &QToolButton::clicked, this, &Composer::submit);
    connect(m_stop, &QToolButton::clicked, this, &Composer::stopRequested);
    setFocusProxy(m_edit);
    updateState();
}

QString Composer::text() const
{
    return m_edit->toPlainText();
}

void Composer::setText(const QString &text)
{
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
}

void Composer::setRunning(bool running)
{
    m_running = running;
    updateState();
}

void Composer::setObstacle(const QString &reason)
{
    m_obstacle = reason;
    updateState();
}

void Composer::focusEdit()
{
    m_edit->setFocus(Qt::OtherFocusReason);
}

void Composer::submit()
{
    if (m_send->isEnabled() && !m_running)
        emit sendRequested(m_edit->toPlainText().trimmed());
}

void Composer::updateState()
{
    const bool stopHadFocus = m_stop->hasFocus();
    m_send->setEnabled(m_obstacle.isEmpty() && !m_running &&
                       !m_edit->toPlainText().trimmed().isEmpty());
    m_send->setVisible(!m_running);
    m_stop->setVisible(m_running);
    if (stopHadFocus && !m_running)
        focusEdit();
    m_hint->setText(m_obstacle.isEmpty()
                            ? tr("Enter sends  ·  Shift+Enter starts a new line  ·  Esc stops")
                            : m_obstacle);
    m_send->setToolTip(m_obstacle.isEmpty() ? tr("Send (Enter)") : m_obstacle);
    update();
}

QRect Composer::frameRect() const
{
    return m_frame->geometry();
}

void Composer::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_theme.colors();
    const bool focused = m_edit->hasFocus();
    painter.setBrush(colors.surface);
    painter.setPen(QPen(focused ? colors.accent : colors.outline, focused ? 2 : 1));
    painter.drawRoundedRect(QRectF(frameRect()).adjusted(1, 1, -1, -1), frameRadius, frameRadius);
}

void Composer::mousePressEvent(QMouseEvent *)
{
    focusEdit();
}

} // namespace ui
