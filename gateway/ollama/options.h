// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "gateway/fields/reading.h"

namespace gateway::ollama {

//! What `/api/chat` and `/api/generate` have in common, besides what they ask.
struct CallOptions {
    bool stream = true;        //!< unless the client says otherwise
    bool showsThinking = true; //!< `think: false` hides what a model thinks all the same

    bool operator==(const CallOptions &) const = default;
};

//! Reads `model`, `stream`, `options`, `format`, `think`, `logprobs` and `top_logprobs`. Options
//! that are about memory and devices of the machine (`num_ctx`, `num_gpu` …), samplers that the
//! service has not (`min_p`, `repeat_penalty` …) and `keep_alive` have no effect.
[[nodiscard]] CallOptions readOptions(fields::Reading &reading, core::ChatRequest &request,
                                      const boost::json::object &body);

} // namespace gateway::ollama
