// SPDX-License-Identifier: MIT
#include "oci/inference/embeddingjob.h"

#include "oci/inference/leftout.h"

using namespace Qt::StringLiterals;
using core::Embeddings;
using core::Error;
using core::Result;

namespace oci {

namespace {

qint64 estimatedTokens(const QList<core::EmbeddingInput> &inputs)
{
    qint64 characters = 0;
    for (const core::EmbeddingInput &input : inputs) {
        if (const auto *text = std::get_if<core::TextPart>(&input))
            characters += text->text.size();
    }
    return (characters + 3) / 4;
}

} // namespace

EmbeddingJob::EmbeddingJob(SignedClient &client, NativeCall call, core::EmbeddingRequest request,
                           const KnownModel *model, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_call(std::move(call))
    , m_request(std::move(request))
    , m_model(model)
    , m_batches(batchesOf(m_request.inputs))
    , m_parts(m_batches.size())
{
    m_promise.start();
    connect(&m_watcher, &QFutureWatcherBase::canceled, this, &EmbeddingJob::stop);
    m_watcher.setFuture(m_promise.future());
}

EmbeddingJob::~EmbeddingJob()
{
    stop();
}

QFuture<Result<Embeddings>> EmbeddingJob::start()
{
    const QFuture<Result<Embeddings>> future = m_promise.future();
    sendMore();
    return future;
}

void EmbeddingJob::sendMore()
{
    while (!m_over && m_next < m_batches.size() && m_underWay.size() < mostAtOnce) {
        const qsizetype batch = m_next++;
        QFuture<Reply> sending = m_client.fetch(outgoingAction(
                m_call, embeddingBody(m_request, m_batches[batch], m_call, m_model)));
        m_underWay.emplace(batch, sending);
        sending.then(this, [this, batch](const Reply &reply) { onReply(batch, reply); });
    }
}

void EmbeddingJob::onReply(qsizetype batch, const Reply &reply)
{
    if (m_over)
        return;
    m_underWay.erase(batch);
    if (!reply)
        return fail(reply.error(), batch);
    const QString requestId = QString::fromLatin1(reply->head.header("opc-request-id"));
    auto part = readEmbeddings(reply->body, m_batches[batch].count, m_request.types);
    if (!part) {
        Error error = part.error();
        error.requestId = requestId;
        return fail(std::move(error), batch);
    }
    if (batch == 0)
        m_requestId = requestId;
    m_times += reply->head.times;
    if (m_warning.isEmpty())
        m_warning = retirementWarning(reply->head);
    m_parts[batch] = *std::move(part);
    if (++m_arrived == m_batches.size())
        joinAll();
    else
        sendMore();
}

void EmbeddingJob::joinAll()
{
    Embeddings all{.requestId = m_requestId,
                   .warning = m_warning,
                   .served = m_call.served,
                   .times = m_times};
    for (qsizetype i = 0; i < m_parts.size(); ++i) {
        EmbeddingPart &part = m_parts[i];
        all.floats += std::move(part.floats);
        for (auto &&[type, vectors] : part.integers.asKeyValueRange())
            all.integers[type] += std::move(vectors);
        if (!part.tokens) {
            all.usageIsEstimate = true;
            part.tokens = estimatedTokens(
                    m_request.inputs.sliced(m_batches[i].first, m_batches[i].count));
        }
        all.usage.promptTokens += *part.tokens;
        if (all.modelVersion.isEmpty())
            all.modelVersion = part.modelVersion;
    }
    all.usage.totalTokens = all.usage.promptTokens;
    finish(std::move(all));
}

void EmbeddingJob::fail(Error error, qsizetype batch)
{
    error = explained(std::move(error), m_call, m_client.caller());
    if (m_batches.size() > 1) {
        const EmbeddingBatch &failed = m_batches[batch];
        error.message = u"Batch %1 of %2 (inputs %3 to %4) failed: %5"_s.arg(
                QString::number(batch + 1), QString::number(m_batches.size()),
                QString::number(failed.first + 1), QString::number(failed.first + failed.count),
                error.message);
    }
    finish(std::unexpected(std::move(error)));
}

void EmbeddingJob::finish(Result<Embeddings> result)
{
    stop();
    m_promise.addResult(std::move(result));
    m_promise.finish();
}

void EmbeddingJob::stop()
{
    if (std::exchange(m_over, true))
        return;
    // Cancelling can call back; by then nothing is under way any more.
    for (auto &[batch, sending] : std::exchange(m_underWay, {}))
        sending.cancel();
    deleteLater();
}

} // namespace oci
