// SPDX-License-Identifier: MIT
#include "gateway/openai/sampling.h"

#include "gateway/fields/fields.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::ChatRequest;
using core::Result;

namespace gateway::openai {

namespace {

constexpr qint64 unbounded = std::numeric_limits<qint64>::max();
constexpr qint64 mostChoices = 128; // OpenAI's own bound

Result<std::optional<QStringList>> readStop(const object &body)
{
    const value *stop = core::json::find(body, "stop");
    if (!stop)
        return std::nullopt;
    if (const auto *text = stop->if_string())
        return QStringList{core::json::text(*text)};
    const auto *array = stop->if_array();
    if (!array)
        return fields::invalid(u"stop"_s, u"Expected a string or an array of strings"_s);
    QStringList all;
    for (qsizetype i = 0; const value &item : *array) {
        if (!item.is_string())
            return fields::invalid(u"stop[%1]"_s.arg(i), u"Expected a string"_s);
        all.append(core::json::text(item.get_string()));
        ++i;
    }
    return all;
}

Result<const object *> readLogitBias(const object &body)
{
    const auto bias = fields::object(body, {}, "logit_bias");
    if (!bias || !*bias)
        return bias;
    for (const auto &member : **bias) {
        if (const auto good = fields::number(**bias, u"logit_bias"_s, member.key(), -100, 100);
            !good)
            return std::unexpected(good.error());
    }
    return bias;
}

} // namespace

Result<bool> readIncludeUsage(const object &body)
{
    const auto options = fields::object(body, {}, "stream_options");
    if (!options)
        return std::unexpected(options.error());
    if (!*options)
        return false;
    return fields::boolean(**options, u"stream_options"_s, "include_usage")
            .transform([](const std::optional<bool> &wanted) { return wanted.value_or(false); });
}

void readSampling(fields::Reading &reading, ChatRequest &request, const object &body)
{
    reading.into(request.maxTokens, fields::integer(body, {}, "max_tokens", 1, unbounded));
    // The newer name wins where both are given.
    reading.into(request.maxTokens,
                 fields::integer(body, {}, "max_completion_tokens", 1, unbounded));
    reading.into(request.temperature, fields::number(body, {}, "temperature", 0, 2));
    reading.into(request.topP, fields::number(body, {}, "top_p", 0, 1));
    reading.into(request.topK, fields::integer(body, {}, "top_k", 0, unbounded));
    reading.into(request.frequencyPenalty, fields::number(body, {}, "frequency_penalty", -2, 2));
    reading.into(request.presencePenalty, fields::number(body, {}, "presence_penalty", -2, 2));
    reading.into(request.seed, fields::integer(body, {}, "seed", -unbounded - 1, unbounded));
    reading.into(request.stop, readStop(body));
    reading.into(request.choices, fields::integer(body, {}, "n", 1, mostChoices));
    reading.copy(request.logitBias, readLogitBias(body));
}

} // namespace gateway::openai
