// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"

namespace gateway::http {

class Connection;

//! The exchange of a real connection. It may outlive the connection's interest in it for a turn
//! of the event loop: whatever is called then does nothing.
class ConnectionExchange final : public core::http::Exchange
{
    Q_OBJECT

public:
    ConnectionExchange(core::http::Request request, QByteArray caller, Connection &connection);

    [[nodiscard]] const core::http::Request &request() const override { return m_request; }
    [[nodiscard]] QByteArray caller() const override { return m_caller; }
    void send(const core::http::Response &response) override;
    void beginStream(const core::http::Response &head) override;
    [[nodiscard]] bool hasBegun() const override { return m_begun; }
    void write(QByteArrayView chunk) override;
    void endStream() override;
    void abort() override;

    //! From now on nothing reaches the connection.
    void detach() { m_connection = nullptr; }

private:
    core::http::Request m_request;
    QByteArray m_caller;
    Connection *m_connection;
    bool m_begun = false;
};

} // namespace gateway::http
