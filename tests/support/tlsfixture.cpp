// SPDX-License-Identifier: MIT
#include "tests/support/tlsfixture.h"

#include "tests/support/fixtures.h"

#include <QSslKey>

using namespace Qt::StringLiterals;

namespace tests {

QSslCertificate serverCertificate()
{
    return QSslCertificate(readTestFile(u"fixtures/tls/server.pem"_s));
}

QSslConfiguration serverTls()
{
    QSslConfiguration tls;
    tls.setLocalCertificate(serverCertificate());
    tls.setPrivateKey(QSslKey(readTestFile(u"fixtures/tls/server.key.pem"_s), QSsl::Ec, QSsl::Pem));
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    tls.setAllowedNextProtocols({"http/1.1"});
    return tls;
}

} // namespace tests
