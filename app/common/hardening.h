// SPDX-License-Identifier: MIT
#pragma once

namespace app {

//! What a process does first, before it has threads: no core dumps in release builds (they would
//! hold keys), files that it makes are for this user alone, a client that hangs up is no deadly
//! signal, and as many clients can be served as the system permits.
void hardenProcess();

} // namespace app
