// SPDX-License-Identifier: MIT
#include "app/common/modelfile/modelfile.h"

#include <QSet>

#include <cstdlib>

// Whatever is taken over can be asked for: it has a name of its own, and a place.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView text(reinterpret_cast<const char *>(data), qsizetype(size));

    const auto file = app::readModelFile(text, QStringLiteral("models.yaml"), {});
    if (!file)
        return 0;
    QSet<QString> names;
    for (const core::ModelInfo &model : file->models) {
        const bool hasTarget = model.serving == core::ServingMode::OnDemand
                                       ? !model.baseModel.isEmpty()
                                       : model.ocid.startsWith(QStringLiteral("ocid1."));
        if (model.id.isEmpty() || names.contains(model.id) || !hasTarget || !model.isNamed)
            std::abort();
        names.insert(model.id);
    }
    for (const app::BearerConnection &connection : file->connections) {
        if (connection.name.isEmpty() || !connection.key || !connection.baseUrl.isValid())
            std::abort();
    }
    return 0;
}
