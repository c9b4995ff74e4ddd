// SPDX-License-Identifier: MIT
#pragma once

#include <QNetworkProxyFactory>
#include <QProcessEnvironment>
#include <QStringList>
#include <QUrl>

namespace app {

//! Whether a host of a URL is this computer.
[[nodiscard]] bool isLoopback(const QString &host);

//! HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY (also in lower case), else the system's proxy.
//! Loopback addresses are always reached directly.
class ProxyFactory final : public QNetworkProxyFactory
{
public:
    explicit ProxyFactory(const QProcessEnvironment &environment);

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;

private:
    [[nodiscard]] bool isDirect(const QString &host) const;

    QUrl m_https;
    QUrl m_http;
    QStringList m_direct; //!< hosts and ".domain" endings; "*" is everything
};

} // namespace app
