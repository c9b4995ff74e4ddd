// SPDX-License-Identifier: MIT
#pragma once

#include "oci/http/circuitbreaker.h"
#include "oci/http/retrypolicy.h"

#include <QByteArray>
#include <QList>
#include <QSslCertificate>

#include <chrono>
#include <functional>

namespace oci {

//! A user agent with the version of the program, "Gatehouse/1.2.3".
[[nodiscard]] QByteArray defaultUserAgent();
//! 32 random hexadecimal digits, upper case.
[[nodiscard]] QByteArray randomRequestId();
//! From 0 to 1.
[[nodiscard]] double randomFraction();

//! Bounds of everything that is sent. The times are those of the protocol reference, 11.6.
struct ClientSettings {
    bool keepsSpareConnections = false; //!< for POST over TLS: see SpareConnections
    std::chrono::milliseconds signTimeout{
            60'000}; //!< until the headers are there; a token may have to be fetched
    std::chrono::milliseconds connectTimeout{
            10'000}; //!< from the first packet to the end of the TLS handshake
    std::chrono::milliseconds firstByteTimeout{
            300'000};                               //!< until the head of the answer; models think
    std::chrono::milliseconds idleTimeout{120'000}; //!< without a new byte of the answer
    RetryPolicy retry;
    CircuitPolicy circuit;
    qint64 readBuffer =
            256 * 1024; //!< bytes held unread at most before the service's connection fills up
    qint64 longestErrorBody = 64 * 1024;   //!< of a failed answer; more is not read
    qint64 longestBody = 64 * 1024 * 1024; //!< of an answer that is read whole
    QList<QSslCertificate> authorities;    //!< alone to be trusted; none: the system's
    QByteArray userAgent = defaultUserAgent();
    std::function<QByteArray()> makeRequestId = randomRequestId; //!< for `opc-request-id`
    std::function<double()> random = randomFraction;             //!< for the jitter of retries
};

} // namespace oci
