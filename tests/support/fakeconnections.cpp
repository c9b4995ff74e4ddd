// SPDX-License-Identifier: MIT
#include "tests/support/fakeconnections.h"

namespace tests {

void FakeConnections::select(const QString &connectionId)
{
    selected += connectionId;
    currentId = connectionId;
    now = State::Connecting;
    known.clear();
    emit connectionsChanged();
    emit stateChanged();
    emit modelsChanged();
}

void FakeConnections::addBearerKey(core::BearerKeyDetails details)
{
    added.push_back(std::move(details));
}

void FakeConnections::removeBearerKey(const QString &connectionId)
{
    removed += connectionId;
    all.removeIf([&](const core::ConnectionInfo &each) { return each.id == connectionId; });
    if (currentId == connectionId)
        currentId.clear();
    emit connectionsChanged();
}

void FakeConnections::provideSecret(const QString &, core::Secret secret, bool remember)
{
    providedSecret = secret.reveal().toByteArray();
    providedRemember = remember;
}

void FakeConnections::succeed(const QList<core::ModelInfo> &models)
{
    known = models;
    change(State::Ready);
    emit modelsChanged();
}

void FakeConnections::fail(const core::Error &failure)
{
    error = failure;
    known.clear();
    change(State::Failed);
    emit modelsChanged();
}

void FakeConnections::change(State state)
{
    now = state;
    emit stateChanged();
}

} // namespace tests
