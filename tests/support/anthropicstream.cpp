// SPDX-License-Identifier: MIT
#include "tests/support/anthropicstream.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;
using boost::json::object;

namespace tests {

namespace {

void append(object &block, std::string_view key, const object &delta)
{
    block[key] =
            core::json::string(core::json::textAt(block, key) + core::json::textAt(delta, key));
}

} // namespace

void AnthropicStream::complain(const QString &what)
{
    if (m_problem.isEmpty())
        m_problem = what;
}

void AnthropicStream::feed(const QByteArrayList &events)
{
    for (const QByteArray &event : events)
        take(event);
}

void AnthropicStream::take(const QByteArray &event)
{
    const QByteArrayList lines = event.split('\n');
    if (lines.size() != 4 || !lines[0].startsWith("event: ") || !lines[1].startsWith("data: ") ||
        !lines[2].isEmpty() || !lines[3].isEmpty())
        return complain(u"no event: "_s + QString::fromUtf8(event));
    const auto json = core::json::parseObject(lines[1].sliced(6));
    const QByteArray type = lines[0].sliced(7);
    if (!json || core::json::textAt(*json, "type") != QString::fromLatin1(type))
        return complain(u"not of its type: "_s + QString::fromUtf8(event));

    m_last[type] = *json;
    if (!type.startsWith("content_block_")) {
        if (m_open && type != "ping" && type != "error")
            complain(QString::fromLatin1(type) + u" within a block"_s);
        return m_frame.append(type);
    }
    if (core::json::integerAt(*json, "index") != qint64(m_content.size()))
        complain(u"wrong index: "_s + QString::fromUtf8(event));
    if (m_open == (type == "content_block_start"))
        return complain(u"not at its place: "_s + QString::fromUtf8(event));
    if (type == "content_block_start")
        start(json->at("content_block").as_object());
    else if (type == "content_block_delta")
        delta(json->at("delta").as_object());
    else if (type == "content_block_stop")
        stop();
    else
        complain(u"unknown: "_s + QString::fromUtf8(event));
}

void AnthropicStream::start(const object &json)
{
    m_open = true;
    m_block = json;
    if (core::json::textAt(json, "type") != "tool_use"_L1)
        return;
    const QString id = core::json::textAt(json, "id");
    if (id.isEmpty() || m_arguments.contains(id) || !json.at("input").as_object().empty())
        complain(u"bad call: "_s + QString::fromUtf8(core::json::serialize(json)));
    m_arguments[id];
}

void AnthropicStream::delta(const object &json)
{
    const QString kind = core::json::textAt(json, "type");
    const QString block = core::json::textAt(m_block, "type");
    const bool signedAlready =
            block == "thinking"_L1 && !core::json::textAt(m_block, "signature").isEmpty();
    if (kind == "text_delta"_L1 && block == "text"_L1)
        append(m_block, "text", json);
    else if (kind == "thinking_delta"_L1 && block == "thinking"_L1 && !signedAlready)
        append(m_block, "thinking", json);
    else if (kind == "signature_delta"_L1 && block == "thinking"_L1 && !signedAlready)
        append(m_block, "signature", json);
    else if (kind == "input_json_delta"_L1 && block == "tool_use"_L1)
        m_arguments[core::json::textAt(m_block, "id")] +=
                core::json::textAt(json, "partial_json").toUtf8();
    else
        complain(kind + u" in a block of the type "_s + block);
}

void AnthropicStream::stop()
{
    m_open = false;
    if (core::json::textAt(m_block, "type") == "tool_use"_L1) {
        if (auto input = core::json::parse(m_arguments[core::json::textAt(m_block, "id")]))
            m_block["input"] = *std::move(input);
    } else if (core::json::textAt(m_block, "type") == "thinking"_L1 &&
               core::json::textAt(m_block, "signature").isEmpty()) {
        complain(u"a thought without a signature"_s);
    }
    m_content.push_back(m_block);
}

QString AnthropicStream::textOf(const char *type) const
{
    QString all;
    for (const auto &block : m_content) {
        const object &json = block.as_object();
        if (core::json::textAt(json, "type") == QLatin1StringView(type))
            all += core::json::textAt(json, type);
    }
    return all;
}

} // namespace tests
