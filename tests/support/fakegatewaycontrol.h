// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/gatewaycontrol.h"

namespace tests {

//! A gateway that is in the state that the test says.
class FakeGatewayControl final : public core::GatewayControl
{
    Q_OBJECT

public:
    using GatewayControl::GatewayControl;

    [[nodiscard]] State state() const override { return now; }
    [[nodiscard]] QUrl baseUrl() const override;
    [[nodiscard]] QString failure() const override { return why; }
    [[nodiscard]] core::Secret key() const override { return core::Secret(clientKey); }
    [[nodiscard]] int activeRequests() const override { return requests; }

    void start() override { change(State::Running); }
    void stop() override { change(State::Stopped); }
    [[nodiscard]] quint16 freePort() const override { return free; }
    void startAt(quint16 port) override;
    void change(State state);

    State now = State::Stopped;
    QString why;
    QByteArray clientKey = "gh-test-key-not-a-secret";
    int requests = 0;
    quint16 port = 8088;
    quint16 free = 0;
};

} // namespace tests
