// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"
#include "oci/auth/authprovider.h"
#include "oci/auth/privatekey.h"
#include "oci/auth/signingstring.h"

#include <QList>

class QThreadPool;

namespace oci {

//! Signs a request at once (about 0.7 ms of CPU); pure.
//!
//! The headers are those to set on a QNetworkRequest: Authorization, Date (or x-date) and, with
//! POST, PUT and PATCH, x-content-sha256 and a Content-Type where the request has none. Host and
//! Content-Length are signed and not among them, since QNetworkAccessManager sets them itself, to
//! the same values, from the URL and the body. An Authorization header of the request's own is
//! to be replaced. `more` names further headers of the request to be signed (opc-obo-token).
[[nodiscard]] core::Result<core::http::Headers>
signedHeaders(const OutgoingRequest &request, const QByteArray &keyId, const PrivateKey &key,
              const QDateTime &now, DateHeader date = DateHeader::Date,
              const QByteArrayList &more = {});

//! Signs on a pool, off the event loop. Destroying it cancels what is under way: those futures
//! end as cancelled. The clock and the pool outlive it.
class RequestSigner
{
public:
    RequestSigner(const core::Clock &clock, QThreadPool &pool) : m_clock(clock), m_pool(pool) { }
    ~RequestSigner();
    Q_DISABLE_COPY_MOVE(RequestSigner)

    QFuture<core::Result<core::http::Headers>> sign(const OutgoingRequest &request,
                                                    const QByteArray &keyId, const PrivateKey &key,
                                                    const QByteArrayList &more = {});

private:
    const core::Clock &m_clock;
    QThreadPool &m_pool;
    QList<QFuture<core::Result<core::http::Headers>>> m_underWay;
};

} // namespace oci
