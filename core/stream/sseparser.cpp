// SPDX-License-Identifier: MIT
#include "core/stream/sseparser.h"

#include "core/json/json.h"

#include <utility>

namespace core {

namespace {

bool isWhole(QByteArrayView data)
{
    if (data == "[DONE]")
        return true;
    // Cheap test first: nearly every first line of a real multi-line event fails it.
    const QByteArrayView trimmed = data.trimmed();
    return trimmed.startsWith('{') && trimmed.endsWith('}') && json::parse(trimmed).has_value();
}

} // namespace

QList<SseEvent> SseParser::feed(QByteArrayView bytes)
{
    QList<SseEvent> out;
    qsizetype from = 0;
    while (from < bytes.size() && !m_overflowed) {
        // CR, LF and CRLF all end a line; the LF of a CRLF may come in the next call.
        if (std::exchange(m_lastWasCr, false) && bytes[from] == '\n') {
            ++from;
            continue;
        }
        qsizetype end = from;
        while (end < bytes.size() && bytes[end] != '\n' && bytes[end] != '\r')
            ++end;
        const QByteArrayView piece = bytes.sliced(from, end - from);
        if (m_line.size() + piece.size() > m_longestLine) {
            giveUp();
            break;
        }
        if (end == bytes.size()) {
            m_line.append(piece);
            break;
        }
        m_lastWasCr = bytes[end] == '\r';
        if (m_line.isEmpty()) {
            takeLine(piece, out);
        } else {
            m_line.append(piece);
            takeLine(std::exchange(m_line, {}), out);
        }
        from = end + 1;
    }
    return out;
}

void SseParser::giveUp()
{
    m_overflowed = true;
    m_line.clear();
    m_event = {};
    m_hasData = false;
}

QList<SseEvent> SseParser::finish()
{
    QList<SseEvent> out;
    if (!m_line.isEmpty())
        takeLine(std::exchange(m_line, {}), out);
    dispatch(out);
    return out;
}

void SseParser::takeLine(QByteArrayView line, QList<SseEvent> &out)
{
    if (std::exchange(m_atStart, false) && line.startsWith("\xEF\xBB\xBF"))
        line = line.sliced(3);
    if (line.isEmpty()) {
        dispatch(out);
        return;
    }

    const qsizetype colon = line.indexOf(':');
    if (colon == 0)
        return; // a comment, used by servers as keep-alive

    const QByteArrayView field = colon < 0 ? line : line.first(colon);
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);

    if (field == "event") {
        m_event.name = value.toByteArray();
    } else if (field == "data") {
        if (m_hasData && isWhole(m_event.data))
            dispatch(out);
        if (m_event.data.size() + value.size() > m_longestLine) {
            giveUp();
            return;
        }
        if (m_hasData)
            m_event.data.append('\n');
        m_event.data.append(value);
        m_hasData = true;
    }
}

void SseParser::dispatch(QList<SseEvent> &out)
{
    SseEvent event = std::exchange(m_event, {});
    if (std::exchange(m_hasData, false))
        out.append(std::move(event));
}

} // namespace core
