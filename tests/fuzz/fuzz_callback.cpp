// SPDX-License-Identifier: MIT
#include "oci/auth/callbackrequest.h"

#include <cstdlib>

// Beyond "does not crash": more bytes never change what was read, and none is read as a path that
// could leave the line.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    oci::CallbackRequest request;
    if (oci::readCallbackRequest(bytes, request) != oci::CallbackReading::Whole)
        return 0;
    oci::CallbackRequest again;
    if (oci::readCallbackRequest(bytes + "more", again) != oci::CallbackReading::Whole ||
        again != request)
        std::abort();
    if (!request.path.startsWith('/') || request.path.contains('\n') || request.path.contains(' '))
        std::abort();
    return 0;
}
