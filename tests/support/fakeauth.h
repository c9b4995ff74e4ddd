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
    QFuture<core::Result<void>> renew() override
    {
        ++renewals;
        if (!renewal)
            return AuthProvider::renew();
        if (renewalWaits) {
            pendingRenewal = {};
            pendingRenewal.start();
            return pendingRenewal.future();
        }
        return QtFuture::makeReadyValueFuture(*renewal);
    }
    [[nodiscard]] bool isBearer() const override { return bearer; }
    [[nodiscard]] oci::Caller caller() const override
    {
        return as.value_or(AuthProvider::caller());
    }

    void letIn()
    {
        pending.addResult(answer());
        pending.finish();
    }

    void renewed()
    {
        pendingRenewal.addResult(*renewal);
        pendingRenewal.finish();
    }

    int calls = 0;
    int renewals = 0;
    std::optional<core::Result<void>> renewal; //!< nothing: it cannot renew
    bool waits = false;
    bool renewalWaits = false;
    bool bearer = false;
    std::optional<oci::Caller> as; //!< nothing: what the interface takes it for
    std::optional<core::Error> refusal;
    oci::OutgoingRequest lastRequest;
    QPromise<core::Result<core::http::Headers>> pending;
    QPromise<core::Result<void>> pendingRenewal;

private:
    core::Result<core::http::Headers> answer() const
    {
        if (refusal)
            return std::unexpected(*refusal);
        return core::http::Headers{{"authorization", "Test " + QByteArray::number(calls)}};
    }
};

} // namespace tests
