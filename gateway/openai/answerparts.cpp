// SPDX-License-Identifier: MIT
#include "gateway/openai/answerparts.h"

#include "core/json/json.h"
#include "gateway/requestname.h"

using boost::json::array;
using boost::json::object;

namespace gateway::openai {

namespace {

void addIfKnown(object &details, std::string_view name, const std::optional<qint64> &count)
{
    if (count)
        details[name] = *count;
}

} // namespace

QByteArray completionId(const QString &requestId, const QByteArray &prefix)
{
    return nameAfter(requestId, prefix);
}

object usageObject(const core::Usage &usage)
{
    object json;
    json["prompt_tokens"] = usage.promptTokens;
    json["completion_tokens"] = usage.completionTokens;
    json["total_tokens"] = usage.totalTokens;
    object completion;
    addIfKnown(completion, "reasoning_tokens", usage.reasoningTokens);
    addIfKnown(completion, "accepted_prediction_tokens", usage.acceptedPredictionTokens);
    addIfKnown(completion, "rejected_prediction_tokens", usage.rejectedPredictionTokens);
    if (!completion.empty())
        json["completion_tokens_details"] = std::move(completion);
    if (usage.cachedTokens)
        json["prompt_tokens_details"] = object{{"cached_tokens", *usage.cachedTokens}};
    return json;
}

array annotations(const QList<core::UrlCitation> &citations)
{
    array all;
    for (const core::UrlCitation &citation : citations) {
        object url;
        url["start_index"] = citation.startIndex;
        url["end_index"] = citation.endIndex;
        url["title"] = core::json::string(citation.title);
        url["url"] = core::json::string(citation.url);
        all.push_back(object{{"type", "url_citation"}, {"url_citation", std::move(url)}});
    }
    return all;
}

} // namespace gateway::openai
