// SPDX-License-Identifier: MIT
#include "oci/inference/repairs.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace oci {

namespace {

struct Droppable {
    const char16_t *names; //!< alternatives of a regular expression
    Field field;
};

constexpr std::array droppable{
        Droppable{u"temperature", Field::Temperature},
        Droppable{u"topP|top_p", Field::TopP},
        Droppable{u"topK|top_k", Field::TopK},
        Droppable{u"presencePenalty|presence_penalty", Field::PresencePenalty},
        Droppable{u"frequencyPenalty|frequency_penalty", Field::FrequencyPenalty},
        Droppable{u"stop|stopSequences|stop_sequences", Field::Stop},
        Droppable{u"seed", Field::Seed},
        Droppable{u"logProbs|logprobs|top_logprobs|isLogProbsEnabled", Field::LogProbs},
        Droppable{u"reasoningEffort|reasoning_effort|thinking", Field::ReasoningEffort},
        Droppable{u"isParallelToolCalls|parallelToolCalls|parallel_tool_calls",
                  Field::ParallelToolCalls},
        Droppable{u"toolChoice|tool_choice|toolsChoice|tools_choice", Field::ToolChoice},
        Droppable{u"verbosity", Field::Verbosity},
        Droppable{u"streamOptions|stream_options|isIncludeUsage", Field::StreamOptions},
        Droppable{u"isStream|stream|streaming", Field::Stream},
};

bool mentions(const QString &text, QStringView names)
{
    const QRegularExpression words(u"(?<![A-Za-z_])(%1)(?![A-Za-z_])"_s.arg(names),
                                   QRegularExpression::CaseInsensitiveOption);
    return words.match(text).hasMatch();
}

bool isAboutSupport(const core::Error &error)
{
    if (error.upstreamStatus != 400 && error.upstreamStatus != 422 && error.upstreamStatus != 501)
        return false;
    if (error.reason == "unsupported_parameter"_L1 || error.reason == "unsupported_value"_L1)
        return true;
    return std::ranges::any_of(std::array{"not supported"_L1, "unsupported"_L1,
                                          "does not support"_L1, "doesn't support"_L1,
                                          "not support parameter"_L1, "unknown parameter"_L1,
                                          "unrecognized"_L1, "not implemented"_L1,
                                          "extra inputs are not permitted"_L1},
                               [&](QLatin1StringView words) {
                                   return error.message.contains(words, Qt::CaseInsensitive);
                               });
}

//! "Chat request type does not match serving model" (protocol reference, 7.1)
bool isAboutFormat(const core::Error &error)
{
    return error.upstreamStatus == 400 &&
           error.message.contains("does not match serving model"_L1, Qt::CaseInsensitive);
}

} // namespace

std::optional<ModelProfile> repairedProfile(const ModelProfile &profile, const core::Error &error)
{
    if (isAboutFormat(error)) {
        ModelProfile repaired = profile;
        if (profile.otherTransports.isEmpty())
            return {};
        repaired.transport = repaired.otherTransports.takeFirst();
        return repaired;
    }
    if (!isAboutSupport(error))
        return {};
    // The field that the error is about counts before others that its text may mention.
    const QString &text = error.param.isEmpty() ? error.message : error.param;

    ModelProfile repaired = profile;
    if (profile.completionTokens)
        repaired.completionTokens = !mentions(text, u"maxCompletionTokens|max_completion_tokens");
    else
        repaired.completionTokens = mentions(text, u"maxTokens|max_tokens");
    if (repaired.completionTokens == profile.completionTokens) {
        for (const auto &[names, field] : droppable) {
            if (mentions(text, names))
                repaired.refused.setFlag(field);
        }
    }
    if (repaired == profile)
        return {};
    return repaired;
}

std::optional<ModelProfile> repairedProfile(const ChatCall &call, const core::ChatRequest &request,
                                            const core::Error &error)
{
    const ModelProfile &profile = call.profile;
    auto repaired = repairedProfile(profile, error);
    if (repaired || profile.transport != Transport::DataScience)
        return repaired;
    return nextPredictPath(profile.predictPath, asksForStream(request, profile), error)
            .transform([&profile](PredictPath path) {
                ModelProfile other = profile;
                other.predictPath = path;
                return other;
            });
}

} // namespace oci
