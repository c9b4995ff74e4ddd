// SPDX-License-Identifier: MIT
#include "tests/support/fakegatewaycontrol.h"

namespace tests {

QUrl FakeGatewayControl::baseUrl() const
{
    return now == State::Running ? QUrl(QStringLiteral("http://127.0.0.1:%1/v1").arg(port))
                                 : QUrl();
}

void FakeGatewayControl::startAt(quint16 other)
{
    port = other;
    start();
}

void FakeGatewayControl::change(State state)
{
    now = state;
    emit changed();
}

} // namespace tests
