// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/secretstore.h"

#include <QHash>

namespace app {

//! Secrets of this run, in memory: what there is without a keychain.
class SessionSecretStore final : public core::SecretStore
{
public:
    [[nodiscard]] bool isPersistent() const override { return false; }
    QFuture<core::Result<Found>> read(const QString &entry) override;
    QFuture<core::Result<void>> write(const QString &entry, core::Secret secret) override;
    QFuture<core::Result<void>> remove(const QString &entry) override;

private:
    QHash<QString, Found> m_secrets;
};

} // namespace app
