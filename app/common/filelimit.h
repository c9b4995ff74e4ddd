// SPDX-License-Identifier: MIT
#pragma once

namespace app {

//! Lets this process open as many files as the system permits it.
void raiseFileLimit();
//! How many files this process may have open.
[[nodiscard]] int fileLimit();
//! How many clients can be served with so many files: each takes one for itself and one for its
//! connection to OCI, and the program needs some for itself.
[[nodiscard]] int clientsWithin(int files);

} // namespace app
