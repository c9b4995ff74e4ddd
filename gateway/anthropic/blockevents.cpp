// SPDX-License-Identifier: MIT
#include "gateway/anthropic/blockevents.h"

#include "core/json/json.h"
#include "core/stream/ssewriter.h"
#include "gateway/anthropic/answerblocks.h"

#include <algorithm>

using boost::json::object;

namespace gateway::anthropic {

namespace {

QByteArray quoted(QByteArrayView utf8)
{
    return core::json::serialize(boost::json::value(core::json::string(utf8)));
}

//! One event is one line of JSON; `inner` is what follows the index.
QByteArray blockEvent(QByteArrayView name, int index, QByteArrayView inner)
{
    QByteArray json;
    json.reserve(name.size() + inner.size() + 32);
    json.append(R"({"type":")").append(name);
    json.append(R"(","index":)").append(QByteArray::number(index));
    json.append(inner).append('}');
    return core::sse::event(name, json);
}

QByteArray deltaEvent(int index, QByteArrayView type, QByteArrayView field, QByteArrayView utf8)
{
    QByteArray inner = R"(,"delta":{"type":")";
    inner.append(type).append(R"(",")").append(field).append(R"(":)");
    inner.append(quoted(utf8)).append('}');
    return blockEvent("content_block_delta", index, inner);
}

} // namespace

void BlockEvents::ObjectEnd::feed(QByteArrayView piece)
{
    for (const char c : piece) {
        if (reached)
            return;
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        if (c == '"')
            inString = true;
        else if (c == '{' || c == '[')
            ++depth;
        else if (c == '}' || c == ']')
            reached = --depth <= 0;
    }
}

bool BlockEvents::isComplete(const Block &block)
{
    return block.kind != Kind::Call || block.arguments.reached;
}

void BlockEvents::add(const core::ChatDelta &delta, QByteArrayList &out)
{
    if (delta.choice != 0)
        return; // this dialect has one answer
    if (m_showThinking)
        addText(Kind::Thinking, delta.reasoning, out);
    addText(Kind::Text, delta.text, out);
    addText(Kind::Text, delta.refusal, out);
    for (const core::ToolCallDelta &call : delta.toolCalls)
        addCall(call, out);
}

void BlockEvents::addText(Kind kind, const QString &text, QByteArrayList &out)
{
    if (text.isEmpty())
        return;
    if (m_blocks.empty() || m_blocks.back().kind != kind)
        m_blocks.push_back({.kind = kind});
    m_blocks.back().waiting += text.toUtf8();
    flush(false, out);
}

void BlockEvents::addCall(const core::ToolCallDelta &delta, QByteArrayList &out)
{
    if (m_closedCalls.contains(delta.index))
        return; // white space at most: the arguments were whole
    const auto isOfThis = [&delta](const Block &block) {
        return block.kind == Kind::Call && block.call == delta.index;
    };
    auto found = std::ranges::find_if(m_blocks, isOfThis);
    if (found == m_blocks.end()) {
        m_hasCalls = true;
        m_blocks.push_back({.kind = Kind::Call,
                            .call = delta.index,
                            .id = callId(delta.id),
                            .name = delta.name});
        found = std::prev(m_blocks.end());
    }
    found->arguments.feed(delta.arguments);
    found->waiting += delta.arguments;
    flush(false, out);
}

void BlockEvents::flush(bool ended, QByteArrayList &out)
{
    while (!m_blocks.empty()) {
        Block &first = m_blocks.front();
        begin(first, out);
        write(first, out);
        const bool followed = m_blocks.size() > 1;
        if (!ended && !(followed && isComplete(first)))
            return;
        close(first, out);
        m_blocks.pop_front();
    }
}

void BlockEvents::begin(Block &block, QByteArrayList &out) const
{
    if (std::exchange(block.begun, true))
        return;
    object content;
    switch (block.kind) {
    case Kind::Text:
        content = textBlock({});
        break;
    case Kind::Thinking:
        content = thinkingBlock({}, {});
        break;
    case Kind::Call:
        content = toolUseBlock(block.id, block.name, {});
        break;
    }
    out.append(blockEvent("content_block_start", m_index,
                          R"(,"content_block":)" + core::json::serialize(content)));
}

void BlockEvents::write(Block &block, QByteArrayList &out) const
{
    if (block.waiting.isEmpty())
        return;
    block.empty = false;
    switch (block.kind) {
    case Kind::Text:
        out.append(deltaEvent(m_index, "text_delta", "text", block.waiting));
        break;
    case Kind::Thinking:
        out.append(deltaEvent(m_index, "thinking_delta", "thinking", block.waiting));
        break;
    case Kind::Call:
        out.append(deltaEvent(m_index, "input_json_delta", "partial_json", block.waiting));
        break;
    }
    block.waiting.clear();
}

void BlockEvents::close(Block &block, QByteArrayList &out)
{
    if (block.kind == Kind::Thinking)
        out.append(deltaEvent(m_index, "signature_delta", "signature", thinkingSignature));
    if (block.kind == Kind::Call) {
        m_closedCalls.append(block.call);
        // Clients parse the pieces: none at all is an empty object.
        if (block.empty)
            out.append(deltaEvent(m_index, "input_json_delta", "partial_json", "{}"));
    }
    out.append(blockEvent("content_block_stop", m_index, {}));
    ++m_index;
}

void BlockEvents::end(QByteArrayList &out)
{
    flush(true, out);
}

} // namespace gateway::anthropic
