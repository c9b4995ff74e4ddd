// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/usagejournal.h"

#include <QStringList>

namespace app {

//! `gatehouse-gateway usage [--days N]`: prints what was used, from the file of the data folder,
//! and returns the exit code. A gateway may be running meanwhile.
int usageCommand(const QStringList &arguments);

//! One line for each day, key and model, and one for all; in columns.
[[nodiscard]] QString usageTable(const QList<core::UsageRow> &rows);

} // namespace app
