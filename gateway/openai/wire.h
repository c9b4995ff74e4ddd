// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"
#include "core/ports/exchange.h"
#include "gateway/http/head.h"

//! How errors look to clients of the OpenAI dialect: status, headers and
//! `{"error":{"message","type","param","code"}}`, by the table of protocol reference 11.2.
//! The only place that knows statuses and error names.
namespace gateway::openai {

[[nodiscard]] core::http::Response errorResponse(const core::Error &error);
//! The same object without an HTTP answer around it, as JSON text: the data of an error event.
[[nodiscard]] QByteArray errorBody(const core::Error &error);
//! For an answer that broke off after it had begun (protocol reference 7.14).
[[nodiscard]] QByteArray brokenStreamBody(const core::Error &error);

//! The server's own refusals (a half request, a header too many) in the same shape.
[[nodiscard]] core::http::Response refusalResponse(const http::Refusal &refusal);

// What is wrong with who is calling or where to:
[[nodiscard]] core::http::Response hostMissing();
[[nodiscard]] core::http::Response hostRefused();
[[nodiscard]] core::http::Response originRefused();
[[nodiscard]] core::http::Response keyMissing();
[[nodiscard]] core::http::Response keyWrong();
[[nodiscard]] core::http::Response unknownRoute(const QByteArray &method, QByteArrayView path);
//! `allow`: the methods that would do, e.g. "GET, HEAD".
[[nodiscard]] core::http::Response wrongMethod(const QByteArray &allow);
[[nodiscard]] core::http::Response notJson();
[[nodiscard]] core::http::Response modelNotFound(const QString &model);

} // namespace gateway::openai
