// SPDX-License-Identifier: MIT
#include "gateway/responses/callitem.h"

#include "core/json/json.h"
#include "gateway/responses/ids.h"

using boost::json::object;
using namespace Qt::StringLiterals;

namespace gateway::responses {

CallItem::CallItem(const QString &callId, const QString &name, const ToolIdentities &tools,
                   qint64 index, EventLog &log)
    : m_tool(tools.value(name, ToolIdentity{.name = name}))
    , m_index(index)
    , m_log(log)
    , m_id(core::json::string(newId(m_tool.isCustom ? "ctc_"_L1 : "fc_"_L1)))
    , m_callId(core::json::string(callId.isEmpty() ? newId("call_"_L1) : callId))
{
    m_log.say("response.output_item.added",
              {{"output_index", m_index}, {"item", item("in_progress")}});
}

object CallItem::place() const
{
    return {{"item_id", m_id}, {"output_index", m_index}};
}

object CallItem::item(std::string_view status) const
{
    object json{{"id", m_id},
                {"type", m_tool.isCustom ? "custom_tool_call" : "function_call"},
                {"status", status},
                {"call_id", m_callId},
                {"name", core::json::string(m_tool.name)}};
    if (!m_tool.space.isEmpty())
        json["namespace"] = core::json::string(m_tool.space);
    const bool begun = status != "in_progress";
    if (m_tool.isCustom) {
        json["input"] = core::json::string(begun ? customInput(m_arguments) : QString());
        return json;
    }
    // Clients parse the arguments: none at all is an empty object (protocol reference, 13.7).
    const bool none = begun && m_arguments.isEmpty();
    json["arguments"] =
            core::json::string(none ? QByteArrayView("{}") : QByteArrayView(m_arguments));
    return json;
}

void CallItem::grow(const QByteArray &arguments)
{
    if (arguments.isEmpty() || (m_arguments.isEmpty() && arguments.trimmed().isEmpty()))
        return;
    m_arguments += arguments;
    if (m_tool.isCustom)
        return; // its input can be read from the whole only
    object event = place();
    event["delta"] = core::json::string(QByteArrayView(arguments));
    m_log.say("response.function_call_arguments.delta", event);
}

object CallItem::close(bool isComplete)
{
    object ended = item(isComplete ? "completed" : "incomplete");
    object event = place();
    if (m_tool.isCustom) {
        if (!ended.at("input").get_string().empty()) {
            event["delta"] = ended.at("input");
            m_log.say("response.custom_tool_call_input.delta", event);
            event.erase("delta");
        }
        event["input"] = ended.at("input");
        m_log.say("response.custom_tool_call_input.done", event);
    } else {
        if (m_arguments.isEmpty()) {
            event["delta"] = ended.at("arguments");
            m_log.say("response.function_call_arguments.delta", event);
            event.erase("delta");
        }
        event["name"] = ended.at("name");
        event["arguments"] = ended.at("arguments");
        m_log.say("response.function_call_arguments.done", event);
    }
    m_log.say("response.output_item.done", {{"output_index", m_index}, {"item", ended}});
    return ended;
}

} // namespace gateway::responses
