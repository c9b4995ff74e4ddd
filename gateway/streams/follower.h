// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/streams/keptstream.h"

#include <memory>

namespace gateway::streams {

//! Sends a kept stream to a client, what it holds already and then what comes, at the client's
//! pace. A child of the client's exchange.
class Follower final : public QObject
{
    Q_OBJECT

public:
    //! `after`: so many pieces the client has already.
    Follower(core::http::Exchange &client, std::shared_ptr<KeptStream> stream, qsizetype after);
    ~Follower() override;

private:
    void goOn();
    void onPassed(const QByteArray &comment);

    core::http::Exchange &m_client;
    std::shared_ptr<KeptStream> m_stream;
    qsizetype m_sent; //!< pieces
    bool m_congested = false;
    bool m_done = false;
};

} // namespace gateway::streams
