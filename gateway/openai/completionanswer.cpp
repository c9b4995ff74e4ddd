// SPDX-License-Identifier: MIT
#include "gateway/openai/completionanswer.h"

#include "core/json/json.h"
#include "gateway/openai/completionparts.h"

using boost::json::array;
using boost::json::object;
using core::ChatChoice;

namespace gateway::openai {

namespace {

QString textOf(const ChatChoice &choice, bool fillsGap)
{
    QString text = core::textOf(choice.message);
    if (text.isEmpty())
        return choice.message.refusal;
    if (!fillsGap)
        return text;
    Unfenced bare;
    text = bare.add(text);
    return text + bare.finish();
}

object choiceObject(qsizetype index, const ChatChoice &choice, const CompletionCall &call)
{
    const qsizetype prompt =
            std::min<qsizetype>(index / call.request.choices, call.prompts.size() - 1);
    const QString text = textOf(choice, call.fillsGap(prompt));
    qint64 offset = 0;
    object json;
    json["text"] = core::json::string(call.echo ? call.prompts[prompt] + text : text);
    json["index"] = index;
    json["logprobs"] =
            choice.logProbs ? completionLogProbs(*choice.logProbs, offset) : boost::json::value();
    json["finish_reason"] = completionFinishWord(choice.finishReason);
    return json;
}

} // namespace

QByteArray completionAnswer(const AnswerIdentity &identity, const CompletionCall &call,
                            const QList<ChatChoice> &choices, const core::ChatOutcome &outcome)
{
    array all;
    for (qsizetype i = 0; i < choices.size(); ++i)
        all.push_back(choiceObject(i, choices[i], call));
    object json;
    json["id"] = core::json::string(QByteArrayView(identity.id));
    json["object"] = "text_completion";
    json["created"] = identity.created;
    json["model"] = core::json::string(identity.model);
    json["choices"] = std::move(all);
    json["usage"] = usageObject(outcome.usage.value_or(core::Usage{}));
    json["system_fingerprint"] = nullptr;
    return core::json::serialize(json);
}

} // namespace gateway::openai
