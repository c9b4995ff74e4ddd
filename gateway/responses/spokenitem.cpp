// SPDX-License-Identifier: MIT
#include "gateway/responses/spokenitem.h"

#include "core/json/json.h"
#include "gateway/responses/ids.h"

#include <utility>

using boost::json::array;
using boost::json::object;
using namespace Qt::StringLiterals;

namespace gateway::responses {

SpokenItem::SpokenItem(Kind kind, qint64 index, EventLog &log)
    : m_kind(kind)
    , m_index(index)
    , m_log(log)
    , m_id(core::json::string(newId(kind == Kind::Message ? "msg_"_L1 : "rs_"_L1)))
{
    m_log.say("response.output_item.added",
              {{"output_index", m_index}, {"item", item("in_progress")}});
}

object SpokenItem::item(std::string_view status) const
{
    array parts = m_parts;
    if (m_part != Part::None)
        parts.push_back(part());
    if (m_kind == Kind::Reasoning)
        return {{"id", m_id}, {"type", "reasoning"}, {"summary", std::move(parts)}};
    return {{"id", m_id},
            {"type", "message"},
            {"status", status},
            {"role", "assistant"},
            {"content", std::move(parts)}};
}

object SpokenItem::part() const
{
    const auto text = core::json::string(m_text);
    switch (m_part) {
    case Part::None:
        return {};
    case Part::Summary:
        return {{"type", "summary_text"}, {"text", text}};
    case Part::Refusal:
        return {{"type", "refusal"}, {"refusal", text}};
    case Part::Text:
        return {{"type", "output_text"},
                {"text", text},
                {"annotations", m_annotations},
                {"logprobs", m_logProbs}};
    }
    return {};
}

object SpokenItem::place() const
{
    return {{"item_id", m_id},
            {"output_index", m_index},
            {m_kind == Kind::Reasoning ? "summary_index" : "content_index",
             qint64(m_parts.size())}};
}

void SpokenItem::open(Part wanted)
{
    if (m_part == wanted)
        return;
    closePart();
    m_part = wanted;
    object event = place();
    event["part"] = part();
    m_log.say(wanted == Part::Summary ? "response.reasoning_summary_part.added"
                                      : "response.content_part.added",
              event);
}

void SpokenItem::closePart()
{
    if (m_part == Part::None)
        return;
    object done = place();
    object partDone = place();
    partDone["part"] = part();
    const auto text = core::json::string(m_text);
    switch (m_part) {
    case Part::None:
        break;
    case Part::Summary:
        done["text"] = text;
        m_log.say("response.reasoning_summary_text.done", done);
        break;
    case Part::Text:
        done["text"] = text;
        done["logprobs"] = m_logProbs;
        m_log.say("response.output_text.done", done);
        break;
    case Part::Refusal:
        done["refusal"] = text;
        m_log.say("response.refusal.done", done);
        break;
    }
    m_log.say(m_part == Part::Summary ? "response.reasoning_summary_part.done"
                                      : "response.content_part.done",
              partDone);
    m_parts.push_back(partDone.at("part"));
    m_part = Part::None;
    m_text.clear();
    m_annotations.clear();
    m_logProbs.clear();
}

void SpokenItem::reason(const QString &text)
{
    open(Part::Summary);
    m_text += text;
    object event = place();
    event["delta"] = core::json::string(text);
    m_log.say("response.reasoning_summary_text.delta", event);
}

void SpokenItem::speak(const QString &text, const array &logProbs)
{
    open(Part::Text);
    if (text.isEmpty() && logProbs.empty())
        return;
    m_text += text;
    m_logProbs.insert(m_logProbs.end(), logProbs.begin(), logProbs.end());
    object event = place();
    event["delta"] = core::json::string(text);
    event["logprobs"] = logProbs;
    m_log.say("response.output_text.delta", event);
}

void SpokenItem::refuse(const QString &text)
{
    open(Part::Refusal);
    m_text += text;
    object event = place();
    event["delta"] = core::json::string(text);
    m_log.say("response.refusal.delta", event);
}

void SpokenItem::cite(const core::UrlCitation &citation)
{
    open(Part::Text);
    object annotation{{"type", "url_citation"},
                      {"start_index", citation.startIndex},
                      {"end_index", citation.endIndex},
                      {"url", core::json::string(citation.url)},
                      {"title", core::json::string(citation.title)}};
    object event = place();
    event["annotation_index"] = qint64(m_annotations.size());
    event["annotation"] = annotation;
    m_annotations.push_back(std::move(annotation));
    m_log.say("response.output_text.annotation.added", event);
}

object SpokenItem::close(bool isComplete)
{
    closePart();
    object ended = item(isComplete ? "completed" : "incomplete");
    m_log.say("response.output_item.done", {{"output_index", m_index}, {"item", ended}});
    return ended;
}

} // namespace gateway::responses
