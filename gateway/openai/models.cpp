// SPDX-License-Identifier: MIT
#include "gateway/openai/models.h"

#include "core/json/json.h"

#include <array>

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::ModelInfo;

namespace gateway::openai {

namespace {

array words(const QStringList &texts)
{
    array all;
    for (const QString &text : texts)
        all.push_back(core::json::string(text.toLower()));
    return all;
}

// Every tool has its own name for these.
constexpr std::array contextNames{"context_length", "context_window", "max_context_length",
                                  "max_model_len"};
constexpr std::array outputNames{"max_output_tokens", "max_completion_tokens"};

template<std::size_t Count>
void addNumber(object &json, const std::array<const char *, Count> &names, qint64 number)
{
    for (const char *name : names) {
        if (number > 0)
            json[name] = number;
    }
}

array outputs(const ModelInfo &model)
{
    if (model.canChat())
        return {"text"};
    if (model.canEmbed())
        return {"embedding"};
    if (model.canRank())
        return {"rerank"};
    return {};
}

void addDate(object &json, std::string_view name, const QDateTime &date)
{
    if (date.isValid())
        json[name] = core::json::string(date.toUTC().toString(Qt::ISODate));
}

const char *servingWord(core::ServingMode serving)
{
    switch (serving) {
    case core::ServingMode::OnDemand:
        return "on_demand";
    case core::ServingMode::Dedicated:
        return "dedicated";
    case core::ServingMode::Deployment:
        return "deployment";
    case core::ServingMode::Routed:
        return "routing_profile";
    }
    Q_UNREACHABLE_RETURN("");
}

object modelObject(const ModelInfo &model, const QByteArray &ownedBy)
{
    object json;
    json["id"] = core::json::string(model.id);
    json["object"] = "model";
    // Strict clients read an unsigned number, so an unknown date is 0 and not left out.
    json["created"] =
            model.created.isValid() ? std::max<qint64>(0, model.created.toSecsSinceEpoch()) : 0;
    json["owned_by"] = model.ownedBy.isEmpty() ? core::json::string(QByteArrayView(ownedBy))
                                               : core::json::string(model.ownedBy);
    addNumber(json, contextNames, model.contextLength);
    addNumber(json, outputNames, model.maxOutputTokens);
    json["capabilities"] = words(model.capabilities);
    json["input_modalities"] = words(model.inputModalities);
    json["output_modalities"] = outputs(model);
    json["supports_tools"] = model.supportsTools;
    json["supports_vision"] = model.inputModalities.contains("image"_L1);
    json["supports_reasoning"] = model.reasons;
    if (!model.vendor.isEmpty())
        json["vendor"] = core::json::string(model.vendor);
    if (!model.region.isEmpty())
        json["region"] = core::json::string(model.region);
    json["serving_mode"] = servingWord(model.serving);
    addDate(json, "deprecation_date", model.deprecated);
    addDate(json, "retirement_date", model.retired);
    return json;
}

} // namespace

QByteArray modelList(const QList<ModelInfo> &models, const QByteArray &ownedBy)
{
    array all;
    all.reserve(std::size_t(models.size()));
    for (const ModelInfo &model : models)
        all.push_back(modelObject(model, ownedBy));
    object json;
    json["object"] = "list";
    json["data"] = std::move(all);
    return core::json::serialize(json);
}

QByteArray modelBody(const ModelInfo &model, const QByteArray &ownedBy)
{
    return core::json::serialize(modelObject(model, ownedBy));
}

std::optional<ModelInfo> modelNamed(const QList<ModelInfo> &models, const QString &name)
{
    const auto find = [&models](QStringView wanted) -> std::optional<ModelInfo> {
        for (const ModelInfo &model : models) {
            if (model.id == wanted || (!model.ocid.isEmpty() && model.ocid == wanted))
                return model;
        }
        return std::nullopt;
    };
    if (auto found = find(name))
        return found;
    if (name.startsWith("oci/"_L1) || name.startsWith("oci:"_L1))
        return find(QStringView(name).sliced(4));
    return std::nullopt;
}

} // namespace gateway::openai
