// SPDX-License-Identifier: MIT
#pragma once

#include "oci/auth/authprovider.h"

#include <QPromise>

namespace tests {

//! Lets every request in with "authorization: Test 1", "Test 2" and so on, at once or when told.
class FakeAuth final : public oci::AuthProvider
{
public:
    QFuture<core::Result<core::http::Headers>>
    authorize(const oci::OutgoingRequest &request) override
    {
        ++calls;
        lastRequest = request;
        if (waits) {
            pending = {};
            pending.start();
            return pending.future();
        }
        return QtFuture::makeReadyValueFuture(answer());
    }
    [[nodiscard]] bool isBearer() const override { return bearer; }

    void letIn()
    {
        pending.addResult(answer());
        pending.finish();
    }

    int calls = 0;
    bool waits = false;
    bool bearer = false;
    std::optional<core::Error> refusal;
    oci::OutgoingRequest lastRequest;
    QPromise<core::Result<core::http::Headers>> pending;

private:
    core::Result<core::http::Headers> answer() const
    {
        if (refusal)
            return std::unexpected(*refusal);
        return core::http::Headers{{"authorization", "Test " + QByteArray::number(calls)}};
    }
};

} // namespace tests
