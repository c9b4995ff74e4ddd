// SPDX-License-Identifier: MIT
#include "app/desktop/sessionsecretstore.h"

using core::Result;
using core::Secret;

namespace app {

QFuture<Result<core::SecretStore::Found>> SessionSecretStore::read(const QString &entry)
{
    return QtFuture::makeReadyValueFuture(Result<Found>(m_secrets.value(entry)));
}

QFuture<Result<void>> SessionSecretStore::write(const QString &entry, Secret secret)
{
    m_secrets.insert(entry, std::make_shared<const Secret>(std::move(secret)));
    return QtFuture::makeReadyValueFuture(Result<void>());
}

QFuture<Result<void>> SessionSecretStore::remove(const QString &entry)
{
    m_secrets.remove(entry);
    return QtFuture::makeReadyValueFuture(Result<void>());
}

} // namespace app
