// SPDX-License-Identifier: MIT
#include "oci/demo/demoresources.h"

#include "oci/demo/demoaccount.h"

#include <algorithm>

namespace oci::demo {

namespace {

constexpr auto chicago = "us-chicago-1";
constexpr auto frankfurt = "eu-frankfurt-1";

QByteArray ocid(QByteArrayView kind, QByteArrayView region, QByteArrayView name)
{
    QByteArray key;
    for (const char c : name) {
        if (c != '-' && c != '.' && c != ' ')
            key += c;
    }
    return "ocid1." + kind.toByteArray() + ".oc1." + region.toByteArray() + ".demo" + key;
}

const DemoCluster &clusterNamed(const QByteArray &name)
{
    const auto found = std::ranges::find(demoClusters(), name, &DemoCluster::name);
    Q_ASSERT(found != demoClusters().end());
    return *found;
}

//! With the habits of imported models (protocol reference, 12.3): no streams, calls in the text.
const DemoModel &importedModel(const DemoModel &base)
{
    static const DemoModel model = [&base] {
        DemoModel made = base;
        made.toolStyle = ToolStyle::Text;
        made.streams = false;
        return made;
    }();
    Q_ASSERT(model.name == base.name); // one is enough
    return model;
}

} // namespace

QByteArray DemoCluster::id() const
{
    return ocid("generativeaidedicatedaicluster", region, name);
}

QByteArray DemoOwnModel::id() const
{
    return ocid(imported ? "generativeaiimportedmodel" : "generativeaimodel", region, name);
}

QByteArray DemoEndpoint::region() const
{
    return clusterNamed(cluster).region;
}

QByteArray DemoEndpoint::id() const
{
    return ocid("generativeaiendpoint", region(), key);
}

const DemoModel &DemoEndpoint::baseModel() const
{
    const auto own = std::ranges::find(demoOwnModels(), model, &DemoOwnModel::name);
    const DemoModel *base = findModel(own == demoOwnModels().end() ? model : own->base, region());
    Q_ASSERT(base);
    const bool imported = own != demoOwnModels().end() && own->imported;
    return imported ? importedModel(*base) : *base;
}

const QList<DemoCompartment> &demoCompartments()
{
    static const QList<DemoCompartment> compartments{
            {.id = DemoAccount::compartment(), .parent = {}, .name = "ai"},
            {.id = DemoAccount::researchCompartment(),
             .parent = DemoAccount::compartment(),
             .name = "research"},
    };
    return compartments;
}

const QList<DemoCluster> &demoClusters()
{
    static const QList<DemoCluster> clusters{
            {.name = "team-cluster",
             .region = chicago,
             .compartment = DemoAccount::compartment(),
             .unitShape = "LARGE_GENERIC_V2",
             .unitCount = 2},
            {.name = "tuning-cluster",
             .region = chicago,
             .compartment = DemoAccount::researchCompartment(),
             .type = "FINE_TUNING",
             .state = "CREATING",
             .unitShape = "SMALL_GENERIC_V2"},
            {.name = "frankfurt-cluster",
             .region = frankfurt,
             .compartment = DemoAccount::compartment(),
             .state = "NEEDS_ATTENTION",
             .unitShape = "H100_X2"},
    };
    return clusters;
}

const QList<DemoOwnModel> &demoOwnModels()
{
    static const QList<DemoOwnModel> models{
            {.name = "support-tuned-llama",
             .region = chicago,
             .compartment = DemoAccount::compartment(),
             .base = "meta.llama-3.3-70b-instruct"},
            {.name = "imported-qwen3",
             .region = chicago,
             .compartment = DemoAccount::compartment(),
             .base = "meta.llama-3.3-70b-instruct",
             .imported = true},
    };
    return models;
}

const QList<DemoEndpoint> &demoEndpoints()
{
    static const QList<DemoEndpoint> endpoints{
            {.name = "team-llama",
             .key = "team-llama",
             .compartment = DemoAccount::compartment(),
             .cluster = "team-cluster",
             .model = "meta.llama-3.3-70b-instruct"},
            {.name = {},
             .key = "support",
             .compartment = DemoAccount::compartment(),
             .cluster = "team-cluster",
             .model = "support-tuned-llama",
             .createdDays = -30},
            {.name = "research-qwen",
             .key = "research-qwen",
             .compartment = DemoAccount::researchCompartment(),
             .cluster = "team-cluster",
             .model = "imported-qwen3",
             .createdDays = -20},
            {.name = "next-llama",
             .key = "next-llama",
             .compartment = DemoAccount::compartment(),
             .cluster = "team-cluster",
             .model = "meta.llama-4-maverick-17b-128e-instruct-fp8",
             .state = "CREATING",
             .createdDays = 0},
            {.name = "old-grok",
             .key = "old-grok",
             .compartment = DemoAccount::compartment(),
             .cluster = "team-cluster",
             .model = "xai.grok-3-mini",
             .state = "FAILED",
             .createdDays = -200},
            {.name = "frankfurt-llama",
             .key = "frankfurt-llama",
             .compartment = DemoAccount::compartment(),
             .cluster = "frankfurt-cluster",
             .model = "meta.llama-3.3-70b-instruct"},
            {.name = "team-embed",
             .key = "team-embed",
             .compartment = DemoAccount::researchCompartment(),
             .cluster = "team-cluster",
             .model = "cohere.embed-v4.0"},
            {.name = "team-rerank",
             .key = "team-rerank",
             .compartment = DemoAccount::researchCompartment(),
             .cluster = "team-cluster",
             .model = "cohere.rerank-v4.0-fast"},
    };
    return endpoints;
}

const DemoEndpoint *findEndpoint(QByteArrayView id, QByteArrayView region)
{
    const auto found = std::ranges::find_if(demoEndpoints(), [&](const DemoEndpoint &endpoint) {
        return endpoint.id() == id && endpoint.region() == region;
    });
    return found == demoEndpoints().end() ? nullptr : &*found;
}

} // namespace oci::demo
