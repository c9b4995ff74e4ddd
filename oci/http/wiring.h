// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/upstreammonitor.h"
#include "oci/http/circuitbreaker.h"
#include "oci/http/clientsettings.h"
#include "oci/http/networkpool.h"
#include "oci/http/spareconnections.h"

#include <QNetworkRequest>

namespace core {
class Clock;
}

namespace oci {

class AuthProvider;

//! What every request of a client shares.
struct Wiring {
    NetworkPool &network;
    SpareConnections &spares;
    AuthProvider &auth;
    const core::Clock &clock;
    ClientSettings settings;
    QNetworkRequest prototype; //!< its attributes, set once
    CircuitBreaker &breaker;
    core::UpstreamReport &traffic; //!< is counted there
};

} // namespace oci
