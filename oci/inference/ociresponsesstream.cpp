// SPDX-License-Identifier: MIT
#include "oci/inference/ociresponsesstream.h"

#include "core/json/json.h"
#include "oci/http/networkerrors.h"
#include "oci/inference/leftout.h"
#include "oci/inference/responsescall.h"

#include <QPointer>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using boost::json::object;
using core::Error;
using core::Result;
using core::SseEvent;

namespace oci {

namespace {

//! After these nothing comes but perhaps "[DONE]" (protocol reference, 8.5).
bool isLast(QByteArrayView type)
{
    constexpr std::array last{QByteArrayView("response.completed"),
                              QByteArrayView("response.incomplete"),
                              QByteArrayView("response.failed"),
                              QByteArrayView("response.cancelled"), QByteArrayView("error")};
    return std::ranges::contains(last, type);
}

} // namespace

bool isErrorAnswer(const object &json)
{
    const bool isOpenAis =
            core::json::stringAt(json, "object") || core::json::stringAt(json, "type");
    return !isOpenAis && isServiceError(json);
}

OciResponsesStream::OciResponsesStream(SignedClient &client, const ChatSettings &settings,
                                       Result<OutgoingRequest> request, core::Served served)
    : m_client(client)
    , m_settings(settings)
    , m_request(std::move(request))
    , m_served(std::move(served))
{
    m_preparing.start();
    QMetaObject::invokeMethod(this, &OciResponsesStream::begin, Qt::QueuedConnection);
}

void OciResponsesStream::setPaused(bool paused)
{
    m_paused = paused;
    if (m_reply)
        m_reply->setPaused(paused);
}

void OciResponsesStream::begin()
{
    if (!m_request)
        return fail(m_request.error());
    m_reply = m_client.stream(*std::move(m_request));
    m_reply->setPaused(m_paused);
    connect(m_reply.get(), &ReplyStream::head, this, &OciResponsesStream::onHead);
    connect(m_reply.get(), &ReplyStream::chunk, this, &OciResponsesStream::onChunk);
    connect(m_reply.get(), &ReplyStream::finished, this, &OciResponsesStream::onReplyFinished);
    m_times.preparing = core::elapsedOn(m_preparing);
    m_reply->start();
}

void OciResponsesStream::onHead(const ResponseHead &head)
{
    m_requestId = QString::fromLatin1(head.header("opc-request-id"));
    m_warning = retirementWarning(head);
    m_times += head.times;
    if (!head.header("content-type").toLower().startsWith("text/event-stream")) {
        m_reading = Reading::Body;
        return;
    }
    m_reading = Reading::Events;
    emit started(m_requestId);
}

void OciResponsesStream::onChunk(const QByteArray &bytes)
{
    if (m_finished)
        return;
    if (m_reading == Reading::Events)
        return takeEvents(m_parser.feed(bytes));
    // Only an error is wanted from it.
    m_body += bytes.first(
            std::min(bytes.size(), m_client.settings().longestErrorBody - m_body.size()));
}

void OciResponsesStream::takeEvents(const QList<SseEvent> &events)
{
    for (const SseEvent &each : events) {
        switch (take(each)) {
        case Next::Go:
            break;
        case Next::Stop:
            return;
        case Next::End:
            m_finished = true;
            // Nobody waits for the end of the connection's answer after this.
            m_client.letEnd(std::move(m_reply));
            emit finished({});
            return;
        }
    }
    if (m_parser.overflowed())
        fail(unreadableAnswer(u"an event of the stream is too long"_s));
}

OciResponsesStream::Next OciResponsesStream::take(const SseEvent &each)
{
    const QByteArrayView data = QByteArrayView(each.data).trimmed();
    if (each.name == "ping" || data.isEmpty())
        return Next::Go;
    if (data == "[DONE]") { // after the last event, which would have ended it
        fail(brokenAnswer(m_requestId));
        return Next::Stop;
    }
    QByteArray type = each.name;
    if (type.isEmpty()) {
        const auto json = core::json::parseObject(data);
        if (!json || isErrorAnswer(*json)) {
            fail(json ? streamError(readServiceMessage(*json), m_requestId)
                      : unreadableAnswer(json.error().message));
            return Next::Stop;
        }
        type = core::json::textAt(*json, "type").toUtf8();
    }
    const QPointer<OciResponsesStream> alive(this);
    emit arrived(each);
    if (!alive)
        return Next::Stop; // a receiver has had enough
    return isLast(type) ? Next::End : Next::Go;
}

void OciResponsesStream::onReplyFinished(const Result<void> &end)
{
    if (m_finished)
        return;
    if (!end)
        return fail(end.error());
    if (m_reading == Reading::Body)
        return endBody();
    const QPointer<OciResponsesStream> alive(this);
    takeEvents(m_parser.finish());
    if (alive && !m_finished)
        fail(brokenAnswer(m_requestId));
}

void OciResponsesStream::endBody()
{
    const auto json = core::json::parseObject(m_body);
    if (json && isErrorAnswer(*json))
        fail(streamError(readServiceMessage(*json), m_requestId));
    else
        fail(unreadableAnswer(u"it is no stream of events"_s));
}

void OciResponsesStream::fail(Error error)
{
    m_finished = true;
    m_reply.reset(); // closes the connection if the service is still talking
    if (error.requestId.isEmpty())
        error.requestId = m_requestId;
    emit finished(std::unexpected(explainedResponse(std::move(error), m_settings)));
}

} // namespace oci
