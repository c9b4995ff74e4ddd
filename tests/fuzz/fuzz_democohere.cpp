// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/demo/answerformat.h"
#include "oci/demo/chatdetails.h"
#include "oci/demo/modelrules.h"
#include "oci/inference/chatcall.h"
#include "tests/fuzz/answerfuzz.h"

using namespace oci::demo;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

const char *modelOf(ApiFormat format)
{
    return format == ApiFormat::Cohere     ? "cohere.command-a-03-2025"
           : format == ApiFormat::CohereV2 ? "cohere.command-a-reasoning-08-2025"
                                           : "meta.llama-3.3-70b-instruct";
}

} // namespace

// The body of a native chat of any format: whatever is let through gets an answer that our own
// reader of that format reads, streamed with the same words as whole.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto body = core::json::parseObject(
            QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!body)
        return 0;
    const auto call = readNativeChat(*body);
    if (!call) {
        require((call.error().status == 400 || call.error().status == 500) &&
                !call.error().message.isEmpty());
        return 0;
    }
    const DemoModel &model = *findModel(modelOf(call->format), "us-chicago-1");
    if (refusalBy(model, *call))
        return 0;

    const ScriptedAnswer answer = scriptedAnswer(call->chat, model);
    const AnswerContext context{.call = *call, .model = model, .id = "1"};
    auto ours = oci::chatCallFor(QString::fromLatin1(model.name), false, {}).value();
    const auto whole = oci::readerFor(ours, {}, fuzz::countedIds())
                               ->whole(nativeFormat(context)->whole(answer));
    require(whole.has_value());
    core::StreamAccumulator all;
    for (const core::ChatDelta &delta : whole->deltas)
        all.add(delta);
    all.finish(whole->outcome);

    QByteArray stream;
    const auto format = nativeFormat(context);
    AnswerSteps steps(answer);
    while (const auto step = steps.next()) {
        for (const QByteArray &event : format->events(*step))
            stream += "data: " + event + "\n\n";
    }
    const auto reader = oci::readerFor(ours, {}, fuzz::countedIds());
    const auto streamed = fuzz::readStream(*reader, stream, {});
    require(streamed == all.choices());
    return 0;
}
