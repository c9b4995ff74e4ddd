// SPDX-License-Identifier: MIT
#include "oci/inference/openaireader.h"

#include "core/json/json.h"
#include "oci/inference/usage.h"

#include <QTimeZone>

using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::ChatDelta;
using core::Result;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

void readContent(const object &message, ChatDelta &delta)
{
    const value *content = core::json::find(message, "content");
    if (content && content->is_string())
        delta.text = core::json::text(content->get_string());
    if (const array *parts = content ? content->if_array() : nullptr) {
        for (const value &part : *parts) {
            if (const object *json = part.if_object())
                delta.text += core::json::textAt(*json, "text");
        }
    }
    delta.reasoning = core::json::textAt(message, "reasoning_content");
    if (delta.reasoning.isEmpty())
        delta.reasoning = core::json::textAt(message, "reasoning");
    delta.refusal = core::json::textAt(message, "refusal");
}

void readAnnotations(const object &message, ChatDelta &delta)
{
    const array *annotations = core::json::arrayAt(message, "annotations");
    if (!annotations)
        return;
    for (const value &annotation : *annotations) {
        const object *json = annotation.if_object();
        const object *citation = json ? core::json::objectAt(*json, "url_citation") : nullptr;
        if (!citation)
            continue;
        delta.citations.append(
                {.startIndex = core::json::integerAt(*citation, "start_index").value_or(0),
                 .endIndex = core::json::integerAt(*citation, "end_index").value_or(0),
                 .title = core::json::textAt(*citation, "title"),
                 .url = core::json::textAt(*citation, "url")});
    }
}

} // namespace

std::span<const std::string_view> OpenAiReader::membersOfAnswer() const
{
    static constexpr std::string_view members[] = {"choices"};
    return members;
}

Result<void> OpenAiReader::read(const object &json, QList<ChatDelta> &out)
{
    if (const object *usage = core::json::objectAt(json, "usage"))
        choices().setUsage(readUsage(*usage));
    if (const QString tier = core::json::textAt(json, "service_tier"); !tier.isEmpty())
        choices().setServiceTier(tier);
    if (const auto created = core::json::integerAt(json, "created"); created && *created > 0)
        choices().setCreated(QDateTime::fromSecsSinceEpoch(*created, QTimeZone::UTC));
    if (const array *list = core::json::arrayAt(json, "choices")) {
        for (int i = 0; const value &choice : *list) {
            if (const object *each = choice.if_object())
                readChoice(*each, i, out);
            ++i;
        }
    }
    return {};
}

void OpenAiReader::readChoice(const object &json, int fallbackIndex, QList<ChatDelta> &out)
{
    const int index =
            Choices::bounded(core::json::integerAt(json, "index").value_or(fallbackIndex));
    if (const auto *word = core::json::stringAt(json, "finish_reason"))
        choices().setFinish(index, *word);

    // vLLM, which serves deployments of Data Science, says what it stopped at; SGLang, too.
    for (const char *key : {"stop_reason", "matched_stop"}) {
        if (const QString stop = core::json::textAt(json, key); !stop.isEmpty())
            choices().setStop(index, stop);
    }

    ChatDelta delta{.choice = index};
    const object *message = core::json::objectAt(json, "delta");
    if (!message)
        message = core::json::objectAt(json, "message");
    if (message) {
        readContent(*message, delta);
        readAnnotations(*message, delta);
        if (const array *calls = core::json::arrayAt(*message, "tool_calls");
            calls && !calls->empty())
            delta.toolCalls = choices().addToolCalls(index, *calls);
    }
    if (const object *logProbs = core::json::objectAt(json, "logprobs"))
        delta.logProbs = value(*logProbs); // OpenAI's shape already
    if (delta != ChatDelta{.choice = index})
        out.append(std::move(delta));
}

} // namespace oci
