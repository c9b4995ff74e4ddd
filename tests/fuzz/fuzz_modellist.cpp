// SPDX-License-Identifier: MIT
#include "oci/discovery/modellisting.h"

#include <cstdlib>

// Every model that comes out has a name of its own and something that it can do, and the same
// page a second time changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const oci::KnownModels known =
            *oci::KnownModels::read(R"({"models":[{"id":"meta.llama","contextTokens":5}]})");
    const QDateTime now = QDateTime::fromSecsSinceEpoch(1'777'000'000);
    const QByteArrayView page(reinterpret_cast<const char *>(data), qsizetype(size));

    oci::ModelListing listing;
    if (!listing.addPage(page))
        return 0;
    const auto models = listing.models(QStringLiteral("r"), now, known);
    QStringList seen;
    for (const core::ModelInfo &model : models) {
        if (model.id.isEmpty() || model.capabilities.isEmpty() || seen.contains(model.id))
            std::abort();
        seen.append(model.id);
    }
    (void)listing.addPage(page);
    if (listing.models(QStringLiteral("r"), now, known) != models)
        std::abort();
    return 0;
}
