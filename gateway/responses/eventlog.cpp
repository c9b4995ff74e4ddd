// SPDX-License-Identifier: MIT
#include "gateway/responses/eventlog.h"

#include "core/json/json.h"
#include "core/stream/ssewriter.h"

#include <utility>

namespace gateway::responses {

void EventLog::say(std::string_view type, const boost::json::object &fields)
{
    boost::json::object json;
    json.reserve(fields.size() + 2);
    json["type"] = type;
    json["sequence_number"] = m_next++;
    json.insert(fields.begin(), fields.end());
    m_said.append(core::sse::event(QByteArrayView(type.data(), qsizetype(type.size())),
                                   core::json::serialize(json)));
}

QByteArrayList EventLog::take()
{
    return std::exchange(m_said, {});
}

} // namespace gateway::responses
