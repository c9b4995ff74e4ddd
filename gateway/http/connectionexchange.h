// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"
#include "core/timing.h"

namespace gateway::http {

class Connection;

//! The exchange of a real connection. It may outlive the connection's interest in it for a turn
//! of the event loop: whatever is called then does nothing.
class ConnectionExchange final : public core::http::Exchange
{
    Q_OBJECT

public:
    //! `receiving`: from the head of the request to the end of its body.
    ConnectionExchange(core::http::Request request, QByteArray caller, Connection &connection,
                       core::CallTimes::Time receiving);

    [[nodiscard]] const core::http::Request &request() const override { return m_request; }
    [[nodiscard]] QByteArray caller() const override { return m_caller; }
    void send(const core::http::Response &response) override;
    void beginStream(const core::http::Response &head) override;
    [[nodiscard]] bool hasBegun() const override { return m_begun; }
    void write(QByteArrayView chunk) override;
    void endStream() override;
    void abort() override;

    [[nodiscard]] core::CallTimes::Time receiving() const { return m_receiving; }
    //! From now on nothing reaches the connection.
    void detach() { m_connection = nullptr; }

private:
    core::http::Request m_request;
    QByteArray m_caller;
    Connection *m_connection;
    core::CallTimes::Time m_receiving;
    bool m_begun = false;
};

} // namespace gateway::http
