// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

namespace core {

//! Whether `*` in the pattern, which stands for any text, can make it the name. Takes time in
//! proportion to the product of both lengths at most.
[[nodiscard]] bool fitsPattern(QStringView pattern, QStringView name,
                               Qt::CaseSensitivity sensitivity = Qt::CaseSensitive);

[[nodiscard]] inline bool isPattern(QStringView text)
{
    return text.contains(u'*');
}

} // namespace core
