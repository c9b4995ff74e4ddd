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

struct Lacking {
    QLatin1StringView name;
    bool (*isSet)(const ChatRequest &);
};

//! What Cohere's formats have no words for (protocol reference, 7.5 and 7.7).
constexpr std::array lackedByCohere{
        Lacking{"parallel_tool_calls"_L1,
                [](const ChatRequest &r) {
                    return !r.tools.isEmpty() && r.parallelToolCalls == std::optional(false);
                }},
        Lacking{"logit_bias"_L1, [](const ChatRequest &r) { return !r.logitBias.empty(); }},
        Lacking{"prediction"_L1, [](const ChatRequest &r) { return !r.prediction.isEmpty(); }},
        Lacking{"verbosity"_L1, [](const ChatRequest &r) { return !r.verbosity.isEmpty(); }},
        Lacking{"service_tier"_L1,
                [](const ChatRequest &r) { return r.serviceTier == "priority"_L1; }},
        Lacking{"web_search_options"_L1,
                [](const ChatRequest &r) { return r.webSearch.has_value(); }},
};

//! What the first of them lacks beside that.
constexpr std::array lackedByTheOlder{
        Lacking{"logprobs"_L1, [](const ChatRequest &r) { return r.topLogProbs.has_value(); }},
        Lacking{"tool_choice"_L1,
                [](const ChatRequest &r) {
                    return !r.tools.isEmpty() && r.toolChoice &&
                           r.toolChoice->mode == core::ToolChoice::Mode::Required;
                }},
        Lacking{"citation_quality"_L1,
                [](const ChatRequest &r) { return r.citationQuality == "off"_L1; }},
};

//! What only Cohere's have.
constexpr std::array onlyOfCohere{
        Lacking{"documents"_L1, [](const ChatRequest &r) { return !r.documents.empty(); }},
        Lacking{"citation_quality"_L1,
                [](const ChatRequest &r) { return !r.citationQuality.isEmpty(); }},
        Lacking{"safety_mode"_L1, [](const ChatRequest &r) { return !r.safetyMode.isEmpty(); }},
};

} // namespace

QString noteOfLeftOut(const ChatRequest &request, const ModelProfile &profile)
{
    QStringList names;
    const auto add = [&](const auto &all) {
        for (const auto &each : all) {
            if (each.isSet(request) && !names.contains(each.name))
                names += each.name;
        }
    };
    for (const Named &each : named) {
        if (profile.refused.testFlag(each.field) && each.isSet(request))
            names += each.name;
    }
    const bool isOlder = profile.transport == Transport::Cohere;
    if (isOlder || profile.transport == Transport::CohereV2)
        add(lackedByCohere);
    else
        add(onlyOfCohere);
    if (isOlder)
        add(lackedByTheOlder);
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
