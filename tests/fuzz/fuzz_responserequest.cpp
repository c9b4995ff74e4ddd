// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/responses/responserequest.h"

#include <QSet>

#include <cstdlib>

// Every body is either a request that can be served, or an error that says what is wrong. The
// items of one that was served are taken again, as they are when a conversation goes on.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using gateway::responses::Kept;
    using gateway::responses::readResponseCall;
    const QByteArrayView bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto body = core::json::parseObject(bytes);
    if (!body)
        return 0;
    const auto call = readResponseCall(*body);
    if (!call) {
        if (call.error().code != core::ErrorCode::InvalidRequest || call.error().message.isEmpty())
            std::abort();
        return 0;
    }
    const core::ChatRequest &request = call->request;
    if (request.model.isEmpty() || request.messages.isEmpty() || call->input.empty())
        std::abort();
    QSet<QString> calls;
    for (const core::Message &message : request.messages) {
        for (const core::ToolCall &each : message.toolCalls)
            calls.insert(each.id);
        if (message.role == core::Role::Tool && !calls.contains(message.toolCallId))
            std::abort();
    }
    Kept kept;
    kept.conversation = [&](const QString &) -> core::Result<QList<boost::json::array>> {
        return QList<boost::json::array>{call->input};
    };
    const boost::json::object next{
            {"model", "m"}, {"input", "go on"}, {"previous_response_id", "resp_1"}};
    if (!readResponseCall(next, kept))
        std::abort();
    return 0;
}
