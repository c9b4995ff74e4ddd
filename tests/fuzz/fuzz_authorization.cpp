// SPDX-License-Identifier: MIT
#include "oci/auth/authorizationheader.h"
#include "oci/auth/signingstring.h"

#include <cstdlib>

// Beyond "does not crash": what was read, written anew and read again is the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto read = oci::readAuthorization({data, qsizetype(size)});
    if (!read)
        return 0;
    // Values that were not in quotes may hold some, which the written form cannot.
    if (read->keyId.contains('"') || read->headers.join().contains('"'))
        return 0;
    const auto again = oci::readAuthorization(
            oci::authorizationHeader(read->keyId, read->headers, read->signature));
    if (!again || again->keyId != read->keyId || again->headers != read->headers ||
        again->signature != read->signature)
        std::abort();
    return 0;
}
