// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/answerwriter.h"
#include "gateway/streams/keptstream.h"

#include <memory>

namespace gateway::streams {

//! Where an answer goes that is kept: to its client, as a child of whose exchange it ends with it,
//! or to a stream alone, which clients follow as they like.
class KeptExchange final : public core::http::Exchange
{
    Q_OBJECT

public:
    //! `writer` tells what the answer is called; whoever writes here owns it.
    KeptExchange(core::http::Exchange &client, std::shared_ptr<KeptStream> stream,
                 const AnswerWriter *writer, qsizetype mostBytes);
    //! Without a client.
    KeptExchange(std::shared_ptr<KeptStream> stream, const AnswerWriter *writer,
                 qsizetype mostBytes, QByteArray caller, QObject *parent);
    //! Whoever writes here ends, if it has not.
    ~KeptExchange() override;

    [[nodiscard]] const core::http::Request &request() const override;
    [[nodiscard]] QByteArray caller() const override { return m_caller; }
    void send(const core::http::Response &response) override;
    void beginStream(const core::http::Response &head) override;
    [[nodiscard]] bool hasBegun() const override;
    void write(QByteArrayView chunk) override;
    void endStream() override;
    void abort() override;

private:
    void keep(QByteArrayView chunk);
    void over(KeptStream::State state);

    core::http::Exchange *m_client = nullptr; //!< outlives us
    std::shared_ptr<KeptStream> m_stream;
    const AnswerWriter *m_writer;
    qsizetype m_mostBytes;
    QByteArray m_caller;
    core::http::Request m_request; //!< of nobody
};

} // namespace gateway::streams
