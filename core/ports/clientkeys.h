// SPDX-License-Identifier: MIT
#pragma once

#include "core/access/clientkey.h"
#include "core/ports/secretstore.h"
#include "core/result.h"
#include "core/secret.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace core {

//! The keys by which tools call the gateway, as the window sees them. Used in the GUI thread.
class ClientKeys : public QObject
{
    Q_OBJECT

public:
    //! What a person decides about a key.
    struct Wish {
        QString name;
        QStringList models = {};   //!< as in ClientKey
        int requestsPerMinute = 0; //!< 0: no bound
        qint64 tokensPerDay = 0;   //!< 0: no bound

        bool operator==(const Wish &) const = default;
    };
    struct Made {
        ClientKey key;
        std::shared_ptr<const Secret> secret; //!< never null
        QString warning;                      //!< e.g. that it lasts for this run only; or empty
    };

    using QObject::QObject;

    //! Revoked ones among them.
    [[nodiscard]] virtual QList<ClientKey> keys() const = 0;
    //! Why the list cannot be read; empty where it can.
    [[nodiscard]] virtual QString problem() const = 0;
    //! Whether `reveal()` can find a key after this run.
    [[nodiscard]] virtual bool hasKeychain() const = 0;
    [[nodiscard]] virtual Result<Made> make(const Wish &wish) = 0;
    //! From now on it is refused.
    [[nodiscard]] virtual Result<void> revoke(const QString &id) = 0;
    //! The key itself; null where it is not kept here.
    virtual QFuture<Result<SecretStore::Found>> reveal(const QString &id) = 0;

signals:
    void changed();
};

} // namespace core
