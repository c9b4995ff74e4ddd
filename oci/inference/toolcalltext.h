// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"

#include <QList>
#include <QString>

namespace oci {

//! Finds the tool calls that imported models write into their text, however it was cut:
//! `<tool_call>{"name":…,"arguments":{…}}</tool_call>`, also `<tool_calling>` (protocol reference,
//! 12.3). Text is held back only as long as it may turn out to be a call; what turns out to be none
//! comes out as it was written. Blanks around calls go with them, where nothing was said before.
class ToolCallText
{
public:
    //! Characters; what goes on for longer without an end is no call.
    static constexpr qsizetype longestCall = 1 << 20;

    struct Found {
        QString text;                //!< without the calls
        QList<core::ToolCall> calls; //!< without ids

        bool operator==(const Found &) const = default;
    };

    [[nodiscard]] Found feed(const QString &text);
    //! What was held back. A call that lacks nothing but its last tag is one: models stop there.
    [[nodiscard]] Found finish();

private:
    enum class Place { Start, Text, Call, AfterCall };

    //! False: more has to come before anything can be said.
    [[nodiscard]] bool scanText(Found &found);
    [[nodiscard]] bool scanCall(Found &found);
    [[nodiscard]] bool skipBlanks();
    void say(qsizetype length, Found &found);

    Place m_place = Place::Start;
    QString m_held;
    qsizetype m_tag = 0;     //!< which one is open, in Place::Call
    qsizetype m_scanned = 0; //!< of the call, without its last tag in it
    bool m_off = false;
};

} // namespace oci
