// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/timing.h"

namespace oci {

//! Status and headers of an answer of the service.
struct ResponseHead {
    int status = 0;
    core::http::Headers headers = {};
    core::CallTimes times = {}; //!< of the request that it answers, its earlier attempts included

    //! The value of the first header with this name, in any case; empty without one.
    [[nodiscard]] QByteArray header(QByteArrayView name) const
    {
        return core::http::headerValue(headers, name);
    }

    bool operator==(const ResponseHead &) const = default;
};

} // namespace oci
