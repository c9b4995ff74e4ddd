// SPDX-License-Identifier: MIT
#include "ui/sidebar/conversationdelegate.h"

#include "ui/models/conversationlistmodel.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int rowHeight = 36;
constexpr int headingHeight = 34;
constexpr int inset = 12;

} // namespace

ConversationDelegate::ConversationDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void ConversationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const
{
    const Colors &colors = m_theme.colors();
    const QString text = index.data().toString();
    const QRect inside = option.rect.adjusted(inset, 0, -inset, 0);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(ConversationListModel::IsHeadingRole).toBool()) {
        QFont font = m_theme.smallFont();
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        painter->setPen(colors.muted);
        painter->drawText(inside.adjusted(0, 0, 0, -5), Qt::AlignLeft | Qt::AlignBottom, text);
        painter->restore();
        return;
    }

    const bool selected = option.state & QStyle::State_Selected;
    const bool focused = selected && (option.state & QStyle::State_HasFocus);
    if (selected || (option.state & QStyle::State_MouseOver)) {
        painter->setBrush(selected ? colors.selected : colors.hover);
        painter->setPen(focused ? QPen(colors.accent, 2) : QPen(Qt::NoPen));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1.5, -1, -1.5), metrics::radius,
                                 metrics::radius);
    }
    QFont font = option.font;
    if (selected)
        font.setWeight(QFont::Medium);
    painter->setFont(font);
    painter->setPen(colors.text);
    painter->drawText(inside, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(text, Qt::ElideRight, inside.width()));
    painter->restore();
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {100,
            index.data(ConversationListModel::IsHeadingRole).toBool() ? headingHeight : rowHeight};
}

void ConversationDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                                const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

} // namespace ui
