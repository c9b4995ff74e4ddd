// SPDX-License-Identifier: MIT
#include "oci/inference/ocichatbackend.h"

#include "core/ports/modelcatalog.h"
#include "oci/inference/ocichatstream.h"
#include "oci/inference/targetregion.h"

#include <algorithm>

namespace oci {

namespace {

constexpr qsizetype most = 256; // names of models and regions come from callers

AccessFacts::Resource resourceOf(const ChatTarget &target)
{
    if (target.isDeployment())
        return AccessFacts::Resource::ModelDeployment;
    return target.serving == core::ServingMode::Dedicated ? AccessFacts::Resource::Endpoint
                                                          : AccessFacts::Resource::Model;
}

} // namespace

OciChatBackend::OciChatBackend(SignedClient &client, const core::ModelCatalog *catalog,
                               ChatSettings settings)
    : m_client(client)
    , m_catalog(catalog)
    , m_settings(std::move(settings))
    , m_lookup(client, m_settings.endpoints)
{
}

std::unique_ptr<core::ChatStream> OciChatBackend::startChat(const core::ChatRequest &request)
{
    return std::make_unique<OciChatStream>(*this, request);
}

core::Result<ChatCall> OciChatBackend::callFor(const QString &model,
                                               const std::optional<core::ModelInfo> &endpoint) const
{
    QList<core::ModelInfo> known = m_catalog ? m_catalog->models() : QList<core::ModelInfo>();
    if (endpoint) {
        core::ModelInfo found = *endpoint;
        const auto behind = std::ranges::find(known, endpoint->baseModel, &core::ModelInfo::ocid);
        found.baseModel = behind == known.cend() || found.baseModel.isEmpty() ? QString()
                          : behind->baseModel.isEmpty()                       ? behind->id
                                                                              : behind->baseModel;
        known = {found};
    }
    auto call = chatCallFor(model, m_client.isBearer(), known,
                            !m_catalog || m_catalog->isComplete(), m_settings.routes);
    if (call) {
        if (const auto learned = m_learned.constFind(call->target.id); learned != m_learned.cend())
            call->profile = *learned;
    }
    return call;
}

bool OciChatBackend::isUnknownEndpoint(const ChatTarget &target) const
{
    return target.serving == core::ServingMode::Dedicated && target.compartmentId.isEmpty() &&
           !m_client.isBearer() && checkRegion(target, m_settings, false);
}

core::Result<OutgoingRequest> OciChatBackend::outgoing(const ChatCall &call,
                                                       const core::ChatRequest &request)
{
    const bool isBearer = m_client.isBearer();
    if (const auto reachable = checkRegion(call.target, m_settings, isBearer); !reachable)
        return std::unexpected(reachable.error());
    if (call.target.isDeployment()) { // each has a URL of its own
        const auto url = chatUrl(call, m_settings, isBearer);
        if (!url)
            return std::unexpected(url.error());
        return outgoingChat(call, request, *url, m_settings, isBearer);
    }
    const std::pair place(call.profile.transport, call.target.region);
    auto known = m_urls.constFind(place);
    if (known == m_urls.cend()) {
        auto url = chatUrl(call, m_settings, isBearer);
        if (!url)
            return std::unexpected(url.error());
        if (m_urls.size() >= most)
            m_urls.clear();
        known = m_urls.insert(place, *std::move(url));
    }
    return outgoingChat(call, request, *known, m_settings, isBearer);
}

AccessFacts OciChatBackend::factsOf(const ChatTarget &target) const
{
    const RegionTable &regions = m_settings.endpoints.regions();
    const QString region = target.region.isEmpty() ? m_settings.region : target.region;
    const auto known = regions.find(region);
    AccessFacts facts{.resource = resourceOf(target),
                      .name = target.id,
                      .region = known ? known->identifier : region,
                      .compartmentId = target.compartmentId.isEmpty() ? m_settings.compartmentId
                                                                      : target.compartmentId,
                      .regionOffers = !known || known->offersGenerativeAi,
                      .caller = m_client.caller()};
    if (!m_catalog || !m_catalog->isLoaded())
        return facts;
    for (const core::ModelInfo &model : m_catalog->models()) {
        if (model.id != target.id && model.ocid != target.id)
            continue;
        if (model.region.isEmpty() || model.region == facts.region)
            facts.listed = AccessFacts::Listed::Yes;
        else if (!facts.otherRegions.contains(model.region))
            facts.otherRegions += model.region;
    }
    if (facts.listed == AccessFacts::Listed::Unknown && m_catalog->isComplete())
        facts.listed = AccessFacts::Listed::No;
    return facts;
}

void OciChatBackend::learn(const QString &modelId, const ModelProfile &profile)
{
    if (m_learned.size() < most || m_learned.contains(modelId))
        m_learned.insert(modelId, profile);
}

} // namespace oci
