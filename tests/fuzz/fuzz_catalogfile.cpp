// SPDX-License-Identifier: MIT
#include "oci/discovery/catalogfile.h"

#include <cstdlib>

// What can be read is written so that it is read back the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView text(reinterpret_cast<const char *>(data), qsizetype(size));

    const auto catalog = oci::readCatalogText(text);
    if (!catalog)
        return 0;
    for (const core::ModelInfo &model : catalog->models) {
        if (model.id.isEmpty())
            std::abort();
    }
    const auto again = oci::readCatalogText(oci::catalogText(*catalog));
    if (!again || *again != *catalog)
        std::abort();
    return 0;
}
