// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/apikeys.h"

#include <QPromise>

#include <optional>

namespace tests {

//! API keys in memory. Answers at once, or when told; keeps what it was asked to do.
class FakeApiKeys final : public core::ApiKeys
{
public:
    [[nodiscard]] QUrl openAiBase() const override { return base; }
    QFuture<core::Result<QList<core::ApiKey>>> list() override;
    QFuture<core::Result<core::ApiKey>> get(const QString &id) override;
    QFuture<core::Result<core::IssuedApiKey>> create(const core::ApiKeyDraft &draft) override;
    QFuture<core::Result<core::ApiKey>> update(const core::ApiKey &key, const QString &name,
                                               const QString &description) override;
    QFuture<core::Result<core::IssuedApiKey>>
    renew(const core::ApiKey &key, const QString &secretName, const QDateTime &expires) override;
    QFuture<core::Result<core::ApiKey>> setState(const core::ApiKey &key, const QString &secretName,
                                                 core::ApiKeySecret::State state) override;
    QFuture<core::Result<void>> remove(const core::ApiKey &key) override;

    //! With these secrets, active, named first and second.
    static core::ApiKey key(const QString &name, const QList<QDateTime> &expires);

    QUrl base{QStringLiteral("https://inference.example/openai/v1")};
    QList<core::ApiKey> all;
    std::optional<core::Error> error; //!< of everything that follows
    bool silent = false;              //!< lists and creates are answered by the test
    QPromise<core::Result<QList<core::ApiKey>>> pendingList;
    QPromise<core::Result<core::IssuedApiKey>> pendingIssue;

    int lists = 0;
    QList<core::ApiKeyDraft> drafts;
    QStringList asked; //!< e.g. "renew ci/first"
    QList<QDateTime> renewedUntil;

private:
    core::Result<core::IssuedApiKey> issued(const core::ApiKey &key, const QStringList &names);
};

} // namespace tests
