// SPDX-License-Identifier: MIT
#include "oci/inference/ocichatstream.h"

#include "oci/http/accessadvice.h"
#include "oci/http/networkerrors.h"
#include "oci/inference/leftout.h"
#include "oci/inference/ocichatbackend.h"
#include "oci/inference/repairs.h"

#include <QPointer>

#include <algorithm>

using core::ChatDelta;
using core::Error;
using core::ErrorCode;
using core::Result;
using namespace Qt::StringLiterals;

namespace oci {

namespace {

constexpr int mostRepairs = 3;

//! JSON in place of a stream is an answer to a model that does not stream, or an error.
bool isEventStream(const ResponseHead &head, bool asked)
{
    const QByteArray type = head.header("content-type").toLower();
    if (type.startsWith("text/event-stream"))
        return true;
    return asked && !type.contains("json") && !type.contains("html");
}

QString joinedNotes(QStringList notes)
{
    notes.removeAll(QString());
    return notes.join(u"; "_s);
}

//! What some models answer now and then (14.60).
bool saysNothing(const AnswerEnd &answer)
{
    return std::ranges::all_of(
                   answer.outcome.finishReasons,
                   [](core::FinishReason reason) { return reason == core::FinishReason::Stop; }) &&
           std::ranges::all_of(answer.deltas, [](const ChatDelta &delta) {
               return delta == ChatDelta{.choice = delta.choice};
           });
}

} // namespace

OciChatStream::OciChatStream(OciChatBackend &backend, core::ChatRequest request)
    : m_backend(backend)
    , m_request(std::move(request))
{
    QMetaObject::invokeMethod(this, &OciChatStream::begin, Qt::QueuedConnection);
}

void OciChatStream::begin()
{
    m_preparing.start();
    auto call = m_backend.callFor(m_request.model);
    if (!call) {
        fail(call.error());
        return;
    }
    m_call = *std::move(call);
    const ChatTarget &target = m_call.target;
    if (m_backend.isUnknownEndpoint(target)) {
        m_backend.m_lookup.find(target.id, target.region)
                .then(this, [this](const Result<core::ModelInfo> &found) { onEndpoint(found); });
        return;
    }
    suitFormat(m_call.profile, m_request);
    send();
}

void OciChatStream::onEndpoint(const Result<core::ModelInfo> &endpoint)
{
    // Who may not look at it may be allowed to use it.
    if (endpoint) {
        auto call = m_backend.callFor(m_request.model, *endpoint);
        if (!call) {
            fail(call.error());
            return;
        }
        m_call = *std::move(call);
    }
    suitFormat(m_call.profile, m_request);
    send();
}

void OciChatStream::send()
{
    ++m_sendings;
    auto request = m_backend.outgoing(m_call, m_request);
    if (!request) {
        fail(request.error());
        return;
    }
    m_reader = readerFor(m_call, m_request, m_backend.m_settings.makeCallId);
    m_sent = *request;
    m_reply = m_backend.m_client.stream(*std::move(request));
    m_reply->setPaused(m_paused);
    connect(m_reply.get(), &ReplyStream::head, this, &OciChatStream::onHead);
    connect(m_reply.get(), &ReplyStream::chunk, this, &OciChatStream::onChunk);
    connect(m_reply.get(), &ReplyStream::finished, this, &OciChatStream::onReplyFinished);
    m_times.preparing += core::elapsedOn(m_preparing);
    m_reply->start();
}

void OciChatStream::onHead(const ResponseHead &head)
{
    m_start = {.requestId = QString::fromLatin1(head.header("opc-request-id")),
               .warning = joinedNotes(
                       {retirementWarning(head), noteOfLeftOut(m_request, m_call.profile)}),
               .served = servedBy(m_backend.m_settings, m_call.target),
               .times = m_times += head.times};
    m_endIsCertain = head.endIsCertain;
    if (!isEventStream(head, m_request.stream)) {
        m_reading = Reading::Body; // accepted once it turns out to be an answer
        return;
    }
    m_reading = Reading::Events;
    remember();
    start();
}

void OciChatStream::onChunk(const QByteArray &bytes)
{
    if (m_finished)
        return;
    if (m_reading == Reading::Events) {
        takeEvents(m_parser.feed(bytes));
        return;
    }
    const qint64 longest = m_backend.m_client.settings().longestBody;
    if (m_body.size() + bytes.size() > longest) {
        fail({.code = ErrorCode::TooLarge,
              .message = u"The answer of the service is longer than %1 bytes"_s.arg(longest)});
        return;
    }
    m_body += bytes;
}

void OciChatStream::takeEvents(const QList<core::SseEvent> &events)
{
    for (const core::SseEvent &event : events) {
        if (event.name == "ping")
            continue;
        const auto deltas = m_reader->take(event.data);
        if (!deltas) {
            if (!sendRepaired(deltas.error()))
                fail(deltas.error());
            return;
        }
        if (!say(*deltas))
            return;
        if (m_reader->isDone()) {
            // Nobody waits for the end of the connection's answer after this.
            m_backend.m_client.letEnd(std::move(m_reply));
            succeed(m_reader->end());
            return;
        }
    }
    if (m_parser.overflowed())
        fail(unreadableAnswer(u"an event of the stream is too long"_s));
}

void OciChatStream::onReplyFinished(const Result<void> &end)
{
    if (m_finished)
        return;
    if (!end) {
        if (!sendRepaired(end.error()))
            fail(end.error());
    } else if (m_reading == Reading::Events) {
        endEvents();
    } else {
        endBody();
    }
}

void OciChatStream::endEvents()
{
    const QPointer<OciChatStream> alive(this);
    const int sendings = m_sendings;
    takeEvents(m_parser.finish());
    if (!alive || m_finished || m_sendings != sendings)
        return;
    // An answer that has said nothing is asked for once more anyway.
    if (!m_endIsCertain && !m_reader->isComplete() && (m_said || m_askedTwice))
        fail(brokenAnswer(m_start.requestId));
    else
        succeed(m_reader->end());
}

void OciChatStream::endBody()
{
    auto answer = m_reader->whole(m_body);
    m_body.clear();
    if (!answer) {
        if (!sendRepaired(answer.error()))
            fail(answer.error());
        return;
    }
    const QPointer<OciChatStream> alive(this);
    remember();
    start();
    if (alive)
        succeed(*std::move(answer));
}

void OciChatStream::remember()
{
    if (m_repairs > 0)
        m_backend.learn(m_call.target.id, m_call.profile);
}

void OciChatStream::start()
{
    if (!std::exchange(m_started, true))
        emit started(m_start);
}

bool OciChatStream::say(const QList<ChatDelta> &deltas)
{
    if (deltas.isEmpty())
        return true;
    m_said = true;
    const QPointer<OciChatStream> alive(this);
    for (const ChatDelta &each : deltas) {
        emit delta(each);
        if (!alive)
            return false; // a receiver has had enough
    }
    return true;
}

void OciChatStream::succeed(AnswerEnd answer)
{
    if (!m_said && !m_askedTwice && saysNothing(answer)) {
        m_askedTwice = true;
        sendAgain();
        return;
    }
    if (!say(answer.deltas))
        return;
    m_finished = true;
    answer.outcome.requestId = m_start.requestId;
    emit finished(std::move(answer.outcome));
}

void OciChatStream::fail(Error error)
{
    m_finished = true;
    if (error.upstreamStatus == 404)
        m_backend.m_lookup.forget(m_call.target.id);
    m_reply.reset(); // closes the connection if the service is still talking
    emit finished(std::unexpected(explained(std::move(error))));
}

Error OciChatStream::explained(Error error) const
{
    if (error.requestId.isEmpty())
        error.requestId = m_start.requestId;
    if (m_call.profile.transport == Transport::DataScience)
        error = explainedPredict(std::move(error));
    return withAccessAdvice(std::move(error), m_backend.factsOf(m_call.target));
}

bool OciChatStream::sendRepaired(const Error &error)
{
    if (m_said || m_repairs >= mostRepairs)
        return false;
    const auto better = repairedProfile(m_call, m_request, error);
    if (!better)
        return false;
    const ModelProfile before = std::exchange(m_call.profile, *better);
    if (const auto request = m_backend.outgoing(m_call, m_request); request && *request == m_sent) {
        m_call.profile = before; // the service would say the same again
        return false;
    }
    ++m_repairs;
    sendAgain();
    return true;
}

void OciChatStream::sendAgain()
{
    m_reading = Reading::Nothing;
    m_parser = core::SseParser();
    m_body.clear();
    m_preparing.start();
    send();
}

} // namespace oci
