// SPDX-License-Identifier: MIT
#include "oci/http/spareconnections.h"

#include <QNetworkReply>

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::steady_clock;

namespace oci {

namespace {

constexpr int httpsPort = 443;

} // namespace

SpareConnections::SpareConnections(std::chrono::milliseconds renewal) : m_renewal(renewal) { }

SpareConnections::Use SpareConnections::use(QNetworkAccessManager &manager,
                                            const QNetworkRequest &request)
{
    const QUrl url = request.url();
    Host &host = m_hosts[url.host() + u':' + QString::number(url.port(httpsPort))];
    Use use(host.underWay);
    const bool isMore = host.underWay > std::max(host.most, host.mostBefore);
    const bool isDue = steady_clock::now() - host.renewed >= m_renewal;
    if (isDue)
        host.mostBefore = std::exchange(host.most, 0);
    host.most = std::max(host.most, host.underWay);
    if ((isMore || isDue) && !host.isOpening)
        open(host, manager, request);
    return use;
}

void SpareConnections::open(Host &host, QNetworkAccessManager &manager, QNetworkRequest request)
{
    host.isOpening = true;
    host.renewed = steady_clock::now();
    // What QNetworkAccessManager::connectToHostEncrypted() sends, with attributes of ours.
    QUrl url;
    url.setScheme(u"preconnect-https"_s);
    url.setHost(request.url().host());
    url.setPort(request.url().port(httpsPort));
    request.setUrl(url);
    request.setHeaders({});
    QNetworkReply *reply = manager.get(request);
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    connect(reply, &QObject::destroyed, this, [&host] { host.isOpening = false; });
}

} // namespace oci
