// SPDX-License-Identifier: MIT
#include "app/common/proxies.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace app {

namespace {

QString read(const QProcessEnvironment &environment, const QString &name)
{
    const QString value = environment.value(name);
    return value.isEmpty() ? environment.value(name.toLower()) : value;
}

QUrl proxyUrl(const QString &text)
{
    return text.contains("://"_L1) ? QUrl(text) : QUrl(u"http://"_s + text);
}

QNetworkProxy proxyOf(const QUrl &url)
{
    const bool isSocks = url.scheme().startsWith("socks"_L1);
    return {isSocks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
            quint16(url.port(isSocks ? 1080 : 8080)), url.userName(), url.password()};
}

} // namespace

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

ProxyFactory::ProxyFactory(const QProcessEnvironment &environment)
{
    const QString all = read(environment, u"ALL_PROXY"_s);
    const auto choose = [&](const QString &name) {
        const QString own = read(environment, name);
        const QString text = own.isEmpty() ? all : own;
        return text.isEmpty() ? QUrl() : proxyUrl(text);
    };
    m_https = choose(u"HTTPS_PROXY"_s);
    m_http = choose(u"HTTP_PROXY"_s);
    for (const QString &item : read(environment, u"NO_PROXY"_s).split(u',', Qt::SkipEmptyParts))
        m_direct.append(item.trimmed().toLower());
}

QList<QNetworkProxy> ProxyFactory::queryProxy(const QNetworkProxyQuery &query)
{
    const QString host = query.peerHostName().toLower();
    if (isLoopback(host) || query.queryType() == QNetworkProxyQuery::TcpServer || isDirect(host))
        return {QNetworkProxy(QNetworkProxy::NoProxy)};
    const QUrl &proxy = query.protocolTag() == "http"_L1 ? m_http : m_https;
    if (!proxy.host().isEmpty())
        return {proxyOf(proxy)};
    return systemProxyForQuery(query);
}

bool ProxyFactory::isDirect(const QString &host) const
{
    for (const QString &pattern : m_direct) {
        const QString domain = pattern.startsWith(u'.') ? pattern : u'.' + pattern;
        if (pattern == "*"_L1 || host == pattern || host.endsWith(domain))
            return true;
    }
    return false;
}

} // namespace app
