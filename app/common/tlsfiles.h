// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

#include <memory>

class QSslConfiguration;

namespace app {

//! The certificate that the gateway shows, ready for use.
struct TlsFiles {
    std::shared_ptr<const QSslConfiguration> configuration; //!< TLS 1.2 and newer, HTTP/1.1
    QStringList warnings; //!< such as a key file that others can read
};

//! Reads two PEM files: the certificate with those that lead to its root behind it, and its
//! private key (RSA or EC, unencrypted). A failure, also where the two do not belong
//! together, names the file and what to do.
[[nodiscard]] core::Result<TlsFiles> readTlsFiles(const QString &certificateFile,
                                                  const QString &keyFile);

} // namespace app
