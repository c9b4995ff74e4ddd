// SPDX-License-Identifier: MIT
#include "gateway/requestname.h"

#include "core/ascii.h"

#include <QUuid>

namespace gateway {

QByteArray nameAfter(const QString &requestId, QByteArray prefix)
{
    const qsizetype length = prefix.size();
    for (const QChar c : requestId) {
        if (core::ascii::isLetterOrDigit(c))
            prefix.append(c.toLatin1());
    }
    if (prefix.size() == length)
        prefix += QUuid::createUuid().toByteArray(QUuid::Id128);
    return prefix;
}

} // namespace gateway
