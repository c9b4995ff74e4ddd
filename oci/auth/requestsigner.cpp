// SPDX-License-Identifier: MIT
#include "oci/auth/requestsigner.h"

#include "oci/http/httpdate.h"

#include <QPromise>
#include <QThreadPool>
#include <QtConcurrentRun>

using core::Result;
using core::http::Headers;

namespace oci {

Result<Headers> signedHeaders(const OutgoingRequest &request, const QByteArray &keyId,
                              const PrivateKey &key, const QDateTime &now, DateHeader date,
                              const QByteArrayList &more)
{
    Headers added{{date == DateHeader::Date ? "Date" : "x-date", httpDate(now)}};
    Headers all = added;
    if (signsContent(request.method)) {
        const QByteArray given = core::http::headerValue(request.headers, "content-type");
        const Headers content = given.isEmpty() ? contentHeaders(request.body)
                                                : contentHeaders(request.body, given);
        all += content;
        if (given.isEmpty())
            added += {"Content-Type", core::http::headerValue(content, "content-type")};
        added += {"x-content-sha256", core::http::headerValue(content, "x-content-sha256")};
    }
    all += {"host", hostHeader(request.url)};
    for (const QByteArray &name : more)
        all += {name, core::http::headerValue(request.headers, name)};

    const QByteArrayList names = signedHeaderNames(request.method, date) + more;
    const auto signature =
            signingString(names, request.method, requestTarget(request.url), all)
                    .and_then([&key](const QByteArray &text) { return key.sign(text); });
    if (!signature)
        return std::unexpected(signature.error());
    added += {"Authorization", authorizationHeader(keyId, names, *signature)};
    return added;
}

RequestSigner::~RequestSigner()
{
    for (auto &future : m_underWay)
        future.cancel();
}

QFuture<Result<Headers>> RequestSigner::sign(const OutgoingRequest &request,
                                             const QByteArray &keyId, const PrivateKey &key,
                                             const QByteArrayList &more)
{
    m_underWay.removeIf([](const auto &future) { return future.isFinished(); });
    // Values only: the task may outlive the signer.
    auto future = QtConcurrent::run(&m_pool, [request, keyId, key, more, now = m_clock.nowUtc()](
                                                     QPromise<Result<Headers>> &promise) {
        if (!promise.isCanceled())
            promise.addResult(signedHeaders(request, keyId, key, now, DateHeader::Date, more));
    });
    m_underWay += future;
    return future;
}

} // namespace oci
