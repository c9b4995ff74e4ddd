// SPDX-License-Identifier: MIT
#include "gateway/routes/storedresponseshandler.h"

#include "core/json/json.h"
#include "gateway/answerheaders.h"
#include "gateway/fields/fields.h"
#include "gateway/openai/wire.h"
#include "gateway/problems/refusals.h"
#include "gateway/responses/ids.h"
#include "gateway/responses/itempage.h"
#include "gateway/routes/passedresponse.h"
#include "gateway/routes/replayedresponse.h"
#include "gateway/routes/watching.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::http::Exchange;
using core::http::Response;
using gateway::responses::StoredResponse;

namespace gateway::routes {

namespace {

//! "{id}/what", taken apart.
struct Place {
    QString id;
    QByteArray what;
};

Place placeOf(const QByteArray &rest)
{
    const qsizetype slash = rest.indexOf('/');
    const QByteArray id = slash < 0 ? rest : rest.first(slash);
    return {.id = QString::fromUtf8(QByteArray::fromPercentEncoding(id)),
            .what = slash < 0 ? QByteArray() : rest.sliced(slash + 1)};
}

Response notFound(const QString &id)
{
    return respond({.status = 404,
                    .type = "invalid_request_error",
                    .code = "response_not_found",
                    .message = u"There is no response '%1'. It may have been deleted, or not been "
                               "stored, or made before the gateway's start: responses are kept in "
                               "memory for a while"_s.arg(id.left(100)),
                    .param = u"response_id"_s},
                   openai::problemBody);
}

//! Who makes it: the answer to the request for it came before anybody had begun.
core::http::Headers headersOf(const StoredResponse &stored)
{
    core::http::Headers headers = servedHeaders(stored.start.served);
    if (!stored.start.requestId.isEmpty())
        headers.emplaceBack("x-oci-request-id", stored.start.requestId.toLatin1());
    return headers;
}

Response unknownUrl(const Exchange &exchange)
{
    return respond(refusals::unknownRoute(exchange.request().method, exchange.request().path()),
                   openai::problemBody);
}

Response invalid(const QString &param, const QString &message)
{
    return openai::errorResponse(fields::invalid(param, message).error());
}

QUrlQuery queryOf(const Exchange &exchange)
{
    return QUrlQuery(QString::fromUtf8(exchange.request().query()));
}

//! Has OCI do it, if the response can be one of OCI's.
template<typename Ask>
void passOn(Exchange &exchange, ResponsesDesk &desk, const QString &id, Ask ask)
{
    if (!desk.backend || responses::isOwnResponseId(id) ||
        !desk.passed.isOpenTo(id, exchange.caller())) {
        exchange.send(notFound(id));
        return;
    }
    const auto note = watchStored(exchange, desk.passed);
    sendWhenReady(exchange, ask(*desk.backend), note, [id](const core::Error &error) {
        return error.code == core::ErrorCode::NotFound ? notFound(id)
                                                       : openai::errorResponse(error);
    });
}

} // namespace

void StoredResponsesHandler::get(Exchange &exchange, const QByteArray &rest) const
{
    const Place place = placeOf(rest);
    if (place.what.isEmpty())
        retrieve(exchange, place.id);
    else if (place.what == "input_items")
        listInput(exchange, place.id);
    else
        exchange.send(unknownUrl(exchange));
}

void StoredResponsesHandler::retrieve(Exchange &exchange, const QString &id) const
{
    const QUrlQuery query = queryOf(exchange);
    const StoredResponse *stored = m_desk.store.find(id, exchange.caller());
    if (!stored) {
        return passOn(exchange, m_desk, id, [&](core::ResponsesBackend &backend) {
            return backend.retrieveResponse(id, query);
        });
    }
    if (query.queryItemValue(u"stream"_s) != "true"_L1) {
        const auto running = m_desk.background.response(id);
        exchange.send({.headers = headersOf(*stored),
                       .body = running ? core::json::serialize(*running) : stored->response});
        return;
    }
    bool isNumber = true;
    const QString after = query.queryItemValue(u"starting_after"_s);
    const qlonglong last = after.isEmpty() ? -1 : after.toLongLong(&isNumber);
    if (!isNumber || last < -1) {
        exchange.send(invalid(u"starting_after"_s, u"Expected the number of an event"_s));
        return;
    }
    const auto first = std::min<qlonglong>(last, stored->events.size()) + 1;
    new ReplayedResponse(exchange, m_desk, id, qsizetype(first)); // owned by the exchange
}

void StoredResponsesHandler::listInput(Exchange &exchange, const QString &id) const
{
    const QUrlQuery query = queryOf(exchange);
    const StoredResponse *stored = m_desk.store.find(id, exchange.caller());
    if (!stored) {
        return passOn(exchange, m_desk, id, [&](core::ResponsesBackend &backend) {
            return backend.listInputItems(id, query);
        });
    }
    const auto page = responses::itemPage(stored->input, query);
    exchange.send(page ? Response{.body = *page} : openai::errorResponse(page.error()));
}

void StoredResponsesHandler::remove(Exchange &exchange, const QByteArray &rest) const
{
    const Place place = placeOf(rest);
    if (!place.what.isEmpty()) {
        exchange.send(unknownUrl(exchange));
        return;
    }
    if (!m_desk.store.remove(place.id, exchange.caller())) {
        return passOn(exchange, m_desk, place.id, [&](core::ResponsesBackend &backend) {
            return backend.deleteResponse(place.id);
        });
    }
    m_desk.background.forget(place.id);
    exchange.send({.body = core::json::serialize(object{{"id", core::json::string(place.id)},
                                                        {"object", "response.deleted"},
                                                        {"deleted", true}})});
}

void StoredResponsesHandler::post(Exchange &exchange, const QByteArray &rest) const
{
    const Place place = placeOf(rest);
    if (place.what == "cancel")
        cancel(exchange, place.id);
    else
        exchange.send(unknownUrl(exchange));
}

void StoredResponsesHandler::cancel(Exchange &exchange, const QString &id) const
{
    const StoredResponse *stored = m_desk.store.find(id, exchange.caller());
    if (!stored) {
        return passOn(exchange, m_desk, id,
                      [&](core::ResponsesBackend &backend) { return backend.cancelResponse(id); });
    }
    if (!stored->isBackground) {
        exchange.send(invalid(u"response_id"_s,
                              u"Only a response that is made with 'background': true can be "
                              "cancelled; end another by closing its connection"_s));
        return;
    }
    m_desk.background.cancel(id);
    stored = m_desk.store.find(id, exchange.caller());
    exchange.send(stored ? Response{.body = stored->response} : notFound(id));
}

} // namespace gateway::routes
