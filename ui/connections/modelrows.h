// SPDX-License-Identifier: MIT
#pragma once

#include "core/models/modelinfo.h"
#include "core/ports/connections.h"
#include "ui/models/pickermodel.h"

namespace ui {

//! The models as rows of a picker, under a heading for each vendor. `today` decides which are
//! said to retire.
[[nodiscard]] QList<PickerRow> modelRows(const QList<core::ModelInfo> &models, const QDate &today);

//! The connections as rows of a picker, the demo marked as simulated, keys whose end is near or
//! past with a warning.
[[nodiscard]] QList<PickerRow> connectionRows(const QList<core::ConnectionInfo> &connections,
                                              const QDateTime &now);

//! "128K" for 128000, "1M" for 1048576; empty for 0.
[[nodiscard]] QString shortTokenCount(qint64 tokens);

//! "Meta" for "meta", "xAI" for "xai": as the vendor writes itself, where that is known.
[[nodiscard]] QString vendorName(const QString &vendor);

} // namespace ui
