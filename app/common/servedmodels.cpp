// SPDX-License-Identifier: MIT
#include "app/common/servedmodels.h"

#include "oci/inference/chatcall.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace app {

namespace {

//! Where a deployment does not say what it is, a person can.
bool mayChat(const core::ModelInfo &model, bool isBearer, const oci::RouteOverrides &routes)
{
    if (!model.canChat() && model.serving != core::ServingMode::Deployment)
        return false;
    const auto call = oci::chatCallFor(model.id, isBearer, {model}, true, routes);
    return call && (model.canChat() || call->isOverridden);
}

} // namespace

QList<core::ModelInfo> servedModelsOf(const QList<core::ModelInfo> &models, bool isBearer,
                                      const oci::RouteOverrides &routes)
{
    QList<core::ModelInfo> served;
    for (core::ModelInfo model : models) {
        // A bearer key does not reach what computes embeddings and ranks.
        const bool chats = mayChat(model, isBearer, routes);
        if (!chats && (isBearer || (!model.canEmbed() && !model.canRank())))
            continue;
        if (chats && !model.canChat())
            model.capabilities.prepend(u"CHAT"_s);
        else if (!chats)
            model.capabilities.removeAll(u"CHAT"_s);
        model.ownedBy = isBearer ? u"oracle"_s : u"oci"_s;
        served.append(std::move(model));
    }
    return served;
}

QList<core::ModelInfo> chatModelsOf(const QList<core::ModelInfo> &served)
{
    const auto chats = [](const core::ModelInfo &model) { return model.canChat(); };
    if (std::ranges::all_of(served, chats))
        return served; // the same memory
    QList<core::ModelInfo> models = served;
    models.removeIf(std::not_fn(chats));
    return models;
}

} // namespace app
