// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/openai/chatrequest.h"
#include "gateway/openai/embeddingrequest.h"

#include <cstdlib>

namespace {

void readEmbeddings(QByteArrayView bytes)
{
    const auto call = core::json::parseObject(bytes).and_then([](const boost::json::object &body) {
        return gateway::openai::readEmbeddingCall(body);
    });
    const bool isFine = call ? !call->request.model.isEmpty() && !call->request.inputs.isEmpty()
                             : call.error().code == core::ErrorCode::InvalidRequest &&
                                        !call.error().message.isEmpty();
    if (!isFine)
        std::abort();
}

} // namespace

// Every body is either a request that can be served, or an error that says what is wrong.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    readEmbeddings(bytes);
    const auto call = core::json::parseObject(bytes).and_then(gateway::openai::readChatCall);
    if (!call) {
        if (call.error().code != core::ErrorCode::InvalidRequest || call.error().message.isEmpty())
            std::abort();
        return 0;
    }
    const core::ChatRequest &request = call->request;
    if (request.model.isEmpty() || request.messages.isEmpty() || request.choices < 1)
        std::abort();
    for (const core::Message &message : request.messages) {
        if (message.role == core::Role::Tool && message.toolCallId.isEmpty())
            std::abort();
    }
    return 0;
}
