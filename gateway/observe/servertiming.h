// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/observe/requestrecord.h"

namespace gateway::observe {

//! The value of a Server-Timing header (W3C Server Timing): what is known of the phases after
//! `elapsed`, in milliseconds with three decimals. `queue` is reading the request's body, `sign`,
//! `connect` and `upstream` (until the first byte) are the service's share, `retry` the rests
//! between attempts, `gateway` is all that is left: our own.
[[nodiscard]] QByteArray serverTiming(const RequestRecord &record, RequestRecord::Time elapsed);

//! Microseconds as milliseconds with three decimals, "1234.567".
void appendMilliseconds(QByteArray &out, RequestRecord::Time time);

} // namespace gateway::observe
