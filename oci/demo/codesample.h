// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace oci::demo {

struct CodeSample {
    QString language; //!< as a fence names it
    QString code;     //!< without a last line break

    bool operator==(const CodeSample &) const = default;
};

//! A few lines in the language that the question mentions; Python where it mentions none.
[[nodiscard]] CodeSample codeSampleFor(const QString &question);

} // namespace oci::demo
