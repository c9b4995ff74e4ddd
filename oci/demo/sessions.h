// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/privatekey.h"

#include <boost/json/object.hpp>

#include <QByteArray>
#include <QDateTime>
#include <QHash>

#include <chrono>
#include <optional>

namespace oci::demo {

//! The sessions of the demo's customer: tokens as OCI issues them (protocol reference, 3.2), JWTs
//! signed by a key of the demo's own. Who has a token must sign with the key that it was made for.
class Sessions
{
public:
    static constexpr std::chrono::minutes usualLife{60};
    //! Renewed or not, a session ends after so long.
    static constexpr std::chrono::hours longestLife{24};

    explicit Sessions(PrivateKey issuer) : m_issuer(std::move(issuer)) { }

    //! A new session and its first token.
    [[nodiscard]] QByteArray issue(const PublicKey &key, const QDateTime &now,
                                   std::chrono::seconds life = usualLife);
    //! An identity token, which says who signed in and for which sign-in.
    [[nodiscard]] QByteArray identity(const QString &nonce, const QDateTime &now) const;
    //! A successor of a good token, with the same life and key; nothing where it is not good or
    //! its session has lasted the longest.
    [[nodiscard]] std::optional<QByteArray> renewed(QByteArrayView token, const QDateTime &now);
    //! The key that must have signed; nothing where the token is not ours, expired or revoked.
    [[nodiscard]] std::optional<PublicKey> keyOf(QByteArrayView token, const QDateTime &now) const;
    //! Ends all sessions before their time.
    void revokeAll() { m_sessions.clear(); }

private:
    struct Session {
        PublicKey key;
        QDateTime start;
        std::chrono::seconds life;
    };

    [[nodiscard]] const Session *find(QByteArrayView token, const QDateTime &now) const;
    [[nodiscard]] QByteArray write(const QByteArray &id, const Session &session,
                                   const QDateTime &now);

    [[nodiscard]] QByteArray sealed(const boost::json::object &claims) const;

    PrivateKey m_issuer;
    QHash<QByteArray, Session> m_sessions; //!< by the claim "sid"
    quint64 m_made = 0;                    //!< no two tokens are the same
};

} // namespace oci::demo
