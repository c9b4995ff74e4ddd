// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace core {

struct SseEvent {
    QByteArray name;
    QByteArray data;

    bool operator==(const SseEvent &) const = default;
};

//! Turns the bytes of a text/event-stream into events, however the bytes were cut.
//!
//! Knows nothing of sockets: feed it what arrived, take what is complete, and call `finish()`
//! when the stream has ended. Besides the standard's rule (a blank line ends an event; WHATWG
//! HTML, 9.2.6) it takes two `data:` lines in a row for two events where the first is complete
//! JSON or "[DONE]": some OCI models leave the blank line out (protocol reference, 7.10).
class SseParser
{
public:
    //! A line or an event longer than this ends the stream: `overflowed()` is true from then on and
    //! nothing more comes out.
    static constexpr qsizetype defaultLongestLine = 32 * 1024 * 1024;

    explicit SseParser(qsizetype longestLine = defaultLongestLine) : m_longestLine(longestLine) { }

    [[nodiscard]] QList<SseEvent> feed(QByteArrayView bytes);
    //! What a last line without its line end, or a last event without its blank line, still holds.
    [[nodiscard]] QList<SseEvent> finish();
    [[nodiscard]] bool overflowed() const { return m_overflowed; }

private:
    void takeLine(QByteArrayView line, QList<SseEvent> &out);
    void dispatch(QList<SseEvent> &out);
    void giveUp();

    qsizetype m_longestLine;
    QByteArray m_line;
    SseEvent m_event;
    bool m_hasData = false;
    bool m_lastWasCr = false;
    bool m_atStart = true;
    bool m_overflowed = false;
};

} // namespace core
