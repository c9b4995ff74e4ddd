// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/access/admission.h"
#include "gateway/access/hostcheck.h"
#include "gateway/access/origincheck.h"
#include "gateway/http/head.h"
#include "gateway/problems/problem.h"
#include "gateway/routes/router.h"

namespace gateway::access {

//! Decides from the head alone whether a request gets any further: who asks (origin, name, key),
//! for what (route, method), in which form (JSON), how often (quotas). Nothing is read, asked or
//! paid before.
//!
//! At the side entrance no key is asked for, and only `/` and what is below `/api/` is there.
class Gatekeeper
{
public:
    //! Router and admission outlive the gatekeeper.
    Gatekeeper(HostCheck hosts, OriginCheck origins, Admission &admission,
               const routes::Router &router);

    //! From the next request on, also of connections that stand.
    void setRules(HostCheck hosts, OriginCheck origins);
    //! Whether there is a side entrance; where there is none, who came in there finds nothing.
    void setSideOpen(bool isOpen) { m_isSideOpen = isOpen; }

    //! In whose words to refuse a request, of which less may be known than its target.
    [[nodiscard]] ProblemBody dialectOf(const core::http::Request &request) const;

    [[nodiscard]] http::Verdict judge(const http::Head &head, const http::Arrival &arrival);

private:
    using Objection = std::optional<Problem>;

    [[nodiscard]] Objection judgeOrigin(const http::Head &head, const http::Arrival &arrival,
                                        core::http::Headers &headers) const;
    [[nodiscard]] Objection judgeHost(const http::Head &head, quint16 localPort) const;
    [[nodiscard]] Objection judgeKey(const http::Head &head, const http::Arrival &arrival,
                                     QByteArray &caller) const;
    [[nodiscard]] Objection judgeRoute(const http::Head &head,
                                       const routes::Router::Match &match) const;

    HostCheck m_hosts;
    OriginCheck m_origins;
    Admission &m_admission;
    bool m_isSideOpen = true;
    const routes::Router &m_router;
};

} // namespace gateway::access
