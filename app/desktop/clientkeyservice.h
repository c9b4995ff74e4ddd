// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/clientkeystore.h"
#include "core/ports/clientkeys.h"
#include "core/ports/secretstore.h"

namespace app {

//! The keys of tools in the window: hashes and bounds in the data folder, the keys themselves in
//! the keychain, under "client-key:ID".
class ClientKeyService final : public core::ClientKeys
{
    Q_OBJECT

public:
    //! Both outlive it. `mainEntry`: the keychain's entry of the key named `mainId`, which the
    //! gateway itself has made.
    ClientKeyService(ClientKeyStore &store, core::SecretStore &secrets, QString mainId,
                     QString mainEntry);

    [[nodiscard]] QList<core::ClientKey> keys() const override { return m_store.keys(); }
    [[nodiscard]] QString problem() const override { return m_problem; }
    [[nodiscard]] bool hasKeychain() const override { return m_secrets.isPersistent(); }
    [[nodiscard]] core::Result<Made> make(const Wish &wish) override;
    [[nodiscard]] core::Result<void> revoke(const QString &id) override;
    QFuture<core::Result<core::SecretStore::Found>> reveal(const QString &id) override;

    void setProblem(const QString &problem) { m_problem = problem; }

signals:
    //! A key could not be kept in the keychain, say.
    void noticed(const QString &notice);

private:
    [[nodiscard]] QString entryOf(const QString &id) const;

    ClientKeyStore &m_store;
    core::SecretStore &m_secrets;
    QString m_mainId;
    QString m_mainEntry;
    QString m_problem;
};

} // namespace app
