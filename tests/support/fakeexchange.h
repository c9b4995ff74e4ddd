// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/exchange.h"

namespace tests {

//! An exchange without a connection: keeps what the handler answers.
class FakeExchange final : public core::http::Exchange
{
    Q_OBJECT

public:
    explicit FakeExchange(core::http::Request request) : m_request(std::move(request)) { }
    //! A POST of a JSON body.
    explicit FakeExchange(const QByteArray &jsonBody,
                          const QByteArray &target = "/v1/chat/completions");

    [[nodiscard]] const core::http::Request &request() const override { return m_request; }
    void send(const core::http::Response &answer) override;
    void beginStream(const core::http::Response &head) override;
    [[nodiscard]] bool hasBegun() const override { return begun; }
    void write(QByteArrayView chunk) override;
    void endStream() override { ended = true; }
    void abort() override { aborted = true; }

    core::http::Response response; //!< of a stream: the head, with all chunks as its body
    QList<QByteArray> chunks;
    bool begun = false;
    bool ended = false;
    bool aborted = false;

private:
    core::http::Request m_request;
};

} // namespace tests
