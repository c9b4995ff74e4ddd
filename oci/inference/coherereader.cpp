// SPDX-License-Identifier: MIT
#include "oci/inference/coherereader.h"

#include "core/json/json.h"
#include "oci/inference/coherecitations.h"

using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::ChatDelta;

namespace oci {

std::span<const std::string_view> CohereReader::membersOfAnswer() const
{
    static constexpr std::string_view members[] = {"chatResponse", "text", "toolCalls",
                                                   "finishReason"};
    return members;
}

void CohereReader::readDelta(const object &json, bool isLast, ChatDelta &delta)
{
    readText(core::json::textAt(json, "text"), isLast, delta);
    if (const array *calls = core::json::arrayAt(json, "toolCalls"); calls && !calls->empty())
        readCalls(*calls, isLast, delta);
    if (!m_cited || !isLast)
        delta.citations = readCohereCitations(json);
    m_cited = m_cited || !delta.citations.isEmpty();
}

void CohereReader::readText(const QString &text, bool isLast, ChatDelta &delta)
{
    if (!isLast || m_text.isEmpty())
        delta.text = text;
    else if (text.startsWith(m_text))
        delta.text = text.sliced(m_text.size());
    m_text += delta.text;
}

void CohereReader::readCalls(const array &calls, bool isLast, ChatDelta &delta)
{
    if (isLast && m_called)
        return;
    m_called = true;
    // Calls are complete and have no ids: the assembler takes each for a new one and makes an id.
    array complete;
    for (const value &each : calls) {
        const object *call = each.if_object();
        if (!call)
            continue;
        const object *parameters = core::json::objectAt(*call, "parameters");
        complete.push_back(object{{"name", core::json::string(core::json::textAt(*call, "name"))},
                                  {"arguments", parameters ? *parameters : object()}});
    }
    delta.toolCalls = choices().addToolCalls(0, complete);
}

} // namespace oci
