// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace ui {

class Theme;

//! Paints the rows of a PickerModel: two lines of text, chips, a tick at the current one.
class PickerDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    PickerDelegate(const Theme &theme, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintHeading(QPainter &painter, const QRect &area, const QString &text) const;
    //! Returns the left edge of the leftmost chip.
    int paintChips(QPainter &painter, const QRect &area, const QStringList &chips,
                   bool marked) const;

    const Theme &m_theme;
};

} // namespace ui
