// SPDX-License-Identifier: MIT
#include "gateway/routes/router.h"

#include <algorithm>

namespace gateway::routes {

namespace {

constexpr QByteArrayView authorityMark = "://";

//! One slash at the start, none at the end, none doubled.
QByteArray tidied(QByteArrayView path)
{
    QByteArray out;
    out.reserve(path.size() + 1);
    out.append('/');
    for (const char c : path) {
        if (c != '/' || !out.endsWith('/'))
            out.append(c);
    }
    if (out.size() > 1 && out.endsWith('/'))
        out.chop(1);
    return out;
}

bool fits(const Route &route, const QByteArray &path)
{
    const bool open = route.path.size() > 1 && route.path.endsWith('/');
    return open ? path.size() > route.path.size() && path.startsWith(route.path)
                : path == route.path;
}

} // namespace

Router::Router(const QByteArray &prefix)
{
    for (const QByteArray &each : {tidied(prefix), QByteArray("/v1")}) {
        if (each != "/" && !m_prefixes.contains(each))
            m_prefixes.append(each);
    }
}

void Router::add(Route route)
{
    m_routes.push_back(std::move(route));
}

void Router::speak(const QByteArray &path, ProblemBody problems)
{
    m_dialects.emplace_back(path, problems);
}

void Router::refuse(const QByteArray &path, Problem why, ProblemBody problems)
{
    m_refused.push_back({.path = path, .why = std::move(why), .problems = problems});
}

QByteArrayView Router::authorityOf(QByteArrayView target)
{
    const qsizetype mark = target.startsWith('/') ? -1 : target.indexOf(authorityMark);
    if (mark < 0)
        return {};
    const QByteArrayView rest = target.sliced(mark + authorityMark.size());
    const auto end = std::ranges::find_if(rest, [](char c) { return c == '/' || c == '?'; });
    return rest.first(end - rest.begin());
}

QByteArray Router::withoutPrefix(QByteArray path) const
{
    // More than once: a client that appends /v1/models to a base that ends with /v1 is common.
    bool stripped = true;
    while (stripped) {
        stripped = false;
        for (const QByteArray &prefix : m_prefixes) {
            if (path == prefix)
                return "/";
            if (path.startsWith(prefix) && path.at(prefix.size()) == '/') {
                path.remove(0, prefix.size());
                stripped = true;
            }
        }
    }
    return path;
}

Router::Match Router::find(QByteArrayView method, QByteArrayView target) const
{
    if (const QByteArrayView authority = authorityOf(target); !authority.isNull())
        target = target.sliced(authority.data() + authority.size() - target.data());
    const qsizetype mark = target.indexOf('?');
    const QByteArray path = tidied(mark < 0 ? target : target.first(mark));
    const QByteArray below = withoutPrefix(path);
    Match match = findPath(method, below);
    if (match.isKnown() || below == path)
        return match;
    // The prefix may be the start of a route, as "/api" is.
    const Match whole = findPath(method, path);
    return whole.isKnown() ? whole : match;
}

Router::Match Router::findPath(QByteArrayView method, const QByteArray &path) const
{
    const QByteArrayView wanted = method == "HEAD" ? QByteArrayView("GET") : method;
    Match match{.path = path};
    for (const Route &route : m_routes) {
        if (!fits(route, path))
            continue;
        match.door = route.door;
        match.problems = route.problems;
        if (route.method == wanted) {
            match.route = &route;
            match.rest = path.sliced(std::min(path.size(), route.path.size()));
            match.allow.clear();
            return match;
        }
        match.allow += match.allow.isEmpty() ? "" : ", ";
        match.allow += route.method == "GET" ? QByteArray("GET, HEAD") : route.method;
    }
    if (!match.allow.isEmpty()) {
        match.allow += ", OPTIONS";
        return match;
    }
    for (const Refused &refused : m_refused) {
        if (path == refused.path || path.startsWith(refused.path + '/')) {
            match.refusal = &refused.why;
            match.problems = refused.problems;
            return match;
        }
    }
    for (const auto &[place, problems] : m_dialects) {
        if (path.startsWith(place))
            match.problems = problems;
    }
    return match;
}

} // namespace gateway::routes
