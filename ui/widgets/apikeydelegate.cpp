// SPDX-License-Identifier: MIT
#include "ui/widgets/apikeydelegate.h"

#include "ui/models/apikeymodel.h"
#include "ui/theme/theme.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int margin = 10;
constexpr int widest = 260; // of a column that fits its content

} // namespace

ApiKeyDelegate::ApiKeyDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QColor ApiKeyDelegate::ink(const QModelIndex &index) const
{
    if (index.column() == ApiKeyModel::KeyColumn &&
        index.data(ApiKeyModel::IsRepeatedRole).toBool())
        return m_theme.colors().muted;
    switch (index.data(ApiKeyModel::ToneRole).value<ApiKeyModel::Tone>()) {
    case ApiKeyModel::Tone::Plain:
        break;
    case ApiKeyModel::Tone::Quiet:
        return m_theme.colors().muted;
    case ApiKeyModel::Tone::Warning:
        return m_theme.colors().warning;
    case ApiKeyModel::Tone::Bad:
        return m_theme.colors().danger;
    }
    return m_theme.colors().text;
}

void ApiKeyDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
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

QSize ApiKeyDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {std::min(width + margin + margin, widest), rowHeight};
}

} // namespace ui
