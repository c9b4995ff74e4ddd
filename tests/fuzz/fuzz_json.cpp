// SPDX-License-Identifier: MIT
#include "core/json/json.h"

#include <cstdlib>

// What was read is written such that it reads back as the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto value = core::json::parse(
            QByteArrayView(reinterpret_cast<const char *>(data), qsizetype(size)));
    if (!value)
        return 0;
    const QByteArray text = core::json::serialize(*value);
    const auto again = core::json::parse(text);
    if (!again || core::json::serialize(*again) != text)
        std::abort();
    return 0;
}
