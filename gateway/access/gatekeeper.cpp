// SPDX-License-Identifier: MIT
#include "gateway/access/gatekeeper.h"

#include "gateway/anthropic/wire.h"
#include "gateway/problems/refusals.h"

#include <algorithm>

using core::http::Headers;
using core::http::Request;
using gateway::http::Arrival;
using gateway::http::Entrance;
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

//! What clients without a key may ask for: Ollama's API and its greeting.
bool isAtTheSide(const Router::Match &match)
{
    // Below /api/v0 is LM Studio's, whose clients can send a key.
    return match.path == "/" ||
           (match.path.startsWith("/api/") && !match.path.startsWith("/api/v0/"));
}

} // namespace

Gatekeeper::Gatekeeper(HostCheck hosts, OriginCheck origins, Admission &admission,
                       const Router &router)
    : m_hosts(std::move(hosts))
    , m_origins(std::move(origins))
    , m_admission(admission)
    , m_router(router)
{
}

void Gatekeeper::setRules(HostCheck hosts, OriginCheck origins)
{
    m_hosts = std::move(hosts);
    m_origins = std::move(origins);
}

Verdict Gatekeeper::judge(const Head &head, const Arrival &arrival)
{
    Verdict verdict;
    Router::Match match = m_router.find(head.request.method, head.request.target);
    if (arrival.entrance == Entrance::Side && !(m_isSideOpen && isAtTheSide(match)))
        match = {.problems = match.problems};

    Objection objection = judgeOrigin(head, arrival, verdict.headers);
    if (!objection && match.door != Door::Probe)
        objection = judgeHost(head, arrival.port);
    // A preflight never carries a key; it comes from an origin that passed.
    if (!objection && !verdict.headers.isEmpty())
        verdict.answer = m_origins.preflightAnswer(head.request);
    if (verdict.answer)
        return verdict;
    if (!objection && match.door == Door::Key)
        objection = judgeKey(head, arrival, verdict.caller);
    if (!objection && isQuestionForMethods(head.request, match)) {
        verdict.answer = core::http::Response{.status = 204, .headers = {{"Allow", match.allow}}};
        return verdict;
    }
    if (!objection)
        objection = judgeRoute(head, match);
    if (!objection)
        objection = m_admission.admit(verdict.caller, verdict.headers);
    if (objection)
        verdict.answer = respond(*objection, dialectOf(head.request));
    return verdict;
}

ProblemBody Gatekeeper::dialectOf(const Request &request) const
{
    // Some paths are served in both.
    if (anthropic::isClient(request))
        return anthropic::problems;
    return m_router.find(request.method, request.target).problems;
}

Gatekeeper::Objection Gatekeeper::judgeOrigin(const Head &head, const Arrival &arrival,
                                              Headers &headers) const
{
    if (!hasHeader(head.request.headers, "Origin"))
        return {};
    for (const auto &[name, value] : head.request.headers) {
        if (name.compare("Origin", Qt::CaseInsensitive) == 0 &&
            !m_origins.allows(value, arrival.port, arrival.isSecure))
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

Gatekeeper::Objection Gatekeeper::judgeKey(const Head &head, const Arrival &arrival,
                                           QByteArray &caller) const
{
    if (arrival.entrance == Entrance::Side) {
        caller = Admission::keyless.toByteArray();
        return {};
    }
    switch (m_admission.identify(head.request.headers, caller)) {
    case Keyring::Answer::Good:
        return {};
    case Keyring::Answer::Missing:
        return refusals::keyMissing();
    case Keyring::Answer::Wrong:
        break;
    }
    return refusals::keyWrong();
}

Gatekeeper::Objection Gatekeeper::judgeRoute(const Head &head, const Router::Match &match) const
{
    const Request &request = head.request;
    if (match.refusal)
        return *match.refusal;
    if (!match.route && match.allow.isEmpty())
        return refusals::unknownRoute(request.method, request.path());
    if (!match.route)
        return refusals::wrongMethod(match.allow);
    // Also what keeps pages out that post without a preflight: they cannot say JSON.
    const bool hasNone = !match.route->takesBody && !hasHeader(request.headers, "Content-Type");
    if (request.method == "POST" && !hasNone && !isJson(request.header("Content-Type")))
        return refusals::notJson();
    return {};
}

} // namespace gateway::access
