// SPDX-License-Identifier: MIT
#include "gateway/answerheaders.h"

using core::http::Headers;

namespace gateway {

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

} // namespace gateway
