// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/ollama/calls.h"
#include "gateway/ollama/embedding.h"

#include <cstdlib>

namespace {

template<typename Call>
void check(const core::Result<Call> &call)
{
    const bool isFine = call ? !call->model.isEmpty()
                             : call.error().code == core::ErrorCode::InvalidRequest &&
                                        !call.error().message.isEmpty();
    if (!isFine)
        std::abort();
}

void checkChat(const core::Result<gateway::ollama::ChatCall> &call)
{
    check(call);
    for (const core::Message &message : call ? call->request.messages : QList<core::Message>()) {
        if (message.role == core::Role::Tool && message.toolCallId.isEmpty())
            std::abort();
        for (const core::ToolCall &each : message.toolCalls) {
            if (each.id.isEmpty() || each.name.isEmpty())
                std::abort();
        }
    }
}

} // namespace

// Every body is either a request that can be served, or an error that says what is wrong.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto body = core::json::parseObject(
            QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!body)
        return 0;
    checkChat(gateway::ollama::readChatCall(*body));
    checkChat(gateway::ollama::readGenerateCall(*body));
    check(gateway::ollama::readEmbedCall(*body));
    check(gateway::ollama::readOldEmbedCall(*body));
    return 0;
}
