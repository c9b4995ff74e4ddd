// SPDX-License-Identifier: MIT
#include "ui/chat/errorcard.h"

#include "ui/chat/errortext.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"
#include "ui/widgets/copybutton.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int iconColumn = 44;

QLabel *selectableLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    return label;
}

} // namespace

ErrorCard::ErrorCard(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_title(selectableLabel(this))
    , m_message(selectableLabel(this))
    , m_requestId(selectableLabel(this))
    , m_retry(new QPushButton(tr("&Retry"), this))
{
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_requestId->setProperty("role", u"muted"_s);
    m_retry->setObjectName(u"retry"_s);
    m_retry->setIcon(theme.icon(u"retry"_s));
    connect(m_retry, &QPushButton::clicked, this, &ErrorCard::retryRequested);

    auto *copy = new CopyButton(theme, [this] { return describe(m_error).details; }, this);
    copy->setAccessibleName(tr("Copy details"));
    copy->setToolTip(tr("Copy details"));

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::gap);
    buttons->addWidget(m_retry);
    buttons->addWidget(copy);
    buttons->addStretch();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(iconColumn, 14, metrics::margin, 14);
    column->setSpacing(6);
    column->addWidget(m_title);
    column->addWidget(m_message);
    column->addWidget(m_requestId);
    column->addSpacing(4);
    column->addLayout(buttons);
}

void ErrorCard::setError(const core::Error &error)
{
    m_error = error;
    const ErrorText text = describe(error);
    m_title->setText(text.title);
    m_message->setText(text.advice.isEmpty() ? text.message : text.message + u"\n"_s + text.advice);
    m_message->setVisible(!m_message->text().isEmpty());
    m_requestId->setText(u"opc-request-id: "_s + error.requestId);
    m_requestId->setVisible(!error.requestId.isEmpty());
    m_requestId->setFont(m_theme.smallFont());
    setAccessibleName(tr("Error: %1").arg(text.title));
    setAccessibleDescription(m_message->text());
}

void ErrorCard::setRetryPossible(bool possible)
{
    m_retry->setVisible(possible);
}

int ErrorCard::layOut(int width)
{
    layout()->activate();
    return layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width)
                                         : layout()->totalSizeHint().height();
}

void ErrorCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors &colors = m_theme.colors();
    painter.setBrush(colors.dangerSoft);
    QColor edge = colors.danger;
    edge.setAlphaF(0.35f);
    painter.setPen(edge);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius,
                            metrics::radius);
    m_theme.icon(u"error"_s, Theme::Ink::Danger).paint(&painter, QRect(13, 13, 20, 20));
}

} // namespace ui
