// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QUrlQuery>

namespace oci {

//! A request of the browser at the listener of a sign-in: no more of HTTP than that needs.
struct CallbackRequest {
    static constexpr qsizetype longest = 128 * 1024; //!< two tokens in an address fit

    QByteArray method;
    QByteArray path;
    QUrlQuery query;
    // Headers of these names, in lower case; empty without one.
    QByteArray host;
    QByteArray origin; //!< of the page that asks; browsers send it with what crosses origins
    QByteArray site;   //!< Sec-Fetch-Site: how that page is related to us (W3C Fetch Metadata)

    bool operator==(const CallbackRequest &) const = default;
};

enum class CallbackReading { Incomplete, Malformed, Whole };

//! Reads the head of a request; what follows it is of no interest. One of the headers above that
//! comes twice is malformed: whoever is in between might see the other one.
[[nodiscard]] CallbackReading readCallbackRequest(QByteArrayView bytes, CallbackRequest &request);

} // namespace oci
