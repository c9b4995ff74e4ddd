// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/result.h"
#include "oci/auth/caller.h"

#include <QByteArray>
#include <QFuture>
#include <QUrl>

namespace oci {

//! A request before it is let in: the URL is already encoded for the wire, the body is final.
struct OutgoingRequest {
    QByteArray method;           //!< upper case
    QUrl url;                    //!< sent as `toEncoded(QUrl::FullyEncoded)`
    core::http::Headers headers; //!< what the caller sets, e.g. content-type and accept
    QByteArray body;
    QByteArray circuit = {}; //!< what fails together behind the host, e.g. a model; may be empty

    bool operator==(const OutgoingRequest &) const = default;
};

//! A way to sign in. Called in the thread that it lives in; costly work happens elsewhere.
class AuthProvider
{
public:
    virtual ~AuthProvider() = default;

    //! The headers to add to the request, `Authorization` among them. They hold for one sending:
    //! a retry asks again, since the date is part of a signature.
    virtual QFuture<core::Result<core::http::Headers>>
    authorize(const OutgoingRequest &request) = 0;

    //! The service refused a request with a 401: gets another credential, if it can, by which
    //! the request may be sent once more (protocol reference, 3.6). Asked for by several at a
    //! time, it is done once. A failure says, in place of the refusal, what a person can do; one
    //! without a message, as here, means that there is nothing to renew: the refusal stands.
    virtual QFuture<core::Result<void>> renew()
    {
        return QtFuture::makeReadyValueFuture(core::Result<void>(
                std::unexpected(core::Error{.code = core::ErrorCode::Unauthorized})));
    }

    //! A refusal by the service (401, 403, 404) in words that fit this way to sign in; as it is
    //! where there is nothing to add.
    [[nodiscard]] virtual core::Error explained(core::Error refusal) const { return refusal; }

    //! A bearer key reaches the OpenAI-compatible endpoints only; signed requests reach
    //! everything (protocol reference, 5.3).
    [[nodiscard]] virtual bool isBearer() const = 0;

    //! Whom a policy has to name for it.
    [[nodiscard]] virtual Caller caller() const
    {
        return isBearer() ? Caller::ApiKey : Caller::Person;
    }
};

} // namespace oci
