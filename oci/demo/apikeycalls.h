// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/demoaccount.h"
#include "oci/demo/refusal.h"
#include "oci/demo/route.h"

#include <QDateTime>

namespace oci::demo {

[[nodiscard]] bool isApiKeyCall(Operation operation);

//! What comes after "/20231130/apikeys/": an OCID, and perhaps "/actions/…".
void readApiKeyPath(QByteArrayView rest, const QByteArray &method, Route &route);

//! Lists, makes, changes and deletes API keys (protocol reference, 5.5) with the etag rules of
//! management calls: an If-Match that is not the current version is a 412. What the reference
//! leaves open is decided as OCI does elsewhere: a key that is coming or going is a 409, and so is
//! giving a revoked or an expired secret another state; renewing either gives it a new value.
[[nodiscard]] Judged<core::http::Response> answerApiKeys(const core::http::Request &request,
                                                         const Route &route, QByteArrayView region,
                                                         DemoAccount &account,
                                                         const QDateTime &now);

} // namespace oci::demo
