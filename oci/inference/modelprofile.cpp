// SPDX-License-Identifier: MIT
#include "oci/inference/modelprofile.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oci {

namespace {

//! What the names of a family tell. The first prefix that fits counts.
//! (protocol reference, 12.3; limits 12.4)
struct Family {
    QLatin1StringView prefix;
    ModelProfile profile;
};

constexpr Fields nothing{};
constexpr Fields sampling = Field::Temperature | Field::TopP | Field::FrequencyPenalty |
                            Field::PresencePenalty | Field::Stop;

const std::array families{
        Family{"openai.gpt-oss"_L1, {.defaultLimit = 16384, .developerRole = true}},
        Family{"openai.gpt-4"_L1,
               {.completionTokens = true,
                .refused = Field::TopK | Field::ReasoningEffort,
                .schema = SchemaDialect::Full,
                .developerRole = true,
                .jsonNeedsSchema = true}},
        Family{"openai."_L1, // o-series, gpt-5 and what comes after them
               {.completionTokens = true,
                .defaultLimit = 16384,
                .refused = sampling | Field::TopK,
                .schema = SchemaDialect::Full,
                .developerRole = true,
                .jsonNeedsSchema = true}},
        Family{"xai.grok-3-mini"_L1,
               {.defaultLimit = 16384,
                .refused = Field::PresencePenalty | Field::FrequencyPenalty | Field::Stop}},
        Family{"xai.grok-3"_L1, {.refused = Field::PresencePenalty | Field::ReasoningEffort}},
        Family{"xai.grok-4.20-multi-agent"_L1,
               {.defaultLimit = 16384, .refused = Field::PresencePenalty}},
        Family{"xai.grok-4.3"_L1, {.defaultLimit = 16384, .refused = Field::PresencePenalty}},
        Family{"xai."_L1,
               {.defaultLimit = 16384, .refused = Field::PresencePenalty | Field::ReasoningEffort}},
        Family{"google."_L1,
               {.defaultLimit = 16384,
                .schema = SchemaDialect::Gemini,
                .fillsEmptyAssistant = true,
                .oneCallAtATime = true}},
        Family{"meta.llama-3.1"_L1,
               {.defaultLimit = 4000, .refused = Field::ReasoningEffort, .oneCallAtATime = true}},
        Family{"meta.llama-3.2"_L1,
               {.defaultLimit = 4000, .refused = Field::ReasoningEffort, .oneCallAtATime = true}},
        Family{"meta."_L1, {.defaultLimit = 4000, .refused = Field::ReasoningEffort}},
        Family{"cohere.command-a-reasoning"_L1, {.defaultLimit = 16384, .highestLimit = 4000}},
        Family{"cohere."_L1,
               {.defaultLimit = 4000, .highestLimit = 4000, .refused = Field::ReasoningEffort}},
        Family{""_L1, {.refused = nothing}},
};

constexpr std::array<std::pair<QLatin1StringView, Field>, 9> fieldNames{{
        {"temperature"_L1, Field::Temperature},
        {"topP"_L1, Field::TopP},
        {"topK"_L1, Field::TopK},
        {"frequencyPenalty"_L1, Field::FrequencyPenalty},
        {"presencePenalty"_L1, Field::PresencePenalty},
        {"stop"_L1, Field::Stop},
        {"seed"_L1, Field::Seed},
        {"logProbs"_L1, Field::LogProbs},
        {"reasoningEffort"_L1, Field::ReasoningEffort},
}};

void refine(ModelProfile &profile, const KnownModel &known)
{
    profile.isKnown = true;
    profile.chats = known.chats;
    for (const auto &[name, field] : fieldNames) {
        if (known.rejectedFields.contains(name))
            profile.refused.setFlag(field);
    }
    if (known.acceptsReasoningEffort)
        profile.refused.setFlag(Field::ReasoningEffort, !*known.acceptsReasoningEffort);
    else if (!known.reasons)
        profile.refused.setFlag(Field::ReasoningEffort);
    if (known.maxOutputTokens > 0)
        profile.defaultLimit = std::min(profile.defaultLimit, known.maxOutputTokens);
}

} // namespace

ModelProfile profileOf(const QString &model, const KnownModels &known)
{
    // A null string starts with nothing, not even with an empty prefix.
    const auto family = std::ranges::find_if(families, [&](const Family &each) {
        return each.prefix.isEmpty() || model.startsWith(each.prefix);
    });
    ModelProfile profile = family->profile;
    const RouteChoice route = routeFor({.model = model});
    profile.transport = route.transport;
    profile.otherTransports = route.others;
    if (route.transport == Transport::CohereV2 && model.contains("reasoning"_L1))
        profile.refused.setFlag(Field::ReasoningEffort, false);
    if (const KnownModel *facts = known.find(model))
        refine(profile, *facts);
    return profile;
}

} // namespace oci
