// SPDX-License-Identifier: MIT
#include "gateway/answerheaders.h"

using core::http::Headers;

namespace gateway {

namespace {

//! Visible characters of ASCII and spaces stay (RFC 9110, 5.5); names may have others.
QByteArray forHeader(const QString &text)
{
    QByteArray out;
    for (const char c : text.toUtf8()) {
        if (c >= ' ' && c <= '~')
            out += c;
        else
            out += '%' + QByteArray(1, c).toHex().toUpper();
    }
    return out;
}

} // namespace

Headers chatHeaders(const QString &warning, const QString &requestId, qint64 upstreamMs)
{
    Headers headers;
    headers.emplaceBack("Server-Timing", "upstream;dur=" + QByteArray::number(upstreamMs));
    if (!requestId.isEmpty())
        headers.emplaceBack("x-oci-request-id", requestId.toLatin1());
    if (!warning.isEmpty())
        headers.emplaceBack("x-oci-warning", warning.toLatin1());
    return headers;
}

Headers streamHeaders(const QString &warning, const QString &requestId, qint64 upstreamMs)
{
    Headers headers = chatHeaders(warning, requestId, upstreamMs);
    headers.emplaceBack("Cache-Control", "no-cache");
    headers.emplaceBack("X-Accel-Buffering", "no"); // nginx
    return headers;
}

Headers servedHeaders(const core::Served &served)
{
    Headers headers;
    if (!served.by.isEmpty())
        headers.emplaceBack("x-gatehouse-model", forHeader(served.by));
    for (const core::FailedTarget &each : served.failed)
        headers.emplaceBack("x-gatehouse-failover", failoverText(each));
    return headers;
}

QByteArray failoverText(const core::FailedTarget &failed)
{
    return forHeader(failed.target + QStringLiteral(": ") + failed.why);
}

} // namespace gateway
