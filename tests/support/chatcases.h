// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"

namespace tests {

//! Rows of a data-driven test with the columns `model` (QString) and `request`
//! (core::ChatRequest): everything that a translator of requests has to deal with.
void addChatCases();

} // namespace tests
