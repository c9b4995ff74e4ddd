// SPDX-License-Identifier: MIT
#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>

namespace tests {

//! The certificate of tests/fixtures/tls for localhost, 127.0.0.1 and ::1, which signs itself.
[[nodiscard]] QSslCertificate serverCertificate();

//! For a server that shows it: TLS 1.2 and newer, HTTP/1.1.
[[nodiscard]] QSslConfiguration serverTls();

} // namespace tests
