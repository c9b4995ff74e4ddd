// SPDX-License-Identifier: MIT
#include "core/models/namepattern.h"

namespace core {

bool fitsPattern(QStringView pattern, QStringView name, Qt::CaseSensitivity sensitivity)
{
    const auto same = [sensitivity](QChar a, QChar b) {
        return a == b ||
               (sensitivity == Qt::CaseInsensitive && a.toCaseFolded() == b.toCaseFolded());
    };
    qsizetype p = 0;
    qsizetype n = 0;
    qsizetype star = -1; // the last one seen ...
    qsizetype taken = 0; // ... and up to where in the name it reaches
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            star = p++;
            taken = n;
        } else if (p < pattern.size() && same(pattern[p], name[n])) {
            ++p;
            ++n;
        } else if (star >= 0) {
            p = star + 1;
            n = ++taken;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == u'*')
        ++p;
    return p == pattern.size();
}

} // namespace core
