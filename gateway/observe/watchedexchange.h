// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "gateway/observe/watch.h"

namespace gateway::observe {

//! An exchange under watch: passes everything on, adds x-request-id and Server-Timing to the head
//! of the answer, and closes the record when the answer has been given or the client has left. A
//! child of the exchange that it stands for.
class WatchedExchange final : public core::http::Exchange
{
    Q_OBJECT

public:
    WatchedExchange(core::http::Exchange &client, std::shared_ptr<Watch> watch);

    [[nodiscard]] const core::http::Request &request() const override { return m_client.request(); }
    [[nodiscard]] QByteArray caller() const override { return m_client.caller(); }
    void send(const core::http::Response &response) override;
    void beginStream(const core::http::Response &head) override;
    [[nodiscard]] bool hasBegun() const override { return m_client.hasBegun(); }
    void write(QByteArrayView chunk) override;
    void endStream() override;
    void abort() override;

    [[nodiscard]] const std::shared_ptr<Watch> &watch() const { return m_watch; }

private:
    [[nodiscard]] core::http::Headers headersFor(const core::http::Headers &given) const;

    core::http::Exchange &m_client;
    std::shared_ptr<Watch> m_watch;
};

//! Null: nobody watches it.
[[nodiscard]] std::shared_ptr<Watch> watchOf(const core::http::Exchange &exchange);

//! The record of a request that has come, before it is served. `head`: its body may be missing.
[[nodiscard]] RequestRecord recordOf(const core::http::Request &head, const QByteArray &route,
                                     const QByteArray &caller, const RequestLog::Ticket &ticket);

} // namespace gateway::observe
