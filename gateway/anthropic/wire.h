// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/problems/problem.h"

//! What all answers of Anthropic's dialect have in common: names of requests and messages, and how
//! errors look, `{"type":"error","error":{"type","message"},"request_id"}`.
namespace gateway::anthropic {

//! Whether the client speaks this dialect also where a path does not tell: it sends the header
//! `anthropic-version`, as all of Anthropic's clients do.
[[nodiscard]] bool isClient(const core::http::Request &request);

//! "req_" and the service's request id reduced to letters and digits, or a random one.
[[nodiscard]] QByteArray requestName(const QString &requestId);
//! "msg_" and the same.
[[nodiscard]] QByteArray messageName(const QString &requestId);
//! The header that carries it.
[[nodiscard]] core::http::Header requestHeader(const QByteArray &requestName);

//! The error's type goes by the status. A prompt that is too long says so in the words by which
//! Claude Code knows that it has to shorten the conversation; a refusal of threads has the
//! `details` by which the SDKs know to go on without them.
[[nodiscard]] QByteArray problemBody(const Problem &problem);
//! Gives the answer the header `request-id`, which `problemBody` repeats.
void nameRequest(Problem &problem);

inline constexpr ProblemBody problems{problemBody, nameRequest};

[[nodiscard]] core::http::Response errorResponse(const core::Error &error);

} // namespace gateway::anthropic
