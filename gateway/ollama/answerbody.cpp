// SPDX-License-Identifier: MIT
#include "gateway/ollama/answerbody.h"

#include "core/json/json.h"
#include "gateway/openai/fillinmiddle.h"

using boost::json::object;
using core::ChatChoice;

namespace gateway::ollama {

QByteArray answerBody(Endpoint endpoint, const ChatCall &call, const FinishedAnswer &answer,
                      const QDateTime &now, const Durations &durations)
{
    const ChatChoice &choice = answer.choices.front();
    QString text = core::textOf(choice.message) + choice.message.refusal;
    if (call.fillsGap) {
        openai::Unfenced bare;
        text = bare.add(text);
        text += bare.finish();
    }
    const Piece piece{.text = text,
                      .thinking = call.options.showsThinking ? choice.message.reasoning : QString(),
                      .toolCalls = choice.message.toolCalls,
                      .logProbs = choice.logProbs};
    object json = pieceObject(endpoint, call.model, now, piece, true);
    addEnd(json, choice.finishReason, answer.outcome.usage, durations);
    return core::json::serialize(json);
}

QByteArray loadedBody(Endpoint endpoint, const QString &model, const QDateTime &now, bool isUnload)
{
    object json = pieceObject(endpoint, model, now, {}, true);
    json["done_reason"] = isUnload ? "unload" : "load";
    return core::json::serialize(json);
}

} // namespace gateway::ollama
