// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/head.h"

#include <expected>

namespace gateway::http {

//! Why the fields of a head, otherwise well-formed, are refused: two Hosts (RFC 9112, 3.2), an
//! expectation or a transfer coding that is not served (RFC 9110, 10.1.1; RFC 9112, 6.1). Sets
//! `expectsContinue`.
[[nodiscard]] std::expected<void, Refusal> checkFields(Head &head);

//! Whether the body is compressed, with gzip or deflate; any other coding is refused (RFC 9110,
//! 8.4).
[[nodiscard]] std::expected<bool, Refusal> isCompressed(const Head &head);

} // namespace gateway::http
