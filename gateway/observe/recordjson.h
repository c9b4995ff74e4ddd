// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/usagejournal.h"
#include "gateway/observe/requestrecord.h"

#include <QList>

namespace gateway::observe {

//! The body of GET /v1/requests. Times in milliseconds.
[[nodiscard]] QByteArray requestList(const QList<RequestRecord> &records, bool isRecordingBodies);
//! One line for the log: what was asked, by whom, and what became of it.
[[nodiscard]] QString accessLine(const RequestRecord &record);

enum class UsageGroup { Row, Day, Caller, Model };

//! The body of GET /v1/usage: the rows, or their sums by one of their columns, and the sum of all.
//! A cost is told where all that it sums up has a price, in one currency.
[[nodiscard]] QByteArray usageList(const QList<core::UsageRow> &rows, UsageGroup group,
                                   const QDate &from, const QDate &to);

} // namespace gateway::observe
