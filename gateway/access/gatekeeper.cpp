// SPDX-License-Identifier: MIT
#include "gateway/access/gatekeeper.h"

#include "gateway/problems/refusals.h"

#include <algorithm>

using core::http::Headers;
using core::http::Request;
using gateway::http::Head;
using gateway::http::Verdict;
using gateway::routes::Door;
using gateway::routes::Router;

namespace gateway::access {

namespace {

bool hasHeader(const Headers &headers, QByteArrayView name)
{
    return std::ranges::any_of(headers, [name](const auto &header) {
        return header.first.compare(name, Qt::CaseInsensitive) == 0;
    });
}

bool isJson(const QByteArray &contentType)
{
    const qsizetype semicolon = contentType.indexOf(';');
    const QByteArrayView type =
            QByteArrayView(contentType).first(semicolon < 0 ? contentType.size() : semicolon);
    return type.trimmed().compare("application/json", Qt::CaseInsensitive) == 0;
}

bool isQuestionForMethods(const Request &request, const Router::Match &match)
{
    return !match.route && !match.allow.isEmpty() && request.method == "OPTIONS";
}

} // namespace

Gatekeeper::Gatekeeper(HostCheck hosts, OriginCheck origins, KeyCheck keys, const Router &router)
    : m_hosts(std::move(hosts))
    , m_origins(std::move(origins))
    , m_keys(std::move(keys))
    , m_router(router)
{
}

Verdict Gatekeeper::judge(const Head &head, quint16 localPort) const
{
    Verdict verdict;
    const Router::Match match = m_router.find(head.request.method, head.request.target);

    Objection objection = judgeOrigin(head, localPort, verdict.headers);
    if (!objection && match.door != Door::Probe)
        objection = judgeHost(head, localPort);
    // A preflight never carries a key; it comes from an origin that passed.
    if (!objection && !verdict.headers.isEmpty())
        verdict.answer = m_origins.preflightAnswer(head.request);
    if (verdict.answer)
        return verdict;
    if (!objection && match.door == Door::Key)
        objection = judgeKey(head);
    if (!objection && isQuestionForMethods(head.request, match)) {
        verdict.answer = core::http::Response{.status = 204, .headers = {{"Allow", match.allow}}};
        return verdict;
    }
    if (!objection)
        objection = judgeRoute(head, match);
    if (objection)
        verdict.answer = respond(*objection, match.problems);
    return verdict;
}

Gatekeeper::Objection Gatekeeper::judgeOrigin(const Head &head, quint16 localPort,
                                              Headers &headers) const
{
    if (!hasHeader(head.request.headers, "Origin"))
        return {};
    for (const auto &[name, value] : head.request.headers) {
        if (name.compare("Origin", Qt::CaseInsensitive) == 0 && !m_origins.allows(value, localPort))
            return refusals::originRefused();
    }
    headers = m_origins.headersFor(head.request.header("Origin"));
    return {};
}

Gatekeeper::Objection Gatekeeper::judgeHost(const Head &head, quint16 localPort) const
{
    const bool missing = !hasHeader(head.request.headers, "Host");
    if (missing && head.minorVersion > 0)
        return refusals::hostMissing(); // RFC 9112, 3.2
    if (!missing && !m_hosts.allows(head.request.header("Host"), localPort))
        return refusals::hostRefused();
    // A target with an authority of its own wins over Host (RFC 9112, 3.2.2): both must be ours.
    const QByteArrayView authority = Router::authorityOf(head.request.target);
    if (!authority.isNull() && !m_hosts.allows(authority, localPort))
        return refusals::hostRefused();
    return {};
}

Gatekeeper::Objection Gatekeeper::judgeKey(const Head &head) const
{
    switch (m_keys.check(head.request.headers)) {
    case KeyCheck::Answer::Good:
        return {};
    case KeyCheck::Answer::Missing:
        return refusals::keyMissing();
    case KeyCheck::Answer::Wrong:
        break;
    }
    return refusals::keyWrong();
}

Gatekeeper::Objection Gatekeeper::judgeRoute(const Head &head, const Router::Match &match) const
{
    const Request &request = head.request;
    if (!match.route && match.allow.isEmpty())
        return refusals::unknownRoute(request.method, request.path());
    if (!match.route)
        return refusals::wrongMethod(match.allow);
    // Also what keeps pages out that post without a preflight: they cannot say JSON.
    if (request.method == "POST" && !isJson(request.header("Content-Type")))
        return refusals::notJson();
    return {};
}

} // namespace gateway::access
