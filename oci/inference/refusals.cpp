// SPDX-License-Identifier: MIT
#include "oci/inference/refusals.h"

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;

namespace oci {

std::unexpected<Error> badRequest(const QString &param, const QString &reason,
                                  const QString &message)
{
    return std::unexpected(Error{.code = ErrorCode::InvalidRequest,
                                 .message = message,
                                 .param = param,
                                 .reason = reason});
}

Error compartmentMissing()
{
    return {.code = ErrorCode::InvalidRequest,
            .message = u"This connection has no compartment: choose one, or set OCI_COMPARTMENT"_s,
            .reason = u"compartment_missing"_s};
}

} // namespace oci
