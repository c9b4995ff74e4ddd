// SPDX-License-Identifier: MIT
#include "app/common/bearerbase.h"

#include "app/common/proxies.h"
#include "app/common/settings.h"

using namespace Qt::StringLiterals;

namespace app {

core::Result<QUrl> readBearerBase(const QString &text, const QString &source)
{
    QUrl url(text, QUrl::StrictMode);
    const bool isPlain = url.scheme() == "http"_L1;
    if (!url.isValid() || (url.scheme() != "https"_L1 && !isPlain) || url.host().isEmpty())
        return unusable(u"%1 is no https address"_s.arg(source));
    if (isPlain && !isLoopback(url.host())) {
        return unusable(u"%1 must begin with https: the key would go over the network in the "
                        "clear"_s.arg(source));
    }
    return url;
}

} // namespace app
