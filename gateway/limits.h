// SPDX-License-Identifier: MIT
#pragma once

#include <QtTypes>

#include <chrono>

namespace gateway {

//! Bounds on what a client can make us do. Sizes in bytes.
struct Limits {
    qsizetype requestLine = 16 * 1024;
    qsizetype headerBytes = 64 * 1024; //!< all header lines together
    int headerCount = 100;
    qsizetype body = 64 * 1024 * 1024; //!< also after decompression
    int connections = 4096;
    std::chrono::milliseconds headerTimeout{
            15'000}; //!< from the first byte of a request to the end of its head
    std::chrono::milliseconds bodyTimeout{30'000};  //!< without a new byte of the body
    std::chrono::milliseconds idleTimeout{120'000}; //!< between requests on a kept connection
    qsizetype congestion = 256 * 1024;              //!< unsent bytes from which a stream is paused
    qsizetype unsent = 32 * 1024 * 1024; //!< unsent bytes at which a slow reader is cut off
    std::chrono::milliseconds keepAliveComment{15'000}; //!< between comments while the model thinks
    std::chrono::milliseconds patience{
            10'000}; //!< silence after which a stream's head is sent before the service accepted
};

} // namespace gateway
