// SPDX-License-Identifier: MIT
#include "gateway/observe/watchedexchange.h"

#include "gateway/observe/servertiming.h"

#include <QDateTime>

#include <algorithm>

using core::http::Exchange;
using core::http::Headers;
using core::http::Response;

namespace gateway::observe {

namespace {

constexpr QByteArrayView timing = "Server-Timing";
constexpr qsizetype longestUserAgent = 80;
constexpr qsizetype longestId = 64;

//! Printable ASCII; anything else becomes a '?'.
QByteArray shortened(QByteArray text)
{
    text.truncate(longestUserAgent);
    for (char &c : text)
        c = c >= ' ' && c < '\x7f' ? c : '?';
    return text;
}

QByteArray cleanId(const QByteArray &id)
{
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    return id.size() <= longestId && std::ranges::all_of(id, fits) ? id : QByteArray();
}

} // namespace

WatchedExchange::WatchedExchange(Exchange &client, std::shared_ptr<Watch> watch)
    : m_client(client)
    , m_watch(std::move(watch))
{
    setParent(&client);
    connect(&client, &Exchange::congested, this, &Exchange::congested);
    connect(&client, &Exchange::drained, this, &Exchange::drained);
}

Headers WatchedExchange::headersFor(const Headers &given) const
{
    Headers headers;
    headers.reserve(given.size() + 2);
    for (const auto &header : given) {
        if (header.first != timing) // what a handler knows of it, we know better
            headers.append(header);
    }
    headers.emplaceBack("x-request-id", m_watch->record().id);
    headers.emplaceBack(timing.toByteArray(), serverTiming(m_watch->record(), m_watch->elapsed()));
    return headers;
}

void WatchedExchange::send(const Response &response)
{
    m_watch->beginsAnswer(response.status);
    m_watch->wrote(response.body.size());
    if (response.status >= 400)
        m_watch->refused(response.body);
    if (m_watch->recordsBodies())
        m_watch->recordAnswer(response.body);
    m_client.send({.status = response.status,
                   .headers = headersFor(response.headers),
                   .contentType = response.contentType,
                   .body = response.body});
    m_watch->answered(true);
}

void WatchedExchange::beginStream(const Response &head)
{
    m_watch->beginsAnswer(head.status);
    m_client.beginStream({.status = head.status,
                          .headers = headersFor(head.headers),
                          .contentType = head.contentType,
                          .body = {}});
}

void WatchedExchange::write(QByteArrayView chunk)
{
    m_watch->wrote(chunk.size());
    if (m_watch->recordsBodies())
        m_watch->recordAnswer(chunk);
    m_client.write(chunk);
}

void WatchedExchange::endStream()
{
    m_client.endStream();
    m_watch->answered(true);
}

void WatchedExchange::abort()
{
    m_client.abort();
    m_watch->answered(false);
}

std::shared_ptr<Watch> watchOf(const Exchange &exchange)
{
    const auto *watched = qobject_cast<const WatchedExchange *>(&exchange);
    return watched ? watched->watch() : nullptr;
}

RequestRecord recordOf(const core::http::Request &head, const QByteArray &route,
                       const QByteArray &caller, const RequestLog::Ticket &ticket)
{
    return {.number = ticket.number,
            .id = ticket.id,
            .clientId = cleanId(head.header("x-request-id")),
            .startedMs = QDateTime::currentMSecsSinceEpoch(),
            .method = head.method,
            .route = route,
            .caller = caller,
            .userAgent = shortened(head.header("User-Agent")),
            .bytesIn = head.body.size()};
}

} // namespace gateway::observe
