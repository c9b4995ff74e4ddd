// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/exchange.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/refusal.h"
#include "oci/demo/route.h"

#include <QByteArrayView>
#include <QDateTime>

namespace oci::demo {

//! Whether it bears a key rather than a signature.
[[nodiscard]] bool hasBearer(const core::http::Request &request);

//! A time that stands still, for judging one request.
class FixedClock final : public core::Clock
{
public:
    explicit FixedClock(QDateTime now) : m_now(std::move(now)) { }

    [[nodiscard]] QDateTime nowUtc() const override { return m_now; }

private:
    QDateTime m_now;
};

//! Lets in what is signed by a key of the account or of a session at about `now`, or bears one of
//! its keys in `region` on an OpenAI-compatible path (protocol reference, 5.1 and 5.3); 401 in
//! OCI's words otherwise, which do not tell why.
[[nodiscard]] Judged<void> admit(const core::http::Request &request, const Route &route,
                                 QByteArrayView region, DemoAccount &account, const QDateTime &now);

//! `opc-request-id` of the answer: the client's own first segment, or one of ours, and two of the
//! service's (protocol reference, 2.4).
[[nodiscard]] QByteArray requestIdFor(const core::http::Request &request);

} // namespace oci::demo
