// SPDX-License-Identifier: MIT
#include "core/access/clientkey.h"

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core {

namespace {

//! `*` is any text; everything else stands for itself, in any case.
bool fits(QStringView pattern, QStringView text)
{
    const auto same = [](QChar a, QChar b) { return a.toCaseFolded() == b.toCaseFolded(); };
    qsizetype p = 0;
    qsizetype t = 0;
    qsizetype star = -1; // the last one that was passed, and ...
    qsizetype from = 0;  // ... where the text after it was last tried
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            from = t;
        } else if (p < pattern.size() && same(pattern[p], text[t])) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

} // namespace

bool ClientKey::mayUse(const QString &model) const
{
    if (models.isEmpty())
        return true;
    QStringView called(model);
    while (called.startsWith("oci/"_L1) || called.startsWith("oci:"_L1))
        called = called.sliced(4);
    const QStringView last = called.sliced(called.lastIndexOf(u'/') + 1);
    return std::ranges::any_of(models, [called, last](const QString &pattern) {
        return fits(pattern, called) || (!pattern.contains(u'/') && fits(pattern, last));
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
