// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/demo/answerformat.h"
#include "oci/demo/genericrequest.h"
#include "oci/demo/modelrules.h"

#include <cstdlib>

using namespace oci::demo;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

QString streamedText(const ScriptedAnswer &answer, int choice)
{
    QString text;
    AnswerSteps steps(answer);
    while (const auto step = steps.next()) {
        if (step->kind == AnswerStep::Kind::Text && step->choice == choice)
            text += step->text;
    }
    return text;
}

} // namespace

// The body of a chat: whatever is let through gets an answer that keeps to its limit, the same
// each time, and all that is written is JSON, streamed as well as whole.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto body = core::json::parseObject(bytes);
    if (!body)
        return 0;
    const auto call = readGenericRequest(*body);
    if (!call) {
        require(call.error().status == 400 && !call.error().message.isEmpty());
        return 0;
    }
    const DemoModel *named = findModel(call->model.toUtf8(), "us-chicago-1");
    const DemoModel &model = named ? *named : demoModels().first();
    if (const auto refusal = refusalBy(model, *call)) {
        require(bool(core::json::parse(ociError(*refusal).body)));
        return 0;
    }

    const ScriptedAnswer answer = scriptedAnswer(call->chat, model);
    require(answer == scriptedAnswer(call->chat, model));
    require(answer.choices.size() == call->chat.choices);
    require(answer.usage.completionTokens <=
            call->chat.maxTokens.value_or(defaultLimit) * call->chat.choices);
    const auto format = genericFormat({.call = *call, .model = model});
    require(bool(core::json::parse(format->whole(answer))));
    AnswerSteps steps(answer);
    while (const auto step = steps.next()) {
        for (const QByteArray &event : format->events(*step))
            require(bool(core::json::parse(event)));
    }
    for (int i = 0; i < call->chat.choices; ++i)
        require(streamedText(answer, i) == answer.choices[i].text.join(QString()));
    return 0;
}
