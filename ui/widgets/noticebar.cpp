// SPDX-License-Identifier: MIT
#include "ui/widgets/noticebar.h"

#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace ui {

NoticeBar::NoticeBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
{
    setObjectName(u"noticeBar"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QToolButton(this);
    close->setIcon(theme.icon(u"close"_s));
    close->setIconSize({14, 14});
    close->setAccessibleName(tr("Dismiss"));
    close->setToolTip(tr("Dismiss"));
    close->setFocusPolicy(Qt::StrongFocus);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionTriggered);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::margin + 28, 7, metrics::gap, 7);
    row->setSpacing(metrics::gap);
    row->addWidget(m_text, 1);
    row->addWidget(m_action, 0, Qt::AlignTop);
    row->addWidget(close, 0, Qt::AlignTop);
    hide();
}

void NoticeBar::showNotice(Kind kind, const QString &text, const QString &action)
{
    m_kind = kind;
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    setVisible(!text.isEmpty());
    update();
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = m_theme.colors();
    const bool problem = m_kind == Kind::Problem;
    painter.fillRect(rect(), problem ? colors.dangerSoft : colors.warningSoft);
    painter.fillRect(0, height() - 1, width(), 1, colors.line);
    m_theme.icon(problem ? u"error"_s : u"info"_s,
                 problem ? Theme::Ink::Danger : Theme::Ink::Warning)
            .paint(&painter, QRect(metrics::margin, (height() - 18) / 2, 18, 18));
}

} // namespace ui
