// SPDX-License-Identifier: MIT
#include "oci/auth/federationcall.h"
#include "oci/auth/resourceexchange.h"
#include "oci/auth/workloadidentity.h"

#include <cstdlib>

// Beyond "does not crash": what is taken has no prefix left, and no token is empty. The first
// byte chooses the answer of the federation service, of a cluster's proxy or of a resource's
// service.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView body(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    if (data[0] % 3 == 2) {
        const auto tokens = oci::readResourceTokens(body);
        if (tokens && (tokens->resource.isEmpty() || tokens->service.isEmpty()))
            std::abort();
        return 0;
    }
    const auto token = data[0] % 3 == 0 ? oci::readTokenAnswer(body, QString())
                                        : oci::readWorkloadAnswer(body);
    if (token && token->isEmpty())
        std::abort();
    if (!token && token.error().code != core::ErrorCode::Protocol)
        std::abort();
    return 0;
}
