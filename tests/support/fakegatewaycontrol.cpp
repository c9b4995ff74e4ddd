// SPDX-License-Identifier: MIT
#include "tests/support/fakegatewaycontrol.h"

namespace tests {

QUrl FakeGatewayControl::baseUrl() const
{
    return now == State::Running ? QUrl(QStringLiteral("http://127.0.0.1:8088/v1")) : QUrl();
}

void FakeGatewayControl::change(State state)
{
    now = state;
    emit changed();
}

} // namespace tests
