// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clientkeys.h"

namespace tests {

//! Keys of tools in memory, that fail where the test says so.
class FakeClientKeys final : public core::ClientKeys
{
public:
    [[nodiscard]] QList<core::ClientKey> keys() const override { return all; }
    [[nodiscard]] QString problem() const override { return why; }
    [[nodiscard]] bool hasKeychain() const override { return keychain; }
    [[nodiscard]] core::Result<Made> make(const Wish &wish) override
    {
        wishes.append(wish);
        if (failure)
            return std::unexpected(*failure);
        const core::ClientKey key{.id = QStringLiteral("k%1").arg(wishes.size()),
                                  .name = wish.name,
                                  .shown = QStringLiteral("gh-Test…"),
                                  .models = wish.models,
                                  .requestsPerMinute = wish.requestsPerMinute,
                                  .tokensPerDay = wish.tokensPerDay};
        all.append(key);
        emit changed();
        return Made{.key = key, .secret = secret, .warning = warning};
    }
    [[nodiscard]] core::Result<void> revoke(const QString &id) override
    {
        for (core::ClientKey &key : all) {
            if (key.id == id)
                key.revoked = QDateTime::currentDateTimeUtc();
        }
        emit changed();
        return {};
    }
    QFuture<core::Result<core::SecretStore::Found>> reveal(const QString &) override
    {
        return QtFuture::makeReadyValueFuture(
                core::Result<core::SecretStore::Found>(keychain ? secret : nullptr));
    }

    QList<core::ClientKey> all;
    QList<Wish> wishes;
    QString why;
    QString warning;
    bool keychain = true;
    std::optional<core::Error> failure;
    std::shared_ptr<const core::Secret> secret =
            std::make_shared<const core::Secret>("gh-Test-key-that-opens-nothing-0123456789abcd");
};

} // namespace tests
