// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/signin.h"

#include <QHash>
#include <QList>

namespace tests {

//! A sign-in that is where the test says; keeps what it was asked to do.
class FakeSignIn final : public core::SignIn
{
public:
    [[nodiscard]] State state() const override { return now; }
    [[nodiscard]] QUrl page() const override
    {
        return QUrl(QStringLiteral("https://login.example/?a=b%20c"));
    }
    [[nodiscard]] bool isBrowserOpen() const override { return opened; }
    [[nodiscard]] core::Error failure() const override { return error; }
    [[nodiscard]] core::SignInDetails suggestion() const override
    {
        return {.profile = QStringLiteral("WORK"), .region = QStringLiteral("us-chicago-1")};
    }
    [[nodiscard]] std::optional<core::SignInDetails>
    renewalOf(const QString &connectionId) const override
    {
        return connectionId == sessionConnection ? std::optional(renewal) : std::nullopt;
    }
    [[nodiscard]] Standing standing(const QString &profile) const override
    {
        return standings.value(profile, profile.isEmpty() ? Standing::Unfit : Standing::New);
    }
    [[nodiscard]] QStringList regions() const override
    {
        return {QStringLiteral("eu-frankfurt-1"), QStringLiteral("us-chicago-1")};
    }
    [[nodiscard]] QString configFile() const override { return config; }
    void start(const core::SignInDetails &details) override
    {
        started += details;
        become(State::Preparing);
    }
    void openPage() override { ++opens; }
    void cancel() override { ++cancelled; }

    void become(State state)
    {
        now = state;
        emit stateChanged();
    }

    State now = State::Idle;
    bool opened = true;
    core::Error error;
    QList<core::SignInDetails> started;
    QString config = QStringLiteral("/home/me/.oci/config");
    int opens = 0;
    int cancelled = 0;
    QString sessionConnection;
    core::SignInDetails renewal{.profile = QStringLiteral("WORK"),
                                .region = QStringLiteral("us-chicago-1"),
                                .addToConfig = true};
    QHash<QString, Standing> standings;
};

} // namespace tests
