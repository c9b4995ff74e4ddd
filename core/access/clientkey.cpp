// SPDX-License-Identifier: MIT
#include "core/access/clientkey.h"

#include "core/models/namepattern.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

bool ClientKey::mayUse(const QString &model) const
{
    if (models.isEmpty())
        return true;
    QStringView called(model);
    while (called.startsWith("oci/"_L1) || called.startsWith("oci:"_L1))
        called = called.sliced(4);
    const QStringView last = called.sliced(called.lastIndexOf(u'/') + 1);
    return std::ranges::any_of(models, [called, last](const QString &pattern) {
        return fitsPattern(pattern, called, Qt::CaseInsensitive) ||
               (!pattern.contains(u'/') && fitsPattern(pattern, last, Qt::CaseInsensitive));
    });
}

QByteArray hashOfKey(QByteArrayView key)
{
    return QCryptographicHash::hash(key, QCryptographicHash::Sha256);
}

QString shownPartOfKey(QByteArrayView key)
{
    constexpr qsizetype most = 7;
    const qsizetype size = std::min(most, key.size() / 4); // never more than a quarter is told
    return QString::fromUtf8(key.first(size)) + u'…';
}

const ClientKey *findClientKey(const QList<ClientKey> &keys, const QString &idOrName)
{
    for (const ClientKey &key : keys) {
        if (key.id == idOrName)
            return &key;
    }
    const ClientKey *found = nullptr;
    for (const ClientKey &key : keys) {
        if (key.name != idOrName || key.isRevoked())
            continue;
        if (found)
            return nullptr;
        found = &key;
    }
    return found;
}

} // namespace core
