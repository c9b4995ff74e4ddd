// SPDX-License-Identifier: MIT
#include "core/stream/ssewriter.h"

namespace core::sse {

namespace {

// CR and LF both end a line, so both would tear an event apart.
void appendLines(QByteArray &out, QByteArrayView field, QByteArrayView data)
{
    qsizetype from = 0;
    for (qsizetype i = 0; i <= data.size(); ++i) {
        if (i < data.size() && data[i] != '\n' && data[i] != '\r')
            continue;
        out.append(field).append(data.sliced(from, i - from)).append('\n');
        if (i + 1 < data.size() && data[i] == '\r' && data[i + 1] == '\n')
            ++i;
        from = i + 1;
    }
}

} // namespace

QByteArray event(QByteArrayView data)
{
    QByteArray out;
    out.reserve(data.size() + 8);
    appendLines(out, "data: ", data);
    out.append('\n');
    return out;
}

QByteArray event(QByteArrayView name, QByteArrayView data)
{
    QByteArray out;
    out.reserve(name.size() + data.size() + 16);
    out.append("event: ").append(name).append('\n');
    appendLines(out, "data: ", data);
    out.append('\n');
    return out;
}

QByteArray comment(QByteArrayView text)
{
    QByteArray out;
    appendLines(out, ": ", text);
    out.append('\n');
    return out;
}

} // namespace core::sse
