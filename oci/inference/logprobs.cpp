// SPDX-License-Identifier: MIT
#include "oci/inference/logprobs.h"

#include "core/json/json.h"

using boost::json::array;
using boost::json::object;
using boost::json::value;

namespace oci {

namespace {

object tokenEntry(const boost::json::string &token, const value &logProb)
{
    array bytes;
    for (const char c : token)
        bytes.push_back(std::int64_t(static_cast<unsigned char>(c)));
    return {{"token", token},
            {"logprob", logProb.is_number() ? logProb : value(0.0)},
            {"bytes", std::move(bytes)}};
}

array alternatives(const array *all, std::size_t place)
{
    array list;
    const object *tokens = all && place < all->size() ? (*all)[place].if_object() : nullptr;
    if (tokens) {
        for (const auto &[token, logProb] : *tokens)
            list.push_back(tokenEntry(boost::json::string(token), logProb));
    }
    return list;
}

} // namespace

std::optional<value> readLogProbs(const object &json)
{
    const array *tokens = core::json::arrayAt(json, "tokens");
    if (!tokens || tokens->empty())
        return {};
    const array *logProbs = core::json::arrayAt(json, "tokenLogprobs");
    const array *tops = core::json::arrayAt(json, "topLogprobs");

    array content;
    for (std::size_t i = 0; i < tokens->size(); ++i) {
        const auto *token = (*tokens)[i].if_string();
        if (!token)
            continue;
        object entry =
                tokenEntry(*token, logProbs && i < logProbs->size() ? (*logProbs)[i] : value());
        entry["top_logprobs"] = alternatives(tops, i);
        content.push_back(std::move(entry));
    }
    return value(object{{"content", std::move(content)}});
}

std::optional<value> readCohereLogProbs(const array &list)
{
    array content;
    for (const value &each : list) {
        const object *json = each.if_object();
        const auto *text = json ? core::json::stringAt(*json, "text") : nullptr;
        if (!text)
            continue;
        double sum = 0; // of a sequence, that is the logarithm of its probability
        if (const array *parts = core::json::arrayAt(*json, "logProbabilities")) {
            for (const value &part : *parts)
                sum += part.is_number() ? part.to_number<double>() : 0;
        }
        object entry = tokenEntry(*text, value(sum));
        entry["top_logprobs"] = array();
        content.push_back(std::move(entry));
    }
    if (content.empty())
        return {};
    return value(object{{"content", std::move(content)}});
}

} // namespace oci
