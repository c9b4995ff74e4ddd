// SPDX-License-Identifier: MIT
#include "oci/discovery/endpointlookup.h"

#include "core/json/json.h"
#include "oci/discovery/dedicated.h"

#include <QTimer>

using namespace Qt::StringLiterals;
using core::ModelInfo;
using core::Result;

namespace oci {

namespace {

constexpr qsizetype most = 256; // OCIDs come from callers

Result<ModelInfo> readReply(const Result<WholeReply> &reply, const QString &ocid)
{
    if (!reply)
        return std::unexpected(reply.error());
    const auto json = core::json::parseObject(reply->body);
    const auto endpoint = json ? readEndpoint(*json) : std::nullopt;
    if (!endpoint || endpoint->id != ocid) {
        return std::unexpected(
                core::Error{.code = core::ErrorCode::Protocol,
                            .message = u"The endpoint '%1' cannot be read"_s.arg(ocid)});
    }
    ModelInfo model{.id = ocid,
                    .ocid = ocid,
                    .serving = core::ServingMode::Dedicated,
                    .region = endpoint->region,
                    .compartmentId = endpoint->compartmentId};
    // For the caller, who may know the model that it serves.
    model.baseModel = endpoint->modelId;
    if (!endpoint->isActive() && !endpoint->lifecycleState.isEmpty())
        model.lifecycleState = endpoint->lifecycleState;
    return model;
}

} // namespace

EndpointLookup::EndpointLookup(SignedClient &client, Endpoints hosts,
                               std::chrono::milliseconds patience, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_hosts(std::move(hosts))
    , m_patience(patience)
{
}

EndpointLookup::~EndpointLookup()
{
    for (auto &[ocid, asking] : m_asking)
        asking.sending.cancel();
}

QFuture<Result<ModelInfo>> EndpointLookup::find(const QString &ocid, const QString &region)
{
    if (const auto known = m_known.constFind(ocid); known != m_known.cend())
        return QtFuture::makeReadyValueFuture(Answer(*known));
    const auto base = m_hosts.base(Service::Management, region);
    if (!base)
        return QtFuture::makeReadyValueFuture(Answer(std::unexpected(base.error())));

    const bool isFirst = !m_asking.contains(ocid);
    QPromise<Answer> &promise = m_asking[ocid].waiting.emplace_back();
    promise.start();
    const QFuture<Answer> future = promise.future();
    if (isFirst)
        send(ocid, joined(*base, "/20231130/endpoints/" + QUrl::toPercentEncoding(ocid)));
    return future;
}

void EndpointLookup::send(const QString &ocid, const QUrl &url)
{
    QFuture<Result<WholeReply>> sending = m_client.fetch(
            {.method = "GET", .url = url, .headers = {{"accept", "application/json"}}, .body = {}});
    m_asking[ocid].sending = sending;
    QTimer::singleShot(m_patience, this, [this, ocid, sending]() mutable {
        if (sending.isFinished())
            return;
        sending.cancel();
        finish(ocid, std::unexpected(core::Error{.code = core::ErrorCode::Timeout,
                                                 .message = u"Nobody tells of '%1'"_s.arg(ocid)}));
    });
    sending.then(this, [this, ocid](const Result<WholeReply> &reply) {
        finish(ocid, readReply(reply, ocid));
    });
}

void EndpointLookup::finish(const QString &ocid, const Answer &answer)
{
    const auto place = m_asking.find(ocid);
    if (place == m_asking.end())
        return;
    if (answer && answer->lifecycleState.isEmpty()) {
        if (m_known.size() >= most)
            m_known.clear();
        m_known.insert(ocid, *answer);
    }
    // Receivers may ask again: this is over before they hear of it.
    auto waiting = std::move(place->second.waiting);
    m_asking.erase(place);
    for (QPromise<Answer> &promise : waiting) {
        promise.addResult(answer);
        promise.finish();
    }
}

} // namespace oci
