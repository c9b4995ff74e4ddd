// SPDX-License-Identifier: MIT
#pragma once

namespace app {

//! How both programs end.
enum ExitCode {
    EndedOnRequest = 0,
    Unusable = 2, //!< arguments or configuration; one line on stderr says which
    CouldNotListen = 3,
};

} // namespace app
