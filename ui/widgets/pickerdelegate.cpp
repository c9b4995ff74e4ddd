// SPDX-License-Identifier: MIT
#include "ui/widgets/pickerdelegate.h"

#include "ui/models/pickermodel.h"
#include "ui/theme/metrics.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <ranges>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int headingHeight = 32;
constexpr int oneLine = 36;
constexpr int twoLines = 50;
constexpr int inset = 12;
constexpr int tickColumn = 26;

} // namespace

PickerDelegate::PickerDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void PickerDelegate::paintHeading(QPainter &painter, const QRect &area, const QString &text) const
{
    QFont font = m_theme.smallFont();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(m_theme.colors().muted);
    painter.drawText(area.adjusted(inset, 0, -inset, -5), Qt::AlignLeft | Qt::AlignBottom, text);
}

int PickerDelegate::paintChips(QPainter &painter, const QRect &area, const QStringList &chips,
                               bool marked) const
{
    const Colors &colors = m_theme.colors();
    painter.setFont(m_theme.smallFont());
    const QFontMetrics metrics(m_theme.smallFont());
    int right = area.right();
    for (const QString &chip : chips | std::views::reverse) {
        const int width = metrics.horizontalAdvance(chip) + 14;
        const QRect box(right - width, area.center().y() - 10, width, 20);
        painter.setPen(Qt::NoPen);
        painter.setBrush(marked ? colors.warningSoft : colors.codeHeader);
        painter.drawRoundedRect(box, 6, 6);
        painter.setPen(marked ? colors.warning : colors.muted);
        painter.drawText(box, Qt::AlignCenter, chip);
        right = box.left() - 5;
    }
    return right;
}

void PickerDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    const Colors &colors = m_theme.colors();
    const QString title = index.data().toString();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(PickerModel::IsHeadingRole).toBool()) {
        paintHeading(*painter, option.rect, title);
        painter->restore();
        return;
    }

    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) {
        const bool selected = option.state & QStyle::State_Selected;
        painter->setPen(Qt::NoPen);
        painter->setBrush(selected ? colors.selected : colors.hover);
        painter->drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), metrics::radius,
                                 metrics::radius);
    }
    if (index.data(PickerModel::IsCurrentRole).toBool()) {
        const QRect tick(option.rect.x() + 9, option.rect.center().y() - 8, 16, 16);
        m_theme.icon(u"check"_s, Theme::Ink::Accent).paint(painter, tick);
    }

    QRect inside = option.rect.adjusted(inset + tickColumn - 4, 0, -inset, 0);
    const int right =
            paintChips(*painter, inside, index.data(PickerModel::ChipsRole).toStringList(),
                       index.data(PickerModel::IsMarkedRole).toBool());
    inside.setRight(right - 4);

    const QString problem = index.data(PickerModel::ProblemRole).toString();
    const QString warning = index.data(PickerModel::WarningRole).toString();
    const QString second = !problem.isEmpty()   ? problem
                           : !warning.isEmpty() ? warning
                                                : index.data(PickerModel::DetailRole).toString();
    const QFontMetrics metrics(option.font);
    const QFontMetrics smallMetrics(m_theme.smallFont());
    QRect first = inside;
    if (!second.isEmpty()) {
        const int height = metrics.height() + smallMetrics.height();
        first = QRect(inside.x(), inside.center().y() - height / 2, inside.width(),
                      metrics.height());
        painter->setFont(m_theme.smallFont());
        painter->setPen(!problem.isEmpty()   ? colors.danger
                        : !warning.isEmpty() ? colors.warning
                                             : colors.muted);
        painter->drawText(
                QRect(inside.x(), first.bottom() + 1, inside.width(), smallMetrics.height()),
                Qt::AlignLeft | Qt::AlignVCenter,
                smallMetrics.elidedText(second, Qt::ElideRight, inside.width()));
    }
    painter->setFont(option.font);
    painter->setPen(colors.text);
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(title, Qt::ElideMiddle, first.width()));
    painter->restore();
}

QSize PickerDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    if (index.data(PickerModel::IsHeadingRole).toBool())
        return {100, headingHeight};
    const bool two = !index.data(PickerModel::DetailRole).toString().isEmpty() ||
                     !index.data(PickerModel::WarningRole).toString().isEmpty() ||
                     !index.data(PickerModel::ProblemRole).toString().isEmpty();
    return {100, two ? twoLines : oneLine};
}

} // namespace ui
