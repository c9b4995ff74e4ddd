// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/access/hostcheck.h"
#include "gateway/access/keycheck.h"
#include "gateway/access/origincheck.h"
#include "gateway/http/head.h"
#include "gateway/problems/problem.h"
#include "gateway/routes/router.h"

namespace gateway::access {

//! Decides from the head alone whether a request gets any further: who asks (origin, name, key),
//! for what (route, method), in which form (JSON). Nothing is read, asked or paid before.
class Gatekeeper
{
public:
    //! The router outlives the gatekeeper.
    Gatekeeper(HostCheck hosts, OriginCheck origins, KeyCheck keys, const routes::Router &router);

    [[nodiscard]] http::Verdict judge(const http::Head &head, quint16 localPort) const;

private:
    using Objection = std::optional<Problem>;

    [[nodiscard]] Objection judgeOrigin(const http::Head &head, quint16 localPort,
                                        core::http::Headers &headers) const;
    [[nodiscard]] Objection judgeHost(const http::Head &head, quint16 localPort) const;
    [[nodiscard]] Objection judgeKey(const http::Head &head) const;
    [[nodiscard]] Objection judgeRoute(const http::Head &head,
                                       const routes::Router::Match &match) const;

    HostCheck m_hosts;
    OriginCheck m_origins;
    KeyCheck m_keys;
    const routes::Router &m_router;
};

} // namespace gateway::access
