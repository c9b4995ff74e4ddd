// SPDX-License-Identifier: MIT
#include "gateway/http/requestparser.h"

#include <cstdlib>

namespace {

using gateway::Limits;
using gateway::http::RequestParser;
using Progress = RequestParser::Progress;

struct Seen {
    QList<core::http::Request> requests;
    int refused = 0;

    bool operator==(const Seen &) const = default;
};

void feed(RequestParser &parser, QByteArrayView bytes, const Limits &limits, Seen &seen)
{
    while (seen.refused == 0) {
        const auto step = parser.feed(bytes);
        if (step.used < 0 || step.used > bytes.size())
            std::abort();
        bytes = bytes.sliced(step.used);
        switch (step.progress) {
        case Progress::NeedMore:
            if (!bytes.isEmpty())
                std::abort();
            return;
        case Progress::Head:
            break;
        case Progress::Request:
            seen.requests.append(parser.takeRequest());
            if (seen.requests.last().body.size() > limits.body ||
                seen.requests.last().headers.size() > limits.headerCount)
                std::abort();
            break;
        case Progress::Refused:
            seen.refused = parser.refusal().status;
            break;
        }
    }
}

} // namespace

// The cut must not matter, and no bound may be passed. The first byte chooses the cut.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const Limits limits{.requestLine = 256, .headerBytes = 1024, .headerCount = 16, .body = 4096};
    const QByteArrayView bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const qsizetype cut = bytes.isEmpty() ? 0 : data[0] % bytes.size();

    RequestParser whole(limits);
    Seen once;
    feed(whole, bytes, limits, once);
    RequestParser halves(limits);
    Seen twice;
    feed(halves, bytes.first(cut), limits, twice);
    feed(halves, bytes.sliced(cut), limits, twice);
    if (once != twice)
        std::abort();
    return 0;
}
