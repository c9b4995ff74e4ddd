// SPDX-License-Identifier: MIT
#pragma once

namespace app {

//! Lets jemalloc, where the program is linked with it, give freed memory back to the system while
//! nothing allocates: by itself it does so only when somebody allocates again, which an idle
//! gateway does not. Starts a thread of jemalloc's.
void returnFreedMemory();

} // namespace app
