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
    //! Whether a body that ends well has come whole. Not so for one that ends with its connection,
    //! nor for chunks over plain HTTP: where the connection breaks right behind a chunk,
    //! QNetworkAccessManager may call that an end (Qt 6.8 takes a closed socket for the end of any
    //! body).
    bool endIsCertain = true;

    //! The value of the first header with this name, in any case; empty without one.
    [[nodiscard]] QByteArray header(QByteArrayView name) const
    {
        return core::http::headerValue(headers, name);
    }

    bool operator==(const ResponseHead &) const = default;
};

} // namespace oci
