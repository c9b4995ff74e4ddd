// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/http/server.h"

namespace tests {

inline QByteArray get(const QByteArray &target, const QByteArray &more = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

inline QByteArray post(const QByteArray &body)
{
    return "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

//! Says which request it was.
inline void echo(core::http::Exchange &exchange)
{
    const auto &request = exchange.request();
    exchange.send({.contentType = "text/plain",
                   .body = request.method + ' ' + request.target + ' ' + request.body});
}

//! The port it listens on; 0: it does not.
inline quint16 listen(gateway::http::Server &server)
{
    return server.listen(QHostAddress::LocalHost, 0).value_or(0);
}

} // namespace tests
