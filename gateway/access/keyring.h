// SPDX-License-Identifier: MIT
#pragma once

#include "core/access/clientkey.h"
#include "core/ports/exchange.h"

#include <QHash>

namespace gateway::access {

//! The keys that let a client in, found by what it presents as `Authorization: Bearer KEY`
//! (RFC 6750, 2.1) or `x-api-key: KEY`.
//!
//! Only hashes are compared: the time that a look-up takes depends on the hash of what was
//! presented, which nobody can choose.
class Keyring
{
public:
    enum class Answer { Good, Missing, Wrong };

    //! Without a key nobody gets in. Revoked ones are known and let nobody in.
    explicit Keyring(QList<core::ClientKey> keys = {});

    //! `caller`: takes the id of the key where the answer is Good.
    [[nodiscard]] Answer check(const core::http::Headers &headers, QByteArray &caller) const;
    //! Null: there is none with this id.
    [[nodiscard]] const core::ClientKey *byId(const QByteArray &id) const;

private:
    [[nodiscard]] const core::ClientKey *byKey(QByteArrayView presented) const;

    QList<core::ClientKey> m_keys;
    QHash<QByteArray, qsizetype> m_byHash; //!< of those that are good
    QHash<QByteArray, qsizetype> m_byId;
};

} // namespace gateway::access
