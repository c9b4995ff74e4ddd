// SPDX-License-Identifier: MIT
#include "gateway/openai/fillinmiddle.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace gateway::openai {

namespace {

//! How a family of code models wants the gap marked. Without a third marker the text before the
//! gap ends the prompt, and with it the text after the gap comes first.
struct Layout {
    QStringView before;
    QStringView after;
    QStringView gap;
};

constexpr std::array layouts{
        Layout{u"<fim_prefix>", u"<fim_suffix>", u"<fim_middle>"},       // StarCoder
        Layout{u"<|fim_prefix|>", u"<|fim_suffix|>", u"<|fim_middle|>"}, // Qwen, CodeGemma
        Layout{u"<fim-prefix>", u"<fim-suffix>", u"<fim-middle>"},       // Granite
        Layout{u"<｜fim▁begin｜>", u"<｜fim▁hole｜>", u"<｜fim▁end｜>"}, // DeepSeek
        Layout{u"<PRE>", u"<SUF>", u"<MID>"},                            // Code Llama
        Layout{u"[PREFIX]", u"[SUFFIX]", u""},                           // Codestral
};

std::optional<Gap> gapBetween(const QString &prompt, const Layout &layout)
{
    const qsizetype before = prompt.indexOf(layout.before);
    const qsizetype after = prompt.indexOf(layout.after);
    if (before < 0 || after < 0)
        return {};
    const qsizetype textBefore = before + layout.before.size();
    const qsizetype textAfter = after + layout.after.size();
    if (layout.gap.isEmpty()) {
        if (after > before)
            return {};
        return Gap{.before = prompt.sliced(textBefore),
                   .after = prompt.sliced(textAfter, before - textAfter)};
    }
    const qsizetype gap = prompt.lastIndexOf(layout.gap);
    if (textBefore > after || textAfter > gap)
        return {};
    return Gap{.before = prompt.sliced(textBefore, after - textBefore),
               .after = prompt.sliced(textAfter, gap - textAfter)};
}

constexpr QStringView fence = u"```";

} // namespace

std::optional<Gap> gapIn(const QString &prompt)
{
    for (const Layout &layout : layouts) {
        if (auto gap = gapBetween(prompt, layout))
            return gap;
    }
    return {};
}

QList<core::Message> messagesFor(const Gap &gap)
{
    const QString rule =
            u"You complete text at the cursor of an editor. You get the text before the cursor "
            "between <before> and </before> and the text after it between <after> and </after>. "
            "Answer with exactly the characters to insert at the cursor, so that before, your "
            "answer and after make one whole. Keep the indentation. Do not repeat what stands "
            "before or after, do not explain, and use no Markdown fence. Answer with nothing where "
            "nothing is missing."_s;
    return {core::textMessage(core::Role::System, rule),
            core::textMessage(core::Role::User, u"<before>"_s + gap.before + u"</before><after>"_s +
                                                        gap.after + u"</after>"_s)};
}

QString Unfenced::takeStart()
{
    const auto isSpace = [](QChar c) { return c.isSpace(); };
    const qsizetype start = std::ranges::find_if_not(m_held, isSpace) - std::ranges::begin(m_held);
    const QStringView said = QStringView(m_held).sliced(start);
    if (said.size() < fence.size() && fence.startsWith(said))
        return {}; // it may become one
    if (!said.startsWith(fence)) {
        m_state = State::Bare;
        return std::exchange(m_held, {});
    }
    const qsizetype line = m_held.indexOf(u'\n', start);
    if (line < 0)
        return {}; // the name of a language is still to come
    m_state = State::Fenced;
    m_held.remove(0, line);
    return takeFenced();
}

QString Unfenced::takeFenced()
{
    const qsizetype end = m_held.indexOf(u'\n' + fence.toString());
    if (end >= 0) {
        m_state = State::Over;
        return withoutFirstBreak(std::exchange(m_held, {}).first(end));
    }
    // A line break with fewer ticks than that may become the end.
    const qsizetype last = m_held.lastIndexOf(u'\n');
    const auto isTick = [](QChar c) { return c == u'`'; };
    const bool mayEnd =
            last >= 0 && std::ranges::all_of(QStringView(m_held).sliced(last + 1), isTick);
    const QString out = mayEnd ? m_held.first(last) : m_held;
    m_held.remove(0, out.size());
    return withoutFirstBreak(out);
}

QString Unfenced::withoutFirstBreak(QString text)
{
    if (!text.isEmpty() && std::exchange(m_isFirstLine, false))
        text.remove(0, 1);
    return text;
}

QString Unfenced::add(const QString &piece)
{
    if (m_state == State::Over)
        return {};
    m_held += piece;
    switch (m_state) {
    case State::Start:
        return takeStart();
    case State::Fenced:
        return takeFenced();
    case State::Bare:
    case State::Over:
        break;
    }
    return std::exchange(m_held, {});
}

QString Unfenced::finish()
{
    QString rest = std::exchange(m_held, {});
    return m_state == State::Fenced ? withoutFirstBreak(rest) : rest;
}

} // namespace gateway::openai
