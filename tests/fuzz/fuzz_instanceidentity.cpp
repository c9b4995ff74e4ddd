// SPDX-License-Identifier: MIT
#include "oci/auth/instanceidentity.h"

#include <cstdlib>

// What the metadata service says is untrusted: a proxy or a portal may answer in its place. Beyond
// "does not crash": an identity has all that the federation call needs. One text serves as
// certificate, key and intermediates, since PEM may hold all of them.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArrayView text(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto identity = oci::readInstanceIdentity(text, text, text);
    if (identity && (identity->certificate.isEmpty() || identity->intermediates.isEmpty() ||
                     identity->tenancy.isEmpty() || identity->fingerprint.size() != 59))
        std::abort();
    return 0;
}
