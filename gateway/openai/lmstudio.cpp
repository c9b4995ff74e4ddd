// SPDX-License-Identifier: MIT
#include "gateway/openai/lmstudio.h"

#include "core/json/json.h"

using namespace Qt::StringLiterals;
using boost::json::array;
using boost::json::object;
using core::ModelInfo;

namespace gateway::openai {

namespace {

object modelObject(const ModelInfo &model)
{
    const bool sees = model.inputModalities.contains("image"_L1);
    array capabilities;
    if (model.supportsTools)
        capabilities.push_back("tool_use");
    if (sees)
        capabilities.push_back("vision");
    object json;
    json["id"] = core::json::string(model.id);
    json["object"] = "model";
    json["type"] = !model.canChat() ? "embeddings" : sees ? "vlm" : "llm";
    json["publisher"] = core::json::string(model.vendor);
    json["arch"] = core::json::string(model.vendor);
    json["compatibility_type"] = "gguf";
    json["quantization"] = nullptr;
    json["state"] = "loaded";
    if (model.contextLength > 0) {
        json["max_context_length"] = model.contextLength;
        json["loaded_context_length"] = model.contextLength;
    }
    json["capabilities"] = std::move(capabilities);
    return json;
}

} // namespace

QByteArray lmStudioList(const QList<ModelInfo> &models)
{
    array all;
    for (const ModelInfo &model : models) {
        if (model.canChat() || model.canEmbed())
            all.push_back(modelObject(model));
    }
    object json;
    json["object"] = "list";
    json["data"] = std::move(all);
    return core::json::serialize(json);
}

QByteArray lmStudioModel(const ModelInfo &model)
{
    return core::json::serialize(modelObject(model));
}

} // namespace gateway::openai
