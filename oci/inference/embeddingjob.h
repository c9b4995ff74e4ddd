// SPDX-License-Identifier: MIT
#pragma once

#include "core/inference/embedding.h"
#include "oci/http/signedclient.h"
#include "oci/inference/embeddingreader.h"
#include "oci/inference/embeddingrequest.h"

#include <QFutureWatcher>
#include <QPromise>

#include <map>

namespace oci {

//! All calls for one request: a few at a time, joined in the order of the inputs. The first call
//! that fails ends the others. Deletes itself when it is over; its end closes what is under way.
class EmbeddingJob final : public QObject
{
    Q_OBJECT

public:
    //! Calls of one request that are under way at the same time, at most.
    static constexpr std::size_t mostAtOnce = 4;

    //! `model`: what the table knows of it, or null. The client outlives the job.
    EmbeddingJob(SignedClient &client, NativeCall call, core::EmbeddingRequest request,
                 const KnownModel *model, QObject *parent);
    ~EmbeddingJob() override;

    QFuture<core::Result<core::Embeddings>> start();

private:
    using Reply = core::Result<WholeReply>;

    void sendMore();
    void onReply(qsizetype batch, const Reply &reply);
    void joinAll();
    void fail(core::Error error, qsizetype batch);
    void finish(core::Result<core::Embeddings> result);
    void stop();

    SignedClient &m_client;
    NativeCall m_call;
    core::EmbeddingRequest m_request;
    const KnownModel *m_model;
    QList<EmbeddingBatch> m_batches;
    QList<EmbeddingPart> m_parts; //!< by batch
    std::map<qsizetype, QFuture<Reply>> m_underWay;
    qsizetype m_next = 0;
    qsizetype m_arrived = 0;
    QString m_requestId;
    QString m_warning;
    core::CallTimes m_times;
    QPromise<core::Result<core::Embeddings>> m_promise;
    QFutureWatcher<core::Result<core::Embeddings>> m_watcher;
    bool m_over = false;
};

} // namespace oci
