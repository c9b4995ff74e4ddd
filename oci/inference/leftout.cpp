// SPDX-License-Identifier: MIT
#include "oci/inference/leftout.h"

#include <array>

using namespace Qt::StringLiterals;
using core::ChatRequest;

namespace oci {

namespace {

struct Named {
    Field field;
    QLatin1StringView name;
    bool (*isSet)(const ChatRequest &);
};

constexpr std::array named{
        Named{Field::Temperature, "temperature"_L1,
              [](const ChatRequest &r) { return r.temperature.has_value(); }},
        Named{Field::TopP, "top_p"_L1, [](const ChatRequest &r) { return r.topP.has_value(); }},
        Named{Field::TopK, "top_k"_L1, [](const ChatRequest &r) { return r.topK.has_value(); }},
        Named{Field::FrequencyPenalty, "frequency_penalty"_L1,
              [](const ChatRequest &r) { return r.frequencyPenalty.has_value(); }},
        Named{Field::PresencePenalty, "presence_penalty"_L1,
              [](const ChatRequest &r) { return r.presencePenalty.has_value(); }},
        Named{Field::Stop, "stop"_L1, [](const ChatRequest &r) { return !r.stop.isEmpty(); }},
        Named{Field::Seed, "seed"_L1, [](const ChatRequest &r) { return r.seed.has_value(); }},
        Named{Field::LogProbs, "logprobs"_L1,
              [](const ChatRequest &r) { return r.topLogProbs.has_value(); }},
        Named{Field::ReasoningEffort, "reasoning_effort"_L1,
              [](const ChatRequest &r) { return !r.reasoningEffort.isEmpty(); }},
        Named{Field::ParallelToolCalls, "parallel_tool_calls"_L1,
              [](const ChatRequest &r) { return !r.tools.isEmpty() && r.parallelToolCalls; }},
        Named{Field::ToolChoice, "tool_choice"_L1,
              [](const ChatRequest &r) { return !r.tools.isEmpty() && r.toolChoice; }},
        Named{Field::Verbosity, "verbosity"_L1,
              [](const ChatRequest &r) { return !r.verbosity.isEmpty(); }},
        Named{Field::Stream, "stream"_L1, [](const ChatRequest &r) { return r.stream; }},
};

} // namespace

QString noteOfLeftOut(const ChatRequest &request, const ModelProfile &profile)
{
    QStringList names;
    for (const Named &each : named) {
        if (profile.refused.testFlag(each.field) && each.isSet(request))
            names += each.name;
    }
    const bool isCohere = profile.transport == Transport::Cohere;
    if (!isCohere && profile.transport != Transport::CohereV2 && !request.documents.empty())
        names += u"documents"_s;
    if (isCohere) {
        if (request.topLogProbs && !profile.refused.testFlag(Field::LogProbs))
            names += u"logprobs"_s;
        using Mode = core::ToolChoice::Mode;
        if (!request.tools.isEmpty() && request.toolChoice &&
            request.toolChoice->mode == Mode::Required)
            names += u"tool_choice"_s;
    }
    if (names.isEmpty())
        return {};
    return u"Left out, since this model does not take it: %1"_s.arg(names.join(u", "_s));
}

QString retirementWarning(const ResponseHead &head)
{
    QByteArray warning = head.header("model-deprecation-info");
    if (warning.isEmpty())
        warning = head.header("model-retirement-info");
    return QString::fromUtf8(warning);
}

} // namespace oci
