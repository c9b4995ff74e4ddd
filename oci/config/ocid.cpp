// SPDX-License-Identifier: MIT
#include "oci/config/ocid.h"

#include "oci/config/regiontable.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oci {

QString regionOfOcid(const QString &ocid)
{
    // ocid1.<kind>.<realm>.[region].<unique id>
    const QStringList parts = ocid.split(u'.');
    if (parts.size() < 5 || parts.first() != "ocid1"_L1)
        return {};
    static const RegionTable table;
    const QString region = parts[3].toLower();
    const auto known = table.find(region);
    return known ? known->identifier : region;
}

bool isTenancy(const QString &ocid)
{
    return ocid.startsWith("ocid1.tenancy."_L1);
}

bool isSameRegion(const QString &one, const QString &other)
{
    if (one.compare(other, Qt::CaseInsensitive) == 0)
        return true;
    static const RegionTable table;
    const auto first = table.find(one);
    const auto second = table.find(other);
    return first && second && first->identifier == second->identifier;
}

bool looksLikeRegion(QStringView text)
{
    const auto isLetter = [](QChar c) { return c.toLower() >= u'a' && c.toLower() <= u'z'; };
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    if (text.size() == 3)
        return std::ranges::all_of(text, isLetter);
    const qsizetype first = text.indexOf(u'-');
    const qsizetype last = text.lastIndexOf(u'-');
    return first >= 2 && last > first + 1 && last < text.size() - 1 &&
           std::ranges::all_of(
                   text,
                   [&](QChar c) { return isLetter(c) || isDigit(c) || c == u'-' || c == u'_'; }) &&
           std::ranges::all_of(text.sliced(last + 1), isDigit);
}

QString regionOfUrl(const QUrl &url)
{
    const QStringList parts = url.host().split(u'.') + url.path().split(u'/');
    for (const QString &part : parts) {
        // A short key would be any word of three letters.
        if (part.size() > 3 && looksLikeRegion(part))
            return part.toLower();
    }
    return {};
}

} // namespace oci
