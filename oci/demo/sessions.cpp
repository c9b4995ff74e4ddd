// SPDX-License-Identifier: MIT
#include "oci/demo/sessions.h"

#include "core/json/json.h"
#include "oci/auth/sessiontoken.h"
#include "oci/demo/demoaccount.h"

#include <QRandomGenerator>

#include <algorithm>
#include <array>

using boost::json::object;

namespace oci::demo {

namespace {

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray newId()
{
    std::array<quint32, 4> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    return QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random).toHex();
}

boost::json::string text(const QByteArray &bytes)
{
    return core::json::string(QByteArrayView(bytes));
}

//! As protocol reference, 3.4, step 2, has it.
QByteArray jwkOf(const PublicKey &key)
{
    return core::json::serialize(object{{"kty", "RSA"},
                                        {"n", text(base64Url(key.modulus()))},
                                        {"e", "AQAB"},
                                        {"kid", "Ignored"}});
}

//! The claim "sid" of a token whose signature was checked.
QByteArray sessionIdOf(QByteArrayView token)
{
    const QByteArray payload = token.toByteArray().split('.').value(1);
    const auto claims =
            core::json::parseObject(QByteArray::fromBase64(payload, QByteArray::Base64UrlEncoding));
    return claims ? core::json::textAt(*claims, "sid").toLatin1() : QByteArray();
}

} // namespace

QByteArray Sessions::issue(const PublicKey &key, const QDateTime &now, std::chrono::seconds life)
{
    const QByteArray id = newId();
    const auto session = m_sessions.insert(id, {.key = key, .start = now, .life = life});
    return write(id, *session, now);
}

QByteArray Sessions::identity(const QString &nonce, const QDateTime &now) const
{
    return sealed({{"sub", text(DemoAccount::user())},
                   {"tenant", text(DemoAccount::tenancy())},
                   {"nonce", core::json::string(nonce)},
                   {"exp", now.addDuration(usualLife).toSecsSinceEpoch()}});
}

std::optional<QByteArray> Sessions::renewed(QByteArrayView token, const QDateTime &now)
{
    const Session *session = find(token, now);
    if (!session || now - session->start >= longestLife)
        return {};
    return write(sessionIdOf(token), *session, now);
}

std::optional<PublicKey> Sessions::keyOf(QByteArrayView token, const QDateTime &now) const
{
    const Session *session = find(token, now);
    return session ? std::optional(session->key) : std::nullopt;
}

const Sessions::Session *Sessions::find(QByteArrayView token, const QDateTime &now) const
{
    const auto read = SessionToken::read(token);
    const qsizetype end = token.lastIndexOf('.');
    if (!read || end < 0 || read->expires() <= now)
        return nullptr;
    const QByteArray signature = QByteArray::fromBase64(token.sliced(end + 1).toByteArray(),
                                                        QByteArray::Base64UrlEncoding);
    if (!m_issuer.verifies(token.first(end), signature))
        return nullptr;
    const auto found = m_sessions.constFind(sessionIdOf(token));
    return found == m_sessions.cend() ? nullptr : &*found;
}

QByteArray Sessions::write(const QByteArray &id, const Session &session, const QDateTime &now)
{
    // No token outlives its session.
    const QDateTime expires =
            std::min(now.addDuration(session.life), session.start.addDuration(longestLife));
    const object claims{{"sub", text(DemoAccount::user())},
                        {"tenant", text(DemoAccount::tenancy())},
                        {"iat", now.toSecsSinceEpoch()},
                        {"exp", expires.toSecsSinceEpoch()},
                        {"sid", text(id)},
                        {"jti", ++m_made},
                        {"jwk", text(jwkOf(session.key))}};
    return sealed(claims);
}

QByteArray Sessions::sealed(const object &claims) const
{
    const object head{{"kid", "demo"}, {"typ", "JWT"}, {"alg", "RS256"}};
    const QByteArray signedPart =
            base64Url(core::json::serialize(head)) + '.' + base64Url(core::json::serialize(claims));
    return signedPart + '.' + base64Url(m_issuer.sign(signedPart).value_or(QByteArray()));
}

} // namespace oci::demo
