// SPDX-License-Identifier: MIT
#include "gateway/access/origincheck.h"

#include "gateway/access/authority.h"

namespace gateway::access {

namespace {

// What the OpenAI and Anthropic SDKs and browsers' own fetch send.
constexpr auto allowedHeaders =
        "Accept, Authorization, Content-Type, User-Agent, X-Api-Key, X-Requested-With, "
        "OpenAI-Beta, OpenAI-Organization, OpenAI-Project, Idempotency-Key, "
        "Anthropic-Beta, Anthropic-Dangerous-Direct-Browser-Access, Anthropic-Version, "
        "Last-Event-ID, X-Gatehouse-Resume, X-Request-Id, "
        "X-Stainless-Arch, X-Stainless-Async, X-Stainless-Custom-Poll-Interval, "
        "X-Stainless-Helper, X-Stainless-Helper-Method, X-Stainless-Lang, X-Stainless-OS, "
        "X-Stainless-Package-Version, X-Stainless-Poll-Helper, X-Stainless-Read-Timeout, "
        "X-Stainless-Retry-Count, X-Stainless-Runtime, X-Stainless-Runtime-Version, "
        "X-Stainless-Timeout";

QByteArray normalized(QByteArrayView origin)
{
    QByteArray text = origin.trimmed().toByteArray().toLower();
    while (text.endsWith('/'))
        text.chop(1);
    return text;
}

bool isOwn(QByteArrayView origin, quint16 localPort, bool isSecure)
{
    const QByteArrayView scheme = isSecure ? "https://" : "http://";
    const quint16 defaultPort = isSecure ? 443 : 80;
    if (localPort == 0 || !origin.startsWith(scheme))
        return false;
    const auto authority = readAuthority(origin.sliced(scheme.size()));
    if (!authority || authority->port.value_or(defaultPort) != localPort)
        return false;
    return authority->host == "localhost" || authority->host == "127.0.0.1" ||
           authority->host == "[::1]";
}

} // namespace

OriginCheck::OriginCheck(const QStringList &listed)
{
    for (const QString &origin : listed) {
        const QByteArray text = normalized(origin.toUtf8());
        if (text == "*")
            m_any = true;
        else if (!text.isEmpty())
            m_listed.append(text);
    }
}

bool OriginCheck::allows(QByteArrayView origin, quint16 localPort, bool isSecure) const
{
    const QByteArray text = normalized(origin);
    // `null` is any sandboxed frame or local file, so it names nobody.
    if (text.isEmpty() || text == "null")
        return false;
    return m_any || m_listed.contains(text) || isOwn(text, localPort, isSecure);
}

core::http::Headers OriginCheck::headersFor(const QByteArray &origin) const
{
    return {{"Access-Control-Allow-Origin", origin},
            {"Access-Control-Expose-Headers",
             "Request-Id, Retry-After, Retry-After-Ms, Server-Timing, X-OCI-Request-Id, "
             "X-Request-Id, "
             "X-RateLimit-Limit-Requests, X-RateLimit-Remaining-Requests, "
             "X-RateLimit-Reset-Requests, X-RateLimit-Limit-Tokens, "
             "X-RateLimit-Remaining-Tokens, X-RateLimit-Reset-Tokens"},
            {"Vary", "Origin"}};
}

std::optional<core::http::Response>
OriginCheck::preflightAnswer(const core::http::Request &request) const
{
    if (request.method != "OPTIONS" || request.header("Access-Control-Request-Method").isEmpty())
        return {};
    core::http::Response answer{
            .status = 204,
            .headers = {{"Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"},
                        {"Access-Control-Allow-Headers", allowedHeaders},
                        {"Access-Control-Max-Age", "600"}}};
    // Private Network Access: only where it is asked for.
    if (request.header("Access-Control-Request-Private-Network") == "true")
        answer.headers.emplaceBack("Access-Control-Allow-Private-Network", "true");
    return answer;
}

} // namespace gateway::access
