// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"

namespace tests {

//! Rows of a data-driven test with the columns `model` (QString) and `request`
//! (core::ChatRequest): everything that a translator of requests has to deal with.
void addChatCases();
//! The same for Cohere's two formats; what only the one of them can say has a name that ends in
//! "_v2".
void addCohereCases();

} // namespace tests
