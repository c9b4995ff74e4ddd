// SPDX-License-Identifier: MIT
#include "oci/inference/cohereoptions.h"

#include "oci/inference/genericoptions.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;
using core::ChatRequest;
using core::ResponseFormat;
using Mode = core::ToolChoice::Mode;

namespace oci {

namespace {

//! 14.55: more than the model knows is an error, so the nearest that it knows is sent.
void writeBounded(JsonWriter &out, std::string_view key, const std::optional<double> &value,
                  bool refused)
{
    if (value && std::isfinite(*value) && !refused)
        out.key(key).number(std::clamp(*value, 0.0, 1.0));
}

void writeSampling(JsonWriter &out, const ChatRequest &request, const Fields &refused)
{
    constexpr qint64 highestTopK = 500;
    writeBounded(out, "temperature", request.temperature, refused.testFlag(Field::Temperature));
    writeBounded(out, "topP", request.topP, refused.testFlag(Field::TopP));
    if (request.topK && !refused.testFlag(Field::TopK))
        out.key("topK").number(std::clamp<qint64>(*request.topK, 0, highestTopK));
    writeBounded(out, "frequencyPenalty", request.frequencyPenalty,
                 refused.testFlag(Field::FrequencyPenalty));
    writeBounded(out, "presencePenalty", request.presencePenalty,
                 refused.testFlag(Field::PresencePenalty));
    if (request.seed && !refused.testFlag(Field::Seed))
        out.key("seed").number(*request.seed);
    if (!request.stop.isEmpty() && !refused.testFlag(Field::Stop)) {
        out.key("stopSequences").beginArray();
        for (const QString &text : request.stop)
            out.text(text);
        out.endArray();
    }
}

//! There is no JSON_SCHEMA here: a schema stands beside JSON_OBJECT.
void writeResponseFormat(JsonWriter &out, const ResponseFormat &format)
{
    out.key("responseFormat").beginObject().key("type");
    if (format.kind == ResponseFormat::Kind::Text) {
        out.utf8("TEXT");
    } else {
        out.utf8("JSON_OBJECT");
        if (format.kind == ResponseFormat::Kind::JsonSchema && format.schema)
            out.key("schema").json(*format.schema);
    }
    out.endObject();
}

} // namespace

qint64 cohereLimit(const ChatRequest &request, const ChatTarget &target,
                   const ModelProfile &profile)
{
    const qint64 limit = request.maxTokens.value_or(profile.defaultLimit);
    const bool bounded = profile.highestLimit > 0 && target.serving == core::ServingMode::OnDemand;
    return bounded ? std::min(limit, profile.highestLimit) : limit;
}

core::Result<void> checkCohereOptions(const ChatRequest &request)
{
    if (request.choices <= 1)
        return {};
    return std::unexpected(core::Error{
            .code = core::ErrorCode::InvalidRequest,
            .message = u"Cohere's models give one answer at a time: leave out n, or ask again"_s,
            .param = u"n"_s,
            .reason = u"unsupported_value"_s});
}

QList<core::Tool> offeredTools(const ChatRequest &request)
{
    if (!request.toolChoice)
        return request.tools;
    if (request.toolChoice->mode == Mode::None)
        return {};
    QList<core::Tool> tools = request.tools;
    if (request.toolChoice->mode == Mode::Function) {
        tools.removeIf([&request](const core::Tool &tool) {
            return tool.name != request.toolChoice->function;
        });
    }
    return tools;
}

void writeCohereOptions(JsonWriter &out, const ChatRequest &request, const ChatTarget &target,
                        const ModelProfile &profile)
{
    out.key("maxTokens").number(cohereLimit(request, target, profile)); // 14.2: always one
    writeSampling(out, request, profile.refused);
    if (request.responseFormat)
        writeResponseFormat(out, *request.responseFormat);
    if (const QByteArray mode =
                wireWord(request.safetyMode, {"CONTEXTUAL"_L1, "STRICT"_L1, "OFF"_L1});
        !mode.isEmpty())
        out.key("safetyMode").utf8(mode);
    const bool streams = request.stream && !profile.refused.testFlag(Field::Stream);
    out.key("isStream").boolean(streams);
    if (streams && !profile.refused.testFlag(Field::StreamOptions))
        out.key("streamOptions").beginObject().key("isIncludeUsage").boolean(true).endObject();
}

} // namespace oci
