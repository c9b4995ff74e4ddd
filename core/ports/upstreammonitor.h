// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QtTypes>

namespace core {

//! How the traffic with the service is going, counted since the program began.
struct UpstreamReport {
    struct Circuit {
        enum class State { Failing, Open, Probing };

        QString target;               //!< host, and what of it is asked for, e.g. a model
        State state = State::Failing; //!< Failing: some calls failed, and more may be tried

        bool operator==(const Circuit &) const = default;
    };

    quint64 requests = 0; //!< asked of the service, however often they were sent
    quint64 sendings = 0; //!< those of all attempts
    quint64 retries = 0;  //!< sendings after the first, 401s that were mended included
    quint64 failures = 0; //!< requests that ended without an answer of use
    quint64 refused = 0;  //!< of these, not sent since the circuit was open
    int underWay = 0;
    QList<Circuit> circuits; //!< those alone in which something failed lately

    UpstreamReport &operator+=(const UpstreamReport &other)
    {
        requests += other.requests;
        sendings += other.sendings;
        retries += other.retries;
        failures += other.failures;
        refused += other.refused;
        underWay += other.underWay;
        circuits += other.circuits;
        return *this;
    }
    bool operator==(const UpstreamReport &) const = default;
};

//! Who can tell how the traffic with the service is going. Used in the thread that it lives in.
class UpstreamMonitor
{
public:
    virtual ~UpstreamMonitor() = default;

    [[nodiscard]] virtual UpstreamReport upstreamReport() const = 0;
};

} // namespace core
