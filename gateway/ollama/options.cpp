// SPDX-License-Identifier: MIT
#include "gateway/ollama/options.h"

#include "gateway/fields/fields.h"

#include <limits>

using namespace Qt::StringLiterals;
using boost::json::object;
using boost::json::value;
using core::ChatRequest;
using core::ResponseFormat;
using core::Result;
using gateway::fields::Reading;

namespace gateway::ollama {

namespace {

constexpr qint64 unbounded = std::numeric_limits<qint64>::max();
constexpr qint64 mostLogProbs = 20;

Result<std::optional<QStringList>> readStop(const object &options, const QString &path)
{
    const value *stop = core::json::find(options, "stop");
    if (!stop)
        return std::nullopt;
    if (const auto *text = stop->if_string())
        return text->empty() ? QStringList() : QStringList{core::json::text(*text)};
    const auto *array = stop->if_array();
    const QString where = fields::join(path, "stop");
    if (!array)
        return fields::invalid(where, u"Expected a string or an array of strings"_s);
    QStringList all;
    for (const value &item : *array) {
        if (!item.is_string())
            return fields::invalid(u"%1[%2]"_s.arg(where).arg(all.size()), u"Expected a string"_s);
        all.append(core::json::text(item.get_string()));
    }
    return all;
}

void readSampling(Reading &reading, ChatRequest &request, const object &body)
{
    const QString path = u"options"_s;
    const auto options = fields::object(body, {}, "options");
    if (!options) {
        object nowhere;
        reading.copy(nowhere, options);
        return;
    }
    if (!*options)
        return;
    // -1 and -2 are Ollama's words for "as long as it takes".
    std::optional<qint64> tokens;
    reading.into(tokens, fields::integer(**options, path, "num_predict", -unbounded, unbounded));
    if (tokens.value_or(0) > 0)
        request.maxTokens = tokens;
    reading.into(request.temperature, fields::number(**options, path, "temperature", 0, 2));
    reading.into(request.topP, fields::number(**options, path, "top_p", 0, 1));
    reading.into(request.topK, fields::integer(**options, path, "top_k", 0, unbounded));
    reading.into(request.seed, fields::integer(**options, path, "seed", -unbounded - 1, unbounded));
    reading.into(request.frequencyPenalty,
                 fields::number(**options, path, "frequency_penalty", -2, 2));
    reading.into(request.presencePenalty,
                 fields::number(**options, path, "presence_penalty", -2, 2));
    reading.into(request.stop, readStop(**options, path));
}

Result<std::optional<ResponseFormat>> readFormat(const object &body)
{
    const value *format = core::json::find(body, "format");
    if (!format)
        return std::nullopt;
    if (const object *schema = format->if_object()) {
        return ResponseFormat{.kind = ResponseFormat::Kind::JsonSchema,
                              .name = u"answer"_s,
                              .description = {},
                              .schema = *schema,
                              .strict = std::nullopt};
    }
    const auto *word = format->if_string();
    if (word && word->empty())
        return std::nullopt;
    if (word && *word == "json")
        return ResponseFormat{.kind = ResponseFormat::Kind::JsonObject};
    return fields::invalid(u"format"_s, u"Must be \"json\" or a JSON schema"_s);
}

//! `think`: whether, or how much.
Result<std::optional<QString>> readThink(const object &body)
{
    const value *think = core::json::find(body, "think");
    if (!think)
        return std::nullopt;
    if (think->is_bool())
        return think->get_bool() ? u"medium"_s : u"none"_s;
    QString word = core::json::textAt(body, "think").toLower();
    if (word == "low"_L1 || word == "medium"_L1 || word == "high"_L1)
        return word;
    if (word == "max"_L1)
        return u"high"_s;
    return fields::invalid(u"think"_s, u"Must be true, false, low, medium, high or max"_s);
}

Result<std::optional<int>> readLogProbs(const object &body)
{
    const auto wanted = fields::boolean(body, {}, "logprobs");
    if (!wanted)
        return std::unexpected(wanted.error());
    const auto top = fields::integer(body, {}, "top_logprobs", 0, mostLogProbs);
    if (!top)
        return std::unexpected(top.error());
    return wanted->value_or(false) ? std::optional(int(top->value_or(0))) : std::nullopt;
}

} // namespace

CallOptions readOptions(Reading &reading, ChatRequest &request, const object &body)
{
    CallOptions options;
    reading.keep(request.model, fields::needed(body, {}, "model"));
    reading.into(options.stream, fields::boolean(body, {}, "stream"));
    readSampling(reading, request, body);
    reading.into(request.responseFormat, readFormat(body));
    reading.into(request.reasoningEffort, readThink(body));
    reading.into(request.topLogProbs, readLogProbs(body));
    options.showsThinking = request.reasoningEffort != "none"_L1;
    return options;
}

} // namespace gateway::ollama
