// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

namespace core {

//! A target that was asked in vain.
struct FailedTarget {
    QString target;
    QString why; //!< a few words, e.g. "429 rate_limit_exceeded"

    bool operator==(const FailedTarget &) const = default;
};

//! Who answered a request.
struct Served {
    QString by;                 //!< "connection/region/model"; empty: not known
    QList<FailedTarget> failed; //!< asked before, in that order

    bool operator==(const Served &) const = default;
};

} // namespace core
