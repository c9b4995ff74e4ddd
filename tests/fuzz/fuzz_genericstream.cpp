// SPDX-License-Identifier: MIT
#include "core/chat/streamaccumulator.h"
#include "core/stream/sseparser.h"
#include "oci/inference/genericreader.h"

#include <cstdlib>

namespace {

//! Empty where the stream failed.
QList<core::ChatChoice> read(QByteArrayView first, QByteArrayView second)
{
    core::SseParser parser(1 << 16);
    oci::GenericReader reader([count = 0]() mutable { return QString::number(++count); });
    core::StreamAccumulator all;
    QList<core::SseEvent> events = parser.feed(first);
    events += parser.feed(second);
    events += parser.finish();

    QHash<int, int> announced;
    const auto add = [&](const QList<core::ChatDelta> &deltas) {
        for (const core::ChatDelta &delta : deltas) {
            // Calls are announced without gaps, with id and name, and once.
            for (const core::ToolCallDelta &call : delta.toolCalls) {
                int &known = announced[delta.choice];
                if (call.index > known ||
                    (call.index == known) == (call.id.isEmpty() || call.name.isEmpty()))
                    std::abort();
                known = std::max(known, call.index + 1);
            }
            all.add(delta);
        }
    };
    for (const core::SseEvent &event : events) {
        const auto deltas = reader.take(event.data);
        if (!deltas)
            return {};
        add(*deltas);
    }
    const oci::AnswerEnd end = reader.end();
    add(end.deltas);
    all.finish(end.outcome);
    return all.choices();
}

} // namespace

// Beyond "does not crash": the cut must not matter, and tool calls keep their contract. The first
// byte chooses the cut.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const qsizetype cut = bytes.isEmpty() ? 0 : data[0] % bytes.size();

    if (read(bytes.first(cut), bytes.sliced(cut)) != read(bytes, {}))
        std::abort();
    return 0;
}
