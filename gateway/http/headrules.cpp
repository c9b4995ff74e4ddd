// SPDX-License-Identifier: MIT
#include "gateway/http/headrules.h"

#include <utility>

namespace gateway::http {

namespace {

bool isSame(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

std::unexpected<Refusal> refusal(int status, const QByteArray &message)
{
    return std::unexpected(Refusal{.status = status, .message = message});
}

} // namespace

std::expected<void, Refusal> checkFields(Head &head)
{
    int hosts = 0;
    for (const auto &[name, value] : std::as_const(head.request.headers)) {
        if (isSame(name, "Host") && ++hosts > 1)
            return refusal(400, "More than one Host header");
        if (isSame(name, "Expect") && head.minorVersion > 0) {
            if (!isSame(value, "100-continue"))
                return refusal(417, "The only expectation served is 100-continue");
            head.expectsContinue = head.hasBody();
        }
        if (!isSame(name, "Transfer-Encoding"))
            continue;
        if (head.minorVersion == 0)
            return refusal(400, "Transfer-Encoding in HTTP/1.0");
        if (!isSame(value, "chunked"))
            return refusal(501, "The only transfer coding served is chunked");
    }
    return {};
}

std::expected<bool, Refusal> isCompressed(const Head &head)
{
    bool compressed = false;
    for (const auto &[name, value] : head.request.headers) {
        if (!isSame(name, "Content-Encoding") || value.isEmpty() || isSame(value, "identity"))
            continue;
        const bool known =
                isSame(value, "gzip") || isSame(value, "x-gzip") || isSame(value, "deflate");
        if (!known || compressed) {
            // RFC 9110, 12.5.3: the answer may say which codings would have done.
            return std::unexpected(
                    Refusal{.status = 415,
                            .message = "The content codings served are gzip and deflate",
                            .headers = {{"Accept-Encoding", "gzip, deflate"}}});
        }
        compressed = true;
    }
    return compressed;
}

} // namespace gateway::http
