// SPDX-License-Identifier: MIT
#include "oci/auth/jwt.h"

#include <algorithm>
#include <cstdlib>

// Beyond "does not crash": what is taken could stand in a header, and reads the same again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView text(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto claims = oci::readJwt(text);
    if (!claims)
        return 0;
    const QByteArrayView bare = oci::bareJwt(text);
    if (!std::ranges::all_of(bare, [](char c) { return c > ' ' && c < 0x7f && c != '"'; }))
        std::abort();
    const auto again = oci::readJwt(bare);
    if (!again || *again != *claims)
        std::abort();
    return 0;
}
