// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/streamaccumulator.h"
#include "core/stream/sseparser.h"
#include "oci/inference/answerreader.h"

#include <QHash>

#include <cstdlib>

namespace fuzz {

//! The final answer of a stream that came in two pieces; empty where it failed. Ends the program
//! where calls are not announced once, without gaps, with id and name.
inline QList<core::ChatChoice> readStream(oci::AnswerReader &reader, QByteArrayView first,
                                          QByteArrayView second)
{
    core::SseParser parser(1 << 16);
    QList<core::SseEvent> events = parser.feed(first);
    events += parser.feed(second);
    events += parser.finish();

    core::StreamAccumulator all;
    QHash<int, int> announced;
    const auto add = [&](const QList<core::ChatDelta> &deltas) {
        for (const core::ChatDelta &delta : deltas) {
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

//! The cut must not matter; `make` makes a new reader each time. The first byte chooses the cut.
template<typename Make>
void checkReader(const uint8_t *data, size_t size, Make make)
{
    if (size == 0)
        return;
    const QByteArrayView bytes(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    const qsizetype cut = bytes.isEmpty() ? 0 : data[0] % bytes.size();
    const auto halves = make();
    const auto once = make();
    if (readStream(*halves, bytes.first(cut), bytes.sliced(cut)) != readStream(*once, bytes, {}))
        std::abort();
    (void)make()->whole(bytes); // a body may be anything
}

inline auto countedIds()
{
    return [count = 0]() mutable { return QString::number(++count); };
}

} // namespace fuzz
