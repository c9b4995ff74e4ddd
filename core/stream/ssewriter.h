// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

//! The bytes of a text/event-stream. Each result is one whole event and goes out in one write.
namespace core::sse {

//! `data: …` with the space that strict clients insist on. A line break inside `data` starts a
//! new `data:` line, as the standard demands.
[[nodiscard]] QByteArray event(QByteArrayView data);
[[nodiscard]] QByteArray event(QByteArrayView name, QByteArrayView data);
//! A line that clients ignore; keeps idle connections open.
[[nodiscard]] QByteArray comment(QByteArrayView text);

} // namespace core::sse
