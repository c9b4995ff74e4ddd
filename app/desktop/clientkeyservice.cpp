// SPDX-License-Identifier: MIT
#include "app/desktop/clientkeyservice.h"

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

ClientKeyService::ClientKeyService(ClientKeyStore &store, core::SecretStore &secrets,
                                   QString mainId, QString mainEntry)
    : m_store(store)
    , m_secrets(secrets)
    , m_mainId(std::move(mainId))
    , m_mainEntry(std::move(mainEntry))
{
    connect(&m_store, &ClientKeyStore::changed, this, &ClientKeys::changed);
}

QString ClientKeyService::entryOf(const QString &id) const
{
    return id == m_mainId ? m_mainEntry : u"client-key:"_s + id;
}

Result<core::ClientKeys::Made> ClientKeyService::make(const Wish &wish)
{
    Result<void> written;
    auto made = m_store.add({.name = wish.name,
                             .models = wish.models,
                             .requestsPerMinute = wish.requestsPerMinute,
                             .tokensPerDay = wish.tokensPerDay},
                            &written);
    if (!made)
        return std::unexpected(made.error());
    m_secrets.write(entryOf(made->key.id), made->secret.clone())
            .then(this, [this](const Result<void> &kept) {
                if (!kept)
                    emit noticed(tr("The key could not be kept in the keychain: %1")
                                         .arg(kept.error().message));
            });
    return Made{.key = made->key,
                .secret = std::make_shared<const core::Secret>(std::move(made->secret)),
                .warning = written ? QString()
                                   : tr("%1 The key lasts until Gatehouse is closed.")
                                             .arg(written.error().message)};
}

Result<void> ClientKeyService::revoke(const QString &id)
{
    auto revoked = m_store.revoke(id);
    if (revoked)
        m_secrets.remove(entryOf(id));
    return revoked;
}

QFuture<Result<core::SecretStore::Found>> ClientKeyService::reveal(const QString &id)
{
    return m_secrets.read(entryOf(id));
}

} // namespace app
