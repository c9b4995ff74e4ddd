// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "oci/auth/credentialsource.h"
#include "oci/http/clientsettings.h"

#include <QFutureWatcher>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace oci {

//! When a session token is renewed.
struct TokenTiming {
    //! Before its end a token counts as expired (protocol reference, 3.2); a quarter of the
    //! lifetime where that is shorter.
    std::chrono::seconds margin{60};
    //! Renewed at this share of its lifetime at the latest, while it is still good; nothing: some
    //! percent before the margin.
    std::optional<double> share = {};
    std::function<double()> random = randomFraction; //!< for the jitter
};

//! The session credential of a principal, kept good: renewed before it expires, and at once when
//! the service refused it.
//!
//! However many requests wait, one renewal is under way. While a token is still good requests
//! go out with it and the renewal happens beside them; one that fails then is tried again after
//! half a minute. Source and clock outlive it; all live in one thread.
class FederationToken final : public QObject
{
    Q_OBJECT

public:
    using Credential = core::Result<PrincipalCredential>;

    //! A renewal, also one in time, serves every request that was refused in this time: it may have
    //! gone out with the token before.
    static constexpr std::chrono::seconds renewalServes{5};

    FederationToken(CredentialSource &source, const core::Clock &clock, TokenTiming timing = {});

    //! At once where there is a good one.
    QFuture<Credential> credential();
    //! After a 401. An error without a message: the source has nothing newer.
    QFuture<core::Result<void>> renew();

private:
    [[nodiscard]] bool isGood() const;
    [[nodiscard]] QFuture<Credential> wait();
    void fetch();
    void onFetched(Credential fetched);
    void schedule(const JwtClaims &claims);

    CredentialSource &m_source;
    const core::Clock &m_clock;
    TokenTiming m_timing;
    std::optional<PrincipalCredential> m_credential;
    QDateTime m_renewAt;   //!< invalid: never
    QDateTime m_goodUntil; //!< the same
    QDateTime m_renewedAt; //!< when another token took the place of one, for whatever reason
    std::vector<QPromise<Credential>> m_waiting;
    std::unique_ptr<QFutureWatcher<Credential>> m_fetching; //!< null: none is under way
};

} // namespace oci
