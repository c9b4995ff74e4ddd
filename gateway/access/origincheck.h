// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"

#include <QStringList>

#include <optional>

namespace gateway::access {

//! Whether a web page of an origin may use us (Fetch standard, 3.2), and what its browser is told.
//!
//! A foreign origin is refused rather than merely not named in the answer: the browser would hide
//! the answer from the page, yet the model would have been asked and paid.
class OriginCheck
{
public:
    //! `listed`: origins such as "https://app.example"; "*" is every one but `null`.
    explicit OriginCheck(const QStringList &listed);

    //! Our own loopback origins pass without being listed.
    [[nodiscard]] bool allows(QByteArrayView origin, quint16 localPort,
                              bool isSecure = false) const;
    //! For every answer to a page of an origin that is allowed.
    [[nodiscard]] core::http::Headers headersFor(const QByteArray &origin) const;
    //! The answer to a preflight of an allowed origin; nothing if the request is none.
    [[nodiscard]] std::optional<core::http::Response>
    preflightAnswer(const core::http::Request &request) const;

private:
    QList<QByteArray> m_listed;
    bool m_any = false;
};

} // namespace gateway::access
