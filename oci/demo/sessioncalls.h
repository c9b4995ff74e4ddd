// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "oci/demo/refusal.h"
#include "oci/demo/sessions.h"

#include <QDateTime>
#include <QUrlQuery>

namespace oci::demo {

//! POST /v1/authentication/refresh of a request that was let in (protocol reference, 3.3): it must
//! be signed by the session whose token it renews.
[[nodiscard]] Judged<core::http::Response> refreshToken(const core::http::Request &request,
                                                        Sessions &sessions, const QDateTime &now);

//! POST /v1/token/upst/actions/GenerateUpst of a request that was let in (protocol reference, 3.5):
//! a session for the key in the body, for who signs with an API key.
[[nodiscard]] Judged<core::http::Response> generateToken(const core::http::Request &request,
                                                         Sessions &sessions, const QDateTime &now);

//! GET /v1/oauth2/authorize of the service "login" (protocol reference, 3.4), which in place of a
//! page signs the demo's customer in at once: sends the browser back to `redirect_uri`, a port of
//! this computer, with the tokens in the fragment. Another tenancy than "demo" is declined there.
[[nodiscard]] Judged<core::http::Response> signInPage(const QUrlQuery &query, Sessions &sessions,
                                                      const QDateTime &now);

} // namespace oci::demo
