// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace ui {

class Theme;

//! Paints the cells of an ApiKeyModel: what needs attention in colour, the same key's name on the
//! next row in grey.
class ApiKeyDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    static constexpr int rowHeight = 34;

    //! `theme` outlives it.
    ApiKeyDelegate(const Theme &theme, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    [[nodiscard]] QColor ink(const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace ui
