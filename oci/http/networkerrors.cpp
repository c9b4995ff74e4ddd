// SPDX-License-Identifier: MIT
#include "oci/http/networkerrors.h"

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;

namespace oci {

Error networkError(QNetworkReply::NetworkError error, const QString &host)
{
    const auto failed = [&host](const char16_t *reason, const QString &message) {
        return Error{.code = ErrorCode::Network,
                     .message = message.arg(host),
                     .reason = QString::fromUtf16(reason)};
    };
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return failed(u"dns",
                      u"The name %1 could not be resolved. Check the region and the network"_s);
    case QNetworkReply::ConnectionRefusedError:
        return failed(u"refused", u"%1 refused the connection. Check the address and the proxy"_s);
    case QNetworkReply::RemoteHostClosedError:
        return failed(u"closed", u"%1 closed the connection before it answered. Try again"_s);
    case QNetworkReply::SslHandshakeFailedError:
        return failed(
                u"tls",
                u"No trusted TLS connection to %1. Behind a company proxy, name its CA bundle in REQUESTS_CA_BUNDLE"_s);
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return failed(u"proxy",
                      u"The proxy did not connect to %1. Check HTTPS_PROXY and its credentials"_s);
    case QNetworkReply::TimeoutError:
        return timeoutError(TimeoutPhase::Connecting, {}, host);
    default:
        return failed(u"network", u"%1 could not be reached. Check the network"_s);
    }
}

Error timeoutError(TimeoutPhase phase, std::chrono::milliseconds waited, const QString &host)
{
    QString what;
    switch (phase) {
    case TimeoutPhase::Signing:
        what = u"No credential for %1 was ready in time"_s;
        break;
    case TimeoutPhase::Connecting:
        what = u"No connection to %1 in time. Check the network and the proxy"_s;
        break;
    case TimeoutPhase::FirstByte:
        what = u"%1 took the request and did not answer in time"_s;
        break;
    case TimeoutPhase::Idle:
        what = u"%1 stopped in the middle of its answer and said nothing more"_s;
        break;
    }
    QString message = what.arg(host);
    if (waited.count() > 0)
        message += u" (waited %1 s)"_s.arg(QString::number(double(waited.count()) / 1000, 'g', 3));
    return {.code = ErrorCode::Timeout, .message = message, .reason = u"timeout"_s};
}

Error unreadableAnswer(const QString &why)
{
    return {.code = ErrorCode::Protocol,
            .message = u"The service answered something that cannot be read: %1"_s.arg(why),
            .reason = u"upstream_stream_error"_s};
}

Error brokenAnswer(const QString &requestId)
{
    return {.code = ErrorCode::Protocol,
            .message = u"The answer broke off: the service closed the connection before its end"_s,
            .reason = u"upstream_stream_error"_s,
            .requestId = requestId};
}

} // namespace oci
