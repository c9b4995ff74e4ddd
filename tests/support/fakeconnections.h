// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/connections.h"

namespace tests {

//! Connections that are what the test says; keeps what it was asked to do.
class FakeConnections final : public core::Connections
{
    Q_OBJECT

public:
    using Connections::Connections;

    [[nodiscard]] QList<core::ConnectionInfo> connections() const override { return all; }
    [[nodiscard]] QString current() const override { return currentId; }
    [[nodiscard]] State state() const override { return now; }
    [[nodiscard]] core::Error failure() const override { return error; }
    [[nodiscard]] QList<core::ModelInfo> models() const override { return known; }
    [[nodiscard]] bool hasKeychain() const override { return keychain; }

    void select(const QString &connectionId) override;
    void refresh() override { ++refreshes; }
    void addBearerKey(core::BearerKeyDetails details) override;
    void removeBearerKey(const QString &connectionId) override;
    [[nodiscard]] std::shared_ptr<core::ApiKeys> apiKeys() const override { return keys; }
    void provideSecret(const QString &connectionId, core::Secret secret, bool remember) override;
    void declineSecret(const QString &connectionId) override { declined += connectionId; }

    //! Becomes ready with these models.
    void succeed(const QList<core::ModelInfo> &models);
    void fail(const core::Error &failure);
    void change(State state);

    QList<core::ConnectionInfo> all;
    QString currentId;
    State now = State::None;
    core::Error error;
    QList<core::ModelInfo> known;
    bool keychain = true;
    std::shared_ptr<core::ApiKeys> keys; //!< null: it cannot manage any

    QStringList selected;
    int refreshes = 0;
    std::vector<core::BearerKeyDetails> added;
    QByteArray providedSecret;
    bool providedRemember = false;
    QStringList declined;
    QStringList removed;
};

} // namespace tests
