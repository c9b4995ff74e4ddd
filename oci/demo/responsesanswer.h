// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/answerformat.h"
#include "oci/demo/responsesrequest.h"

namespace oci::demo {

//! OpenAI's response and the events of its stream (protocol reference, 8.5 and 13.12).
[[nodiscard]] std::unique_ptr<AnswerFormat> responsesFormat(AnswerContext context,
                                                            const ResponsesCall &call);

} // namespace oci::demo
