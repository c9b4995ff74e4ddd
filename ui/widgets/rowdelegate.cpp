// SPDX-License-Identifier: MIT
#include "ui/widgets/rowdelegate.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int margin = 10;  // as that of a header's section, see theme/stylesheet.cpp
constexpr int widest = 260; // of a column that fits its content

} // namespace

RowDelegate::RowDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QColor RowDelegate::ink(const QModelIndex &index) const
{
    const QVariant said = index.data(Qt::ForegroundRole);
    return said.isValid() ? said.value<QBrush>().color() : m_theme.colors().text;
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    painter->save();
    const Colors &colors = m_theme.colors();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected) {
        painter->fillRect(option.rect, colors.selected);
        // Where the keyboard is: a bar before the row.
        if (index.column() == 0 && option.state.testFlag(QStyle::State_Active))
            painter->fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())),
                              colors.accent);
    }
    painter->setPen(ink(index));
    painter->setFont(option.font);
    const QRect place = option.rect.adjusted(margin, 0, -margin / 2, 0);
    const QString text =
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, place.width());
    painter->drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, text);
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {std::min(width + margin + margin, widest), rowHeight};
}

} // namespace ui
