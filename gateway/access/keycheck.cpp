// SPDX-License-Identifier: MIT
#include "gateway/access/keycheck.h"

namespace gateway::access {

bool KeyCheck::knows(QByteArrayView key) const
{
    // Every key is compared, so that the time does not tell which of them came close.
    bool found = false;
    for (const core::Secret &known : m_keys) {
        const bool same = !known.isEmpty() && known.equals(key);
        found = found || same;
    }
    return found;
}

KeyCheck::Answer KeyCheck::check(const core::http::Headers &headers) const
{
    constexpr QByteArrayView scheme = "Bearer ";
    bool presented = false;
    for (const auto &[name, value] : headers) {
        QByteArrayView key;
        if (name.compare("Authorization", Qt::CaseInsensitive) == 0) {
            const bool bearer =
                    value.size() > scheme.size() &&
                    value.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0;
            key = bearer ? QByteArrayView(value).sliced(scheme.size()).trimmed() : QByteArrayView();
        } else if (name.compare("x-api-key", Qt::CaseInsensitive) == 0) {
            key = value;
        } else {
            continue;
        }
        presented = presented || !value.isEmpty();
        if (!key.isEmpty() && knows(key))
            return Answer::Good;
    }
    return presented ? Answer::Wrong : Answer::Missing;
}

} // namespace gateway::access
