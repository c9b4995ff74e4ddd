// SPDX-License-Identifier: MIT
#include "oci/demo/demomodel.h"

#include "core/json/json.h"

#include <QCryptographicHash>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oci::demo {

namespace {

// Of a day rather than of now, so that two listings of a day say the same.
QByteArray dayAt(const QDateTime &now, int days)
{
    return wireTime(now.toUTC().date().addDays(days).startOfDay(QTimeZone::UTC));
}

} // namespace

const QList<DemoModel> &demoModels()
{
    static const QList<DemoModel> models{
            {.name = "meta.llama-3.3-70b-instruct",
             .vendor = "meta",
             .capabilities = {"CHAT", "FINE_TUNE"},
             .contextLength = 128000,
             .createdDays = -610},
            {.name = "meta.llama-4-maverick-17b-128e-instruct-fp8",
             .vendor = "meta",
             .vision = true,
             .contextLength = 1048576,
             .createdDays = -480},
            {.name = "openai.gpt-oss-120b",
             .vendor = "openai",
             .toolStyle = ToolStyle::Fragments,
             .reasoning = true,
             .acceptsEffort = true,
             .createdDays = -420},
            {.name = "openai.gpt-5-mini",
             .vendor = "openai",
             .toolStyle = ToolStyle::OneByOne,
             .vision = true,
             .reasoning = true,
             .acceptsEffort = true,
             .wantsCompletionLimit = true,
             .fixedSampling = true,
             .contextLength = 272000,
             .createdDays = -300},
            {.name = "openai.gpt-5.5-pro",
             .vendor = "openai",
             .vision = true,
             .reasoning = true,
             .acceptsEffort = true,
             .fixedSampling = true,
             .responsesOnly = true,
             .contextLength = 400000,
             .createdDays = -90},
            {.name = "xai.grok-4.3",
             .vendor = "xai",
             .toolStyle = ToolStyle::OneByOne,
             .vision = true,
             .reasoning = true,
             .acceptsEffort = true,
             .refusesPenalties = true,
             .contextLength = 256000,
             .createdDays = -120},
            {.name = "google.gemini-2.5-flash",
             .vendor = "google",
             .toolStyle = ToolStyle::WholeWithoutId,
             .vision = true,
             .contextLength = 1048576,
             .createdDays = -350},
            {.name = "cohere.command-a-03-2025",
             .vendor = "cohere",
             .format = ApiFormat::Cohere,
             .openAi = false,
             .contextLength = 256000,
             .longestAnswer = 4000,
             .createdDays = -560},
            {.name = "cohere.command-r-08-2024",
             .vendor = "cohere",
             .capabilities = {"CHAT", "FINE_TUNE"},
             .format = ApiFormat::Cohere,
             .openAi = false,
             .contextLength = 128000,
             .longestAnswer = 4000,
             .createdDays = -620},
            {.name = "cohere.command-a-vision-07-2025",
             .vendor = "cohere",
             .format = ApiFormat::CohereV2,
             .vision = true,
             .openAi = false,
             .contextLength = 128000,
             .longestAnswer = 4000,
             .createdDays = -310},
            {.name = "cohere.command-a-reasoning-08-2025",
             .vendor = "cohere",
             .format = ApiFormat::CohereV2,
             .toolStyle = ToolStyle::Fragments,
             .reasoning = true,
             .acceptsEffort = true,
             .openAi = false,
             .contextLength = 256000,
             .longestAnswer = 4000,
             .createdDays = -280},
            {.name = "cohere.embed-v4.0",
             .vendor = "cohere",
             .capabilities = {"TEXT_EMBEDDINGS"},
             .format = ApiFormat::None,
             .vision = true,
             .openAi = false,
             .contextLength = 128000,
             .dimensions = {256, 512, 1024, 1536},
             .createdDays = -400},
            {.name = "cohere.embed-english-v3.0",
             .vendor = "cohere",
             .capabilities = {"TEXT_EMBEDDINGS"},
             .format = ApiFormat::None,
             .openAi = false,
             .contextLength = 512,
             .dimensions = {1024},
             .createdDays = -800},
            {.name = "cohere.rerank-v4.0-fast",
             .vendor = "cohere",
             .capabilities = {"TEXT_RERANK"},
             .format = ApiFormat::None,
             .openAi = false,
             .contextLength = 32000,
             .createdDays = -250},
            {.name = "meta.llama-3.1-8b-instruct",
             .vendor = "meta",
             .capabilities = {"FINE_TUNE"},
             .contextLength = 128000,
             .createdDays = -700},
            {.name = "xai.grok-3-mini",
             .vendor = "xai",
             .toolStyle = ToolStyle::OneByOne,
             .reasoning = true,
             .acceptsEffort = true,
             .refusesPenalties = true,
             .createdDays = -500,
             .deprecatedDays = -30,
             .retiredDays = 60},
            {.name = "meta.llama-3-70b-instruct",
             .vendor = "meta",
             .contextLength = 8192,
             .createdDays = -900,
             .deprecatedDays = -500,
             .retiredDays = -300},
    };
    return models;
}

QByteArray modelOcid(const DemoModel &model, QByteArrayView region)
{
    const QByteArray digest =
            QCryptographicHash::hash(model.name, QCryptographicHash::Sha256).toHex();
    return "ocid1.generativeaimodel.oc1." + region.toByteArray() + ".demo" + digest.first(40);
}

const DemoModel *findModel(QByteArrayView nameOrOcid, QByteArrayView region)
{
    const auto found = std::ranges::find_if(demoModels(), [&](const DemoModel &model) {
        return model.name == nameOrOcid || modelOcid(model, region) == nameOrOcid;
    });
    return found == demoModels().end() ? nullptr : &*found;
}

bool isRetired(const DemoModel &model)
{
    return model.retiredDays && *model.retiredDays <= 0;
}

bool isOnDemand(const DemoModel &model)
{
    return !isRetired(model) && model.capabilities != QByteArrayList{"FINE_TUNE"};
}

QByteArray wireTime(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzzZ").toLatin1();
}

boost::json::object modelSummary(const DemoModel &model, QByteArrayView region,
                                 const QDateTime &now)
{
    boost::json::array capabilities;
    for (const QByteArray &capability : model.capabilities)
        capabilities.push_back(core::json::string(QByteArrayView(capability)));

    boost::json::object json{
            {"id", core::json::string(QByteArrayView(modelOcid(model, region)))},
            {"displayName", core::json::string(QByteArrayView(model.name))},
            {"vendor", core::json::string(QByteArrayView(model.vendor))},
            {"version", core::json::string(QByteArrayView(model.version))},
            {"type", "BASE"},
            {"capabilities", std::move(capabilities)},
            {"lifecycleState", "ACTIVE"},
            {"lifecycleDetails", "Creating Base Model"},
            {"compartmentId", nullptr},
            {"baseModelId", nullptr},
            {"isLongTermSupported", false},
            {"timeCreated", core::json::string(QByteArrayView(dayAt(now, model.createdDays)))},
    };
    if (model.deprecatedDays) {
        json["timeDeprecated"] =
                core::json::string(QByteArrayView(dayAt(now, *model.deprecatedDays)));
    }
    if (model.retiredDays) {
        const QByteArray retired = dayAt(now, *model.retiredDays);
        json["timeOnDemandRetired"] = core::json::string(QByteArrayView(retired));
    }
    json["freeformTags"] = boost::json::object();
    json["definedTags"] = boost::json::object();
    json["systemTags"] = boost::json::object();
    return json;
}

} // namespace oci::demo
