// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "core/ports/exchange.h"
#include "core/result.h"
#include "oci/auth/privatekey.h"

#include <QByteArray>

#include <chrono>
#include <functional>
#include <optional>

namespace oci {

//! Judges a signed request as the service does (protocol reference, 2.2), from the bytes that
//! arrived. For the embedded demo service and for tests.
class RequestVerifier
{
public:
    //! The public key behind a key id; nothing where it is unknown.
    using KeyLookup = std::function<std::optional<PublicKey>(const QByteArray &keyId)>;

    static constexpr std::chrono::minutes maxSkew{5};

    //! The clock outlives the verifier.
    RequestVerifier(KeyLookup keyFor, const core::Clock &clock)
        : m_keyFor(std::move(keyFor))
        , m_clock(clock)
    {
    }

    //! The key id of a good request. Otherwise ErrorCode::Unauthorized, with `reason`
    //! "NotAuthenticated" and a message that says what was wrong with it.
    [[nodiscard]] core::Result<QByteArray> verify(const core::http::Request &request) const;

private:
    KeyLookup m_keyFor;
    const core::Clock &m_clock;
};

} // namespace oci
