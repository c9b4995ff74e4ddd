// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"

#include <expected>

namespace core {

//! A value, or the Error that kept us from it. Return failures as `std::unexpected(error)`.
template<typename T>
using Result = std::expected<T, Error>;

} // namespace core
