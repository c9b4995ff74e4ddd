// SPDX-License-Identifier: MIT
#include "core/json/json.h"
#include "oci/apikeys/apikeyreader.h"
#include "oci/discovery/catalogmodels.h"
#include "oci/discovery/scanreading.h"

#include <QSet>

#include <cstdlib>

using oci::ListKind;

namespace {

oci::TenancyScan::Answer answer(ListKind kind, const QByteArray &body)
{
    return {.task = {.kind = kind,
                     .region = QStringLiteral("us-chicago-1"),
                     .compartmentId = QStringLiteral("c")},
            .pages = oci::ListPages{.pages = {{.body = body, .requestId = {}}}}};
}

//! Values are taken out once, and reading the key afterwards gives what it gave before.
void readKey(QByteArrayView body)
{
    auto json = core::json::parseObject(body);
    if (!json)
        return;
    const auto key = oci::readApiKey(*json);
    for (const auto &value : oci::takeSecretValues(*json)) {
        if (!value.secret || value.secret->isEmpty() || value.secretName.isEmpty())
            std::abort();
        if (key != oci::readApiKey(*json))
            std::abort();
    }
}

} // namespace

// The same bytes as the answer to each list: every compartment is in the tree once, below the
// root, and every model that comes out has a name of its own.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray body(reinterpret_cast<const char *>(data), qsizetype(size));
    readKey(body);
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'777'000'000);
    QList<oci::TenancyScan::Answer> answers;
    for (const ListKind kind :
         {ListKind::Compartments, ListKind::Subscriptions, ListKind::Models, ListKind::Endpoints,
          ListKind::Clusters, ListKind::ImportedModels, ListKind::ModelsBehind,
          ListKind::DiscoveredModels, ListKind::Projects, ListKind::RoutingProfiles,
          ListKind::Deployments})
        answers.append(answer(kind, body));

    const oci::TenancyFindings found = oci::findingsWith({}, answers, QStringLiteral("root"));
    QSet<QString> compartments;
    for (const oci::Compartment &compartment : found.compartments) {
        const bool isRoot = compartment.depth == 0;
        if (compartments.contains(compartment.id) ||
            isRoot != (compartment.id == QStringLiteral("root")))
            std::abort();
        compartments.insert(compartment.id);
    }
    QSet<QString> names;
    const auto models = oci::catalogModels(found, {}, QStringLiteral("us-chicago-1"), now,
                                           oci::builtInModels());
    for (const core::ModelInfo &model : models) {
        if (model.id.isEmpty() || names.contains(model.id))
            std::abort();
        names.insert(model.id);
    }
    return 0;
}
