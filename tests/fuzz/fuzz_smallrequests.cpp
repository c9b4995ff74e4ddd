// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "gateway/openai/completionrequest.h"
#include "gateway/openai/moderationrequest.h"
#include "gateway/openai/rerankrequest.h"

#include <cstdlib>

namespace {

template<typename Call>
bool refused(const core::Result<Call> &call)
{
    if (call)
        return false;
    if (call.error().code != core::ErrorCode::InvalidRequest || call.error().message.isEmpty())
        std::abort();
    return true;
}

void need(bool isSo)
{
    if (!isSo)
        std::abort();
}

} // namespace

// Every body is either a request that can be served, or an error that says what is wrong.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto body = core::json::parseObject(
            QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!body)
        return 0;
    if (const auto call = gateway::openai::readCompletionCall(*body); !refused(call)) {
        need(!call->prompts.isEmpty() && call->answers() > 0 && call->answers() <= 128);
        for (qsizetype i = 0; i < call->prompts.size(); ++i)
            need(!call->messagesFor(i).isEmpty());
    }
    if (const auto call = gateway::openai::readRerank(*body); !refused(call))
        need(!call->query.isEmpty() && !call->documents.isEmpty());
    if (const auto call = gateway::openai::readModerationCall(*body); !refused(call)) {
        need(!call->inputs.isEmpty());
        for (qsizetype i = 0; i < call->inputs.size(); ++i)
            need(!call->requestFor(i).inputs.isEmpty());
    }
    return 0;
}
