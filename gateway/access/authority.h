// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace gateway::access {

//! `host[:port]` as it stands in a Host header or an origin (RFC 3986, 3.2; never with a user).
struct Authority {
    QByteArray host; //!< lower case, without a trailing dot; IPv6 with its brackets
    std::optional<quint16> port;

    bool operator==(const Authority &) const = default;
};

[[nodiscard]] std::optional<Authority> readAuthority(QByteArrayView text);

} // namespace gateway::access
