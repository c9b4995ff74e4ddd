// SPDX-License-Identifier: MIT
#pragma once

namespace app {

//! Lets this process open as many files as the system permits it.
void raiseFileLimit();
//! Makes the kernel's table of this process's files large enough for so many, as far as they are
//! permitted. Linux stops a thread for 10 to 20 ms whenever that table grows and other threads use
//! it too (an RCU grace period), so this belongs before the first thread. Elsewhere it does
//! nothing.
void reserveFiles(int files);
//! How many files this process may have open.
[[nodiscard]] int fileLimit();
//! How many clients can be served with so many files: each takes one for itself and one for its
//! connection to OCI, and the program needs some for itself.
[[nodiscard]] int clientsWithin(int files);

} // namespace app
