// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/head.h"
#include "gateway/problems/problem.h"

#include <QDateTime>

#include <chrono>

//! What is wrong with who is calling, how, or where to.
namespace gateway::refusals {

//! The server's own (a half request, a header too many).
[[nodiscard]] Problem ofServer(const http::Refusal &refusal);

[[nodiscard]] Problem hostMissing();
[[nodiscard]] Problem hostRefused();
[[nodiscard]] Problem originRefused();
[[nodiscard]] Problem keyMissing();
[[nodiscard]] Problem keyWrong();
[[nodiscard]] Problem unknownRoute(const QByteArray &method, QByteArrayView path);
//! `allow`: the methods that would do, e.g. "GET, HEAD".
[[nodiscard]] Problem wrongMethod(const QByteArray &allow);
[[nodiscard]] Problem notJson();
[[nodiscard]] Problem modelNotFound(const QString &model);
[[nodiscard]] Problem modelNotAllowed(const QString &model);
//! The bound of a key on requests per minute.
[[nodiscard]] Problem tooManyRequests(int perMinute, std::chrono::milliseconds wait);
//! The bound of a key on tokens per day. `again`: when the next day begins.
[[nodiscard]] Problem tokensSpent(qint64 perDay, const QDateTime &again,
                                  std::chrono::milliseconds wait);
//! 501, not to be tried again. `what`: a whole sentence.
[[nodiscard]] Problem notServed(const QString &what);

} // namespace gateway::refusals
