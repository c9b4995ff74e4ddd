// SPDX-License-Identifier: MIT
#pragma once

namespace app {

//! What a process does first: no core dumps in release builds (they would hold keys), files that
//! it makes are for this user alone, and a client that hangs up is no deadly signal.
void hardenProcess();

} // namespace app
