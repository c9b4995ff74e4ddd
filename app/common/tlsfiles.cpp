// SPDX-License-Identifier: MIT
#include "app/common/tlsfiles.h"

#include "oci/config/privatefile.h"

#include <QDateTime>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpServer>

using namespace Qt::StringLiterals;
using core::Result;

namespace app {

namespace {

constexpr qsizetype largestKeyFile = 64 * 1024;

std::unexpected<core::Error> bad(const QString &message)
{
    return std::unexpected(
            core::Error{.code = core::ErrorCode::InvalidRequest, .message = message});
}

QSslKey keyFrom(const core::Secret &pem)
{
    const QByteArrayView view = pem.reveal();
    const auto bytes = QByteArray::fromRawData(view.data(), view.size());
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec}) {
        if (QSslKey key(bytes, algorithm, QSsl::Pem, QSsl::PrivateKey); !key.isNull())
            return key;
    }
    return {};
}

class Door final : public QTcpServer
{
public:
    qintptr descriptor = -1;

protected:
    void incomingConnection(qintptr taken) override { descriptor = taken; }
};

//! Qt looks whether the two belong together when a handshake begins, and not before.
QString objectionTo(const QSslConfiguration &configuration)
{
    constexpr int patience = 2000;
    Door door;
    QTcpSocket client;
    QSslSocket probe;
    if (!door.listen(QHostAddress::LocalHost))
        return door.errorString();
    client.connectToHost(door.serverAddress(), door.serverPort());
    door.waitForNewConnection(patience);
    if (door.descriptor < 0 || !probe.setSocketDescriptor(door.descriptor))
        return door.errorString();
    probe.setSslConfiguration(configuration);
    probe.startServerEncryption();
    const bool failed = probe.error() == QAbstractSocket::SslInternalError ||
                        probe.error() == QAbstractSocket::SslInvalidUserDataError;
    return failed ? probe.errorString() : QString();
}

} // namespace

Result<TlsFiles> readTlsFiles(const QString &certificateFile, const QString &keyFile)
{
    if (certificateFile.isEmpty() || keyFile.isEmpty())
        return bad(u"TLS needs both tls_certificate and tls_key"_s);
    if (!QSslSocket::supportsSsl())
        return bad(u"tls_certificate: there is no TLS library here that Qt can use"_s);
    const auto pem = oci::readPrivateFile(certificateFile, 1024 * 1024, {});
    if (!pem)
        return bad(u"tls_certificate: "_s + pem.error().message);
    const auto chain = QSslCertificate::fromData(pem->bytes.reveal().toByteArray(), QSsl::Pem);
    if (chain.isEmpty() || chain.first().isNull())
        return bad(u"tls_certificate: %1 holds no certificate in PEM form"_s.arg(certificateFile));
    const auto secret = oci::readPrivateFile(keyFile, largestKeyFile, {});
    if (!secret)
        return bad(u"tls_key: "_s + secret.error().message);
    const QSslKey key = keyFrom(secret->bytes);
    if (key.isNull())
        return bad(u"tls_key: %1 holds no private key in PEM form that can be read without a "
                   "passphrase"_s.arg(keyFile));

    auto configuration = std::make_shared<QSslConfiguration>();
    configuration->setLocalCertificateChain(chain);
    configuration->setPrivateKey(key);
    configuration->setProtocol(QSsl::TlsV1_2OrLater);
    configuration->setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration->setAllowedNextProtocols({"http/1.1"});
    if (const QString objection = objectionTo(*configuration); !objection.isEmpty()) {
        return bad(u"tls_key: the key in %1 does not fit the certificate in %2 (%3)"_s.arg(
                keyFile, certificateFile, objection));
    }
    TlsFiles files{.configuration = configuration, .warnings = {}};
    if (!secret->warning.isEmpty())
        files.warnings.append(secret->warning);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (chain.first().expiryDate() < now || chain.first().effectiveDate() > now)
        files.warnings.append(
                u"The certificate in %1 is not valid at this time"_s.arg(certificateFile));
    return files;
}

} // namespace app
