// SPDX-License-Identifier: MIT
#include "ui/widgets/apikeydelegate.h"

#include "ui/models/apikeymodel.h"
#include "ui/theme/theme.h"

namespace ui {

QColor ApiKeyDelegate::ink(const QModelIndex &index) const
{
    if (index.column() == ApiKeyModel::KeyColumn &&
        index.data(ApiKeyModel::IsRepeatedRole).toBool())
        return theme().colors().muted;
    switch (index.data(ApiKeyModel::ToneRole).value<ApiKeyModel::Tone>()) {
    case ApiKeyModel::Tone::Plain:
        break;
    case ApiKeyModel::Tone::Quiet:
        return theme().colors().muted;
    case ApiKeyModel::Tone::Warning:
        return theme().colors().warning;
    case ApiKeyModel::Tone::Bad:
        return theme().colors().danger;
    }
    return theme().colors().text;
}

} // namespace ui
