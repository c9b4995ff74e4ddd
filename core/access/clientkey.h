// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace core {

//! What one tool may do with the gateway. The key itself is not in it, only its hash: who reads
//! the list cannot call by it.
struct ClientKey {
    QString id;                //!< stays for the life of the key, e.g. "default" or "k4f1d09a2"
    QString name;              //!< a person's word for the tool
    QByteArray hash;           //!< SHA-256 of the key, 32 bytes
    QString shown;             //!< how it begins, to tell one from another, e.g. "gh-Ab12…"
    QStringList models;        //!< names it may use, in which `*` stands for any text; empty: all
    int requestsPerMinute = 0; //!< 0: no bound
    qint64 tokensPerDay = 0;   //!< of input and output together, by UTC days; 0: no bound
    QDateTime created;         //!< UTC; may be unknown
    QDateTime lastUsed;        //!< UTC; null: never
    QDateTime revoked;         //!< UTC; null: it is good

    [[nodiscard]] bool isRevoked() const { return revoked.isValid(); }
    //! By the name as it is called. `oci/` and `oci:` before it say nothing; a pattern without a
    //! slash also fits what follows the last slash ("DEFAULT/NAME", "eu-frankfurt-1/NAME").
    [[nodiscard]] bool mayUse(const QString &model) const;

    bool operator==(const ClientKey &) const = default;
};

//! SHA-256. A key holds 256 random bits, so it needs no slow hash and no salt.
[[nodiscard]] QByteArray hashOfKey(QByteArrayView key);
//! The first seven characters and an ellipsis; of a short key fewer.
[[nodiscard]] QString shownPartOfKey(QByteArrayView key);

//! The one with this id, or with this name where only one has it; null: none.
[[nodiscard]] const ClientKey *findClientKey(const QList<ClientKey> &keys, const QString &idOrName);

} // namespace core
