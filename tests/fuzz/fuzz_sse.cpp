// SPDX-License-Identifier: MIT
#include "core/stream/sseparser.h"

#include <cstdlib>

namespace {

QList<core::SseEvent> parse(QByteArrayView first, QByteArrayView second)
{
    core::SseParser parser(1 << 16);
    QList<core::SseEvent> events = parser.feed(first);
    events += parser.feed(second);
    events += parser.finish();
    return events;
}

} // namespace

// Beyond "does not crash": the cut must not matter. The first byte chooses it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const qsizetype cut = bytes.isEmpty() ? 0 : data[0] % bytes.size();

    if (parse(bytes.first(cut), bytes.sliced(cut)) != parse(bytes, {}))
        std::abort();
    return 0;
}
