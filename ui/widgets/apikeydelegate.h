// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/rowdelegate.h"

namespace ui {

//! Paints the cells of an ApiKeyModel: what needs attention in colour, the same key's name on the
//! next row in grey.
class ApiKeyDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

private:
    [[nodiscard]] QColor ink(const QModelIndex &index) const override;
};

} // namespace ui
