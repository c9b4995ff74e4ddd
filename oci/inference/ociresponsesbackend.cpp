// SPDX-License-Identifier: MIT
#include "oci/inference/ociresponsesbackend.h"

#include "core/json/json.h"
#include "core/ports/modelcatalog.h"
#include "oci/http/answerfuture.h"
#include "oci/http/networkerrors.h"
#include "oci/inference/leftout.h"
#include "oci/inference/ociresponsesstream.h"

using namespace Qt::StringLiterals;
using core::ResponsesAnswer;
using core::Result;

namespace oci {

namespace {

Result<ResponsesAnswer> readAnswer(const Result<WholeReply> &reply, const ChatSettings &settings,
                                   const core::Served &served)
{
    if (!reply)
        return std::unexpected(explainedResponse(reply.error(), settings));
    const QString requestId = QString::fromLatin1(reply->head.header("opc-request-id"));
    const auto json = core::json::parseObject(reply->body);
    if (json && !isErrorAnswer(*json))
        return ResponsesAnswer{.body = reply->body,
                               .requestId = requestId,
                               .served = served,
                               .warning = retirementWarning(reply->head),
                               .times = reply->head.times};
    core::Error error = json ? streamError(readServiceMessage(*json), requestId)
                             : unreadableAnswer(json.error().message);
    error.requestId = requestId;
    return std::unexpected(std::move(error));
}

} // namespace

OciResponsesBackend::OciResponsesBackend(SignedClient &client, const core::ModelCatalog *catalog,
                                         ChatSettings settings)
    : m_client(client)
    , m_catalog(catalog)
    , m_settings(std::move(settings))
{
}

bool OciResponsesBackend::servesResponses(const QString &model) const
{
    const auto known = m_catalog ? m_catalog->models() : QList<core::ModelInfo>();
    return answersOnResponsesOnly(model, m_client.isBearer(), known,
                                  !m_catalog || m_catalog->isComplete(), m_settings.routes);
}

QFuture<Result<ResponsesAnswer>>
OciResponsesBackend::createResponse(const boost::json::object &body)
{
    return send(outgoingResponse(body, false, m_settings, m_client.isBearer(), m_catalog),
                servedBy(body, m_settings, m_catalog));
}

std::unique_ptr<core::ResponsesStream>
OciResponsesBackend::streamResponse(const boost::json::object &body)
{
    return std::make_unique<OciResponsesStream>(
            m_client, m_settings,
            outgoingResponse(body, true, m_settings, m_client.isBearer(), m_catalog),
            servedBy(body, m_settings, m_catalog));
}

QFuture<Result<ResponsesAnswer>> OciResponsesBackend::retrieveResponse(const QString &id,
                                                                       const QUrlQuery &query)
{
    return sendStored(StoredAction::Retrieve, id, query);
}

QFuture<Result<ResponsesAnswer>> OciResponsesBackend::deleteResponse(const QString &id)
{
    return sendStored(StoredAction::Delete, id, {});
}

QFuture<Result<ResponsesAnswer>> OciResponsesBackend::cancelResponse(const QString &id)
{
    return sendStored(StoredAction::Cancel, id, {});
}

QFuture<Result<ResponsesAnswer>> OciResponsesBackend::listInputItems(const QString &id,
                                                                     const QUrlQuery &query)
{
    return sendStored(StoredAction::ListInputItems, id, query);
}

QFuture<Result<ResponsesAnswer>>
OciResponsesBackend::sendStored(StoredAction action, const QString &id, const QUrlQuery &query)
{
    return send(outgoingStored(action, id, query, m_settings, m_client.isBearer()), {});
}

QFuture<Result<ResponsesAnswer>> OciResponsesBackend::send(Result<OutgoingRequest> request,
                                                           const core::Served &served)
{
    if (!request)
        return refusedCall<ResponsesAnswer>(request.error());
    return answerTo<ResponsesAnswer>(
            *std::move(request), m_client, &m_context,
            [settings = m_settings, served](const Result<WholeReply> &reply) {
                return readAnswer(reply, settings, served);
            });
}

} // namespace oci
