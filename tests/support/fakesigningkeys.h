// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/signingkeys.h"

#include <QHash>
#include <QPromise>

#include <optional>

namespace tests {

//! Makes the keys that the test says, when it says; keeps what it was asked to do.
class FakeSigningKeys final : public core::SigningKeys
{
public:
    [[nodiscard]] core::SigningKeyDetails suggestion() const override
    {
        return {.profile = QStringLiteral("GATEHOUSE"), .region = QStringLiteral("us-chicago-1")};
    }
    [[nodiscard]] Standing standing(const QString &profile) const override
    {
        return standings.value(profile, profile.isEmpty() ? Standing::Unfit : Standing::New);
    }
    [[nodiscard]] QStringList regions() const override
    {
        return {QStringLiteral("eu-frankfurt-1"), QStringLiteral("us-chicago-1")};
    }
    [[nodiscard]] QString configFile() const override
    {
        return QStringLiteral("/home/me/.oci/config");
    }
    QFuture<core::Result<core::SigningKey>> make(core::SigningKeyDetails details) override
    {
        asked.push_back(std::move(details));
        m_promise.emplace();
        m_promise->start();
        return m_promise->future();
    }
    void use(bool addToConfig) override { used += addToConfig; }

    void answer(const core::Result<core::SigningKey> &key)
    {
        m_promise->addResult(key);
        m_promise->finish();
    }

    std::vector<core::SigningKeyDetails> asked;
    QList<bool> used;
    QHash<QString, Standing> standings;

private:
    std::optional<QPromise<core::Result<core::SigningKey>>> m_promise;
};

} // namespace tests
