// SPDX-License-Identifier: MIT
#include "core/chat/tokenestimate.h"
#include "core/json/json.h"
#include "gateway/anthropic/messagesrequest.h"

#include <algorithm>
#include <cstdlib>

namespace {

void check(bool good)
{
    if (!good)
        std::abort();
}

bool isFine(const core::Message &message)
{
    const bool isResult = message.role == core::Role::Tool;
    return isResult != message.toolCallId.isEmpty() &&
           (message.toolCalls.isEmpty() || message.role == core::Role::Assistant) &&
           (!isResult || std::ranges::all_of(message.content, [](const auto &part) {
               return std::holds_alternative<core::TextPart>(part);
           }));
}

} // namespace

// Every body is either a request that can be served, or an error that says what is wrong; what can
// be served can be counted.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto body = core::json::parseObject(bytes);
    if (!body)
        return 0;
    const auto call = gateway::anthropic::readMessagesCall(*body);
    if (!call) {
        check(call.error().code == core::ErrorCode::InvalidRequest);
        check(!call.error().message.isEmpty() && !call.error().param.isEmpty());
        return 0;
    }
    const core::ChatRequest &request = call->request;
    check(!request.model.isEmpty() && !request.messages.isEmpty());
    check(request.maxTokens.value_or(0) >= 1);
    check(std::ranges::all_of(request.messages, isFine));
    check(core::estimateTokens(request) > 0);
    check(gateway::anthropic::readTokenCount(*body).has_value());
    return 0;
}
