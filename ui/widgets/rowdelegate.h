// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace ui {

class Theme;

//! Paints the cells of tables whose rows are chosen as a whole, in line with their header.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int rowHeight = 34;

    //! `theme` outlives it.
    RowDelegate(const Theme &theme, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const final;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const final;

protected:
    //! The colour of a cell's text: what its model says, or that of all text.
    [[nodiscard]] virtual QColor ink(const QModelIndex &index) const;
    [[nodiscard]] const Theme &theme() const { return m_theme; }

private:
    const Theme &m_theme;
};

} // namespace ui
