// SPDX-License-Identifier: MIT
#pragma once

#include <QtTypes>

#include <optional>

//! What the operating system says of this process; nothing where it does not say.
namespace gateway::observe {

[[nodiscard]] std::optional<qint64> residentBytes();
[[nodiscard]] std::optional<double> cpuSeconds();
[[nodiscard]] std::optional<qint64> openFiles();

} // namespace gateway::observe
