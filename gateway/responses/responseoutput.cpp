// SPDX-License-Identifier: MIT
#include "gateway/responses/responseoutput.h"

#include "core/json/json.h"

#include <algorithm>

using boost::json::array;

namespace gateway::responses {

namespace {

// A service that counts wrongly must not make us allocate without bound.
constexpr int highestCall = 127;

array logProbsOf(const core::ChatDelta &delta)
{
    if (!delta.logProbs || !delta.logProbs->is_object())
        return {};
    const array *tokens = core::json::arrayAt(delta.logProbs->get_object(), "content");
    return tokens ? *tokens : array();
}

} // namespace

ResponseOutput::ResponseOutput(ToolIdentities tools, EventLog &log)
    : m_tools(std::move(tools))
    , m_log(log)
{
}

qint64 ResponseOutput::nextPlace()
{
    m_done.push_back(nullptr);
    return qint64(m_done.size()) - 1;
}

SpokenItem &ResponseOutput::spoken(SpokenItem::Kind kind)
{
    if (m_spoken && m_spoken->kind() != kind)
        endSpoken(true);
    if (!m_spoken)
        m_spoken.emplace(kind, nextPlace(), m_log);
    return *m_spoken;
}

void ResponseOutput::endSpoken(bool isComplete)
{
    if (!m_spoken)
        return;
    m_done[std::size_t(m_spoken->index())] = m_spoken->close(isComplete);
    m_spoken.reset();
}

void ResponseOutput::addCall(const core::ToolCallDelta &delta)
{
    const int index = std::clamp(delta.index, 0, highestCall);
    auto call = m_calls.find(index);
    if (call == m_calls.end()) {
        endSpoken(true);
        call = m_calls.try_emplace(index, delta.id, delta.name, m_tools, nextPlace(), m_log).first;
    }
    call->second.grow(delta.arguments);
}

void ResponseOutput::add(const core::ChatDelta &delta)
{
    if (delta.choice != 0)
        return;
    if (!delta.reasoning.isEmpty())
        spoken(SpokenItem::Kind::Reasoning).reason(delta.reasoning);
    // Log probabilities belong to the text they come with.
    if (const array logProbs = logProbsOf(delta); !delta.text.isEmpty() || !logProbs.empty())
        spoken(SpokenItem::Kind::Message).speak(delta.text, logProbs);
    if (!delta.refusal.isEmpty())
        spoken(SpokenItem::Kind::Message).refuse(delta.refusal);
    for (const core::UrlCitation &citation : delta.citations)
        spoken(SpokenItem::Kind::Message).cite(citation);
    for (const core::ToolCallDelta &call : delta.toolCalls)
        addCall(call);
}

void ResponseOutput::close(bool isComplete)
{
    if (m_done.empty())
        spoken(SpokenItem::Kind::Message).speak({}, {});
    endSpoken(isComplete);
    for (auto &[index, call] : m_calls)
        m_done[std::size_t(call.index())] = call.close(isComplete);
    m_calls.clear();
}

array ResponseOutput::items(std::string_view status) const
{
    array all = m_done;
    if (m_spoken)
        all[std::size_t(m_spoken->index())] = m_spoken->item(status);
    for (const auto &[index, call] : m_calls)
        all[std::size_t(call.index())] = call.item(status);
    return all;
}

} // namespace gateway::responses
