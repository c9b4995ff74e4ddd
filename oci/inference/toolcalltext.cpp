// SPDX-License-Identifier: MIT
#include "oci/inference/toolcalltext.h"

#include "core/json/json.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::ToolCall;

namespace oci {

namespace {

struct Tag {
    QLatin1StringView open;
    QLatin1StringView close;
};

constexpr std::array tags{
        Tag{"<tool_call>"_L1, "</tool_call>"_L1},
        Tag{"<tool_calling>"_L1, "</tool_calling>"_L1},
};

QByteArray argumentsOf(const object &json)
{
    const value *arguments = core::json::find(json, "arguments");
    if (!arguments)
        arguments = core::json::find(json, "parameters");
    if (!arguments)
        return "{}";
    if (const auto *text = arguments->if_string())
        return QByteArray(text->data(), qsizetype(text->size()));
    return core::json::serialize(*arguments);
}

bool readCall(const value &json, QList<ToolCall> &calls)
{
    const object *call = json.if_object();
    if (!call)
        return false;
    const object *function = core::json::objectAt(*call, "function");
    const object &body = function ? *function : *call;
    const QString name = core::json::textAt(body, "name");
    if (name.isEmpty())
        return false;
    calls.append({.name = name, .arguments = argumentsOf(body)});
    return true;
}

//! One call or an array of them; none where it is something else.
QList<ToolCall> readCalls(QStringView text)
{
    const auto json = core::json::parse(text.trimmed().toUtf8());
    QList<ToolCall> calls;
    if (!json)
        return calls;
    if (const auto *list = json->if_array()) {
        for (const value &each : *list) {
            if (!readCall(each, calls))
                return {};
        }
        return calls;
    }
    (void)readCall(*json, calls);
    return calls;
}

} // namespace

ToolCallText::Found ToolCallText::feed(const QString &text)
{
    Found found;
    m_held += text;
    bool more = !m_held.isEmpty();
    while (more && !m_held.isEmpty()) {
        if (m_off)
            say(m_held.size(), found);
        else if (m_place == Place::Call)
            more = scanCall(found);
        else
            more = skipBlanks() && scanText(found);
    }
    return found;
}

ToolCallText::Found ToolCallText::finish()
{
    Found found;
    if (m_place == Place::Call) {
        const QLatin1StringView open = tags[std::size_t(m_tag)].open;
        found.calls = readCalls(QStringView(m_held).sliced(m_held.indexOf(open) + open.size()));
    }
    if (found.calls.isEmpty())
        found.text = m_held;
    m_held.clear();
    return found;
}

void ToolCallText::say(qsizetype length, Found &found)
{
    if (length == 0)
        return;
    found.text += QStringView(m_held).first(length);
    m_held.remove(0, length);
    m_place = Place::Text;
}

bool ToolCallText::skipBlanks()
{
    if (m_place == Place::Text)
        return true;
    const auto word =
            std::ranges::find_if(std::as_const(m_held), [](QChar c) { return !c.isSpace(); });
    if (word == m_held.cend() && m_place == Place::Start)
        return false; // they belong to the answer, if a text begins it
    if (m_place == Place::AfterCall)
        m_held.remove(0, word - m_held.cbegin());
    return !m_held.isEmpty();
}

bool ToolCallText::scanText(Found &found)
{
    for (qsizetype at = m_held.indexOf(u'<'); at >= 0; at = m_held.indexOf(u'<', at + 1)) {
        const QStringView rest = QStringView(m_held).sliced(at);
        for (std::size_t i = 0; i < tags.size(); ++i) {
            const bool opens = rest.startsWith(tags[i].open);
            if (!opens && !tags[i].open.startsWith(rest))
                continue;
            const bool isBlank = QStringView(m_held).first(at).trimmed().isEmpty();
            if (m_place == Place::Start && isBlank) {
                if (!opens)
                    return false; // with the blanks: they go if it is a call
            } else {
                say(at, found);
            }
            if (!opens)
                return false;
            m_place = Place::Call;
            m_tag = qsizetype(i);
            m_scanned = 0;
            return true;
        }
    }
    say(m_held.size(), found);
    return true;
}

bool ToolCallText::scanCall(Found &found)
{
    const Tag &tag = tags[std::size_t(m_tag)];
    const qsizetype begin = m_held.indexOf(tag.open) + tag.open.size(); // blanks may stand before
    const qsizetype end = m_held.indexOf(tag.close, std::max(begin, m_scanned));
    if ((end < 0 ? m_held.size() - tag.close.size() : end) > longestCall) {
        m_off = true;
        m_place = Place::Text;
        return true;
    }
    if (end < 0) {
        m_scanned = std::max<qsizetype>(0, m_held.size() - tag.close.size());
        return false;
    }
    const QList<ToolCall> calls = readCalls(QStringView(m_held).sliced(begin, end - begin));
    if (calls.isEmpty()) {
        say(end + tag.close.size(), found);
        return true;
    }
    found.calls += calls;
    m_held.remove(0, end + tag.close.size());
    m_place = Place::AfterCall;
    return true;
}

} // namespace oci
