// SPDX-License-Identifier: MIT
#include "gateway/openai/moderationanswer.h"

#include "core/json/json.h"
#include "gateway/openai/moderationcategory.h"

#include <QUuid>

#include <array>

using boost::json::object;
using core::GuardrailScore;
using core::GuardrailsInput;
using core::GuardrailsVerdict;
using core::PersonalInformation;

namespace gateway::openai {

namespace {

constexpr std::array categories{"harassment",
                                "harassment/threatening",
                                "hate",
                                "hate/threatening",
                                "illicit",
                                "illicit/violent",
                                "self-harm",
                                "self-harm/instructions",
                                "self-harm/intent",
                                "sexual",
                                "sexual/minors",
                                "violence",
                                "violence/graphic"};

bool isFound(double score)
{
    return score >= GuardrailsVerdict::threshold;
}

boost::json::array kindsOf(const QList<GuardrailsInput> &inputs)
{
    bool texts = false;
    bool images = false;
    for (const GuardrailsInput &input : inputs)
        (std::holds_alternative<core::TextPart>(input) ? texts : images) = true;
    boost::json::array kinds;
    if (texts)
        kinds.push_back("text");
    if (images)
        kinds.push_back("image");
    return kinds;
}

object injectionObject(const GuardrailScore &score)
{
    return {{"flagged", isFound(score.score)}, {"score", score.score}};
}

boost::json::array placesOf(const QList<PersonalInformation> &found)
{
    boost::json::array places;
    for (const PersonalInformation &each : found) {
        places.push_back(object{{"label", core::json::string(each.label)},
                                {"offset", each.offset},
                                {"length", each.length},
                                {"score", each.score}});
    }
    return places;
}

object resultObject(const GuardrailsVerdict &verdict, const QList<GuardrailsInput> &inputs,
                    const core::GuardrailsRequest &asked)
{
    object flags;
    object scores;
    object kinds;
    for (const char *category : categories) {
        flags[category] = nullptr;
        scores[category] = nullptr;
        kinds[category] = boost::json::array();
    }
    for (const GuardrailScore &score : verdict.moderation) {
        const auto name = core::json::string(moderationName(score.name));
        flags[name] = isFound(score.score);
        scores[name] = score.score;
        kinds[name] = kindsOf(inputs);
    }
    object result;
    result["flagged"] = verdict.isFlagged();
    result["categories"] = std::move(flags);
    result["category_scores"] = std::move(scores);
    result["category_applied_input_types"] = std::move(kinds);
    if (verdict.promptInjection)
        result["prompt_injection"] = injectionObject(*verdict.promptInjection);
    if (asked.personalInformation)
        result["personal_information"] = placesOf(verdict.personalInformation);
    return result;
}

} // namespace

QByteArray moderationAnswer(const QList<GuardrailsVerdict> &verdicts, const ModerationCall &call)
{
    boost::json::array results;
    for (qsizetype i = 0; i < verdicts.size(); ++i)
        results.push_back(resultObject(verdicts[i], call.inputs.value(i), call.checks));
    QString model = QStringLiteral("oci-guardrails");
    if (!verdicts.isEmpty() && !verdicts.front().version.isEmpty())
        model += u'-' + verdicts.front().version;
    object json;
    json["id"] = core::json::string(QStringLiteral("modr-") +
                                    QUuid::createUuid().toString(QUuid::Id128));
    json["model"] = core::json::string(model);
    json["results"] = std::move(results);
    return core::json::serialize(json);
}

} // namespace gateway::openai
