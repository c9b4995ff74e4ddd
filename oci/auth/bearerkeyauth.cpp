// SPDX-License-Identifier: MIT
#include "oci/auth/bearerkeyauth.h"

#include "oci/http/accessadvice.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::http::Headers;

namespace oci {

namespace {

Result<Headers> bearerHeader(QByteArrayView key)
{
    if (key.isEmpty()) {
        return std::unexpected(
                Error{.code = ErrorCode::Unauthorized, .message = u"The API key is empty"_s});
    }
    // RFC 9110, 11.2: a token68 has no blanks; a line end would begin another header.
    if (!std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; })) {
        return std::unexpected(Error{.code = ErrorCode::Unauthorized,
                                     .message = u"The API key contains blanks or characters that "
                                                "no key has; copy it again"_s});
    }
    return Headers{{"Authorization", "Bearer " + key.toByteArray()}};
}

} // namespace

QFuture<Result<Headers>> BearerKeyAuth::authorize(const OutgoingRequest & /*request*/)
{
    return QtFuture::makeReadyValueFuture(bearerHeader(m_key.reveal()));
}

Error BearerKeyAuth::explained(Error refusal) const
{
    if (refusal.upstreamStatus == 401) {
        refusal.reason = u"upstream_unauthorized"_s;
        refusal.advice =
                u"Check the API key, or renew it in the OCI console: it may have expired, and it "
                "works only in the region that it was made in. OCI answers 401 where a policy is "
                "missing, too. "_s +
                policyAdvice(caller());
    } else if (refusal.upstreamStatus == 403 || refusal.upstreamStatus == 404) {
        refusal.advice = u"The API key works only in the region that it was made in. "_s +
                         policyAdvice(caller());
    }
    return refusal;
}

} // namespace oci
