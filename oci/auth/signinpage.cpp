// SPDX-License-Identifier: MIT
#include "oci/auth/signinpage.h"

#include "core/json/json.h"
#include "oci/config/endpoints.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;
using boost::json::object;

namespace oci::signin {

namespace {

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QByteArray jwkOf(const PublicKey &key)
{
    const QByteArray n =
            key.modulus().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    return core::json::serialize(object{{"kty", "RSA"},
                                        {"n", core::json::string(QByteArrayView(n))},
                                        {"e", "AQAB"},
                                        {"kid", "Ignored"}});
}

} // namespace

QUrl address(const Page &page, const PublicKey &key)
{
    QUrl url = joined(page.loginBase, "/v1/oauth2/authorize");
    QUrlQuery query;
    query.addQueryItem(u"action"_s, u"login"_s);
    query.addQueryItem(u"client_id"_s, u"iaas_console"_s);
    query.addQueryItem(u"response_type"_s, encoded(u"token id_token"_s));
    query.addQueryItem(u"nonce"_s, encoded(page.nonce));
    query.addQueryItem(u"scope"_s, u"openid"_s);
    query.addQueryItem(
            u"public_key"_s,
            encoded(QString::fromLatin1(jwkOf(key).toBase64(QByteArray::Base64UrlEncoding))));
    query.addQueryItem(u"redirect_uri"_s, encoded(page.redirect));
    if (!page.tenancy.isEmpty())
        query.addQueryItem(u"tenant"_s, encoded(page.tenancy));
    url.setQuery(query);
    return url;
}

QByteArray handover(const QByteArray &secret)
{
    return R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Gatehouse: signing in</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em}</style>
</head><body><h1>Gatehouse</h1><p id="say" role="status">Signing in…</p>
<noscript><p>This page needs JavaScript to hand the sign-in over to Gatehouse.</p></noscript>
<script>
const say = text => { document.getElementById('say').textContent = text; };
const result = (location.hash || location.search).slice(1);
history.replaceState(null, '', '/');
if (!result)
    say('Nothing has been signed in here. Start again in Gatehouse.');
else
    fetch('/token?page=)" +
           secret + R"(&' + result, {cache: 'no-store'})
        .then(answer => answer.text()).then(say)
        .catch(() => say('Gatehouse does not wait for this any more. Start again there.'));
</script></body></html>
)";
}

} // namespace oci::signin
