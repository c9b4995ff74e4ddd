// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/demo/responsesanswer.h"

#include <cstdlib>

using namespace oci::demo;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

// The body of POST /responses: whatever is let through gets an answer whose stream ends with what
// the whole answer is, with events that are JSON, named and numbered.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto body = core::json::parseObject(
            QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!body)
        return 0;
    const auto call = readResponsesRequest(*body);
    if (!call) {
        require(call.error().status == 400 && !call.error().message.isEmpty());
        return 0;
    }
    require(!call->inputItems.empty() && !call->chat.chat.messages.isEmpty());
    const AnswerContext context{.call = call->chat, .model = demoModels().first(), .id = "resp_1"};
    const ScriptedAnswer answer = scriptedAnswer(call->chat.chat, context.model);
    const auto whole = core::json::parse(responsesFormat(context, *call)->whole(answer));
    require(whole.has_value());

    const auto format = responsesFormat(context, *call);
    AnswerSteps steps(answer);
    qint64 number = 0;
    boost::json::object last;
    while (const auto step = steps.next()) {
        for (const QByteArray &event : format->events(*step)) {
            const auto json = core::json::parseObject(event);
            require(json && core::json::integerAt(*json, "sequence_number") == number++);
            require(!format->nameOf(event).isEmpty());
            last = *json;
        }
    }
    require(last.contains("response") && last.at("response") == *whole);
    return 0;
}
