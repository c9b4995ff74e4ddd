// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

namespace gateway::routing {

//! Whether `*` in the pattern, which stands for any text, can make it the name. Takes time in
//! proportion to the product of both lengths at most.
[[nodiscard]] bool fitsPattern(QStringView pattern, QStringView name);

[[nodiscard]] inline bool isPattern(QStringView text)
{
    return text.contains(u'*');
}

} // namespace gateway::routing
