// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace oci {

//! "oci session authenticate …" for a profile, to be pasted into a shell as it is: a name with
//! blanks or other signs is quoted. `region` may be empty.
[[nodiscard]] QString signInCommand(const QString &profile, const QString &region = {});

} // namespace oci
