// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/secretstore.h"

#include <QObject>

namespace app {

//! Secrets in the keychain of the operating system, by qtkeychain: Secret Service or KWallet on
//! Linux, Keychain on macOS, Credential Manager on Windows. Never falls back to plain text.
//!
//! A keychain that is locked and stays so (nobody answers its prompt) leaves a future pending;
//! nobody may block on one. Used in the GUI thread.
class KeychainSecretStore final : public QObject, public core::SecretStore
{
    Q_OBJECT

public:
    //! `service` is the name that entries are filed under, e.g. "Gatehouse".
    explicit KeychainSecretStore(QString service, QObject *parent = nullptr);

    //! Whether this system has a keychain at all.
    [[nodiscard]] static bool isAvailable();

    [[nodiscard]] bool isPersistent() const override { return true; }
    QFuture<core::Result<Found>> read(const QString &entry) override;
    QFuture<core::Result<void>> write(const QString &entry, core::Secret secret) override;
    QFuture<core::Result<void>> remove(const QString &entry) override;

private:
    QString m_service;
};

} // namespace app
