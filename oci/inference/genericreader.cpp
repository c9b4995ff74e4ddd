// SPDX-License-Identifier: MIT
#include "oci/inference/genericreader.h"

#include "core/json/json.h"
#include "oci/http/errormapping.h"
#include "oci/inference/finishreasons.h"
#include "oci/inference/genericmessage.h"
#include "oci/inference/logprobs.h"
#include "oci/inference/usage.h"

using boost::json::array;
using boost::json::object;
using boost::json::value;
using core::ChatDelta;
using core::Result;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

bool isSomething(const ChatDelta &delta)
{
    return !delta.text.isEmpty() || !delta.reasoning.isEmpty() || !delta.refusal.isEmpty() ||
           !delta.toolCalls.isEmpty() || !delta.citations.isEmpty() || delta.logProbs;
}

std::string_view wordAt(const object &json, std::string_view key)
{
    const auto *word = core::json::stringAt(json, key);
    return word ? std::string_view(*word) : std::string_view();
}

} // namespace

std::span<const std::string_view> GenericReader::membersOfAnswer() const
{
    static constexpr std::string_view members[] = {"chatResponse", "choices", "message"};
    return members;
}

Result<void> GenericReader::read(const object &json, QList<ChatDelta> &out)
{
    if (const object *inner = core::json::objectAt(json, "chatResponse"))
        return read(*inner, out);
    if (isServiceError(json)) // in a chatResponse
        return std::unexpected(streamError(readServiceMessage(json), {}));

    if (const object *usage = core::json::objectAt(json, "usage"))
        choices().setUsage(readUsage(*usage));
    if (const QString tier = core::json::textAt(json, "serviceTier"); !tier.isEmpty())
        choices().setServiceTier(tier);
    if (const QString time = core::json::textAt(json, "timeCreated"); !time.isEmpty())
        choices().setCreated(QDateTime::fromString(time, Qt::ISODateWithMs).toUTC());

    const array *list = core::json::arrayAt(json, "choices");
    if (!list)
        return readChoice(json, 0, out);
    for (int i = 0; const value &choice : *list) {
        if (const object *each = choice.if_object()) {
            if (auto fine = readChoice(*each, i, out); !fine)
                return fine;
        }
        ++i;
    }
    return {};
}

Result<void> GenericReader::readChoice(const object &json, int fallbackIndex, QList<ChatDelta> &out)
{
    const std::string_view word = wordAt(json, "finishReason");
    if (saysError(word)) {
        ServiceMessage message = readServiceMessage(json);
        return std::unexpected(streamError(message, {}));
    }
    const int index =
            Choices::bounded(core::json::integerAt(json, "index").value_or(fallbackIndex));
    choices().setFinish(index, word);
    if (const object *usage = core::json::objectAt(json, "usage"))
        choices().setUsageOfChoice(readUsage(*usage));

    ChatDelta delta{.choice = index};
    if (const object *message = core::json::objectAt(json, "message")) {
        readGenericMessage(*message, delta);
        if (const array *calls = core::json::arrayAt(*message, "toolCalls");
            calls && !calls->empty())
            delta.toolCalls = choices().addToolCalls(index, *calls);
    }
    if (const object *metadata = core::json::objectAt(json, "groundingMetadata"))
        delta.citations += readGrounding(*metadata);
    if (const object *logProbs = core::json::objectAt(json, "logprobs"))
        delta.logProbs = readLogProbs(*logProbs);
    if (isSomething(delta))
        out.append(std::move(delta));
    return {};
}

} // namespace oci
