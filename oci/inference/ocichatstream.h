// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"
#include "core/stream/sseparser.h"
#include "oci/http/signedclient.h"
#include "oci/inference/chatcall.h"

#include <QElapsedTimer>

namespace oci {

class OciChatBackend;

//! One answer of the service: sends the request, reads events or a whole body, and sends again
//! without a field that the model refuses, wherever in the answer it says so, as long as nothing
//! was passed on (protocol reference, 11.7; at most 3 times). An answer that says nothing at all
//! is asked for once more (14.60).
class OciChatStream final : public core::ChatStream
{
    Q_OBJECT

public:
    OciChatStream(OciChatBackend &backend, core::ChatRequest request);

    void setPaused(bool paused) override
    {
        m_paused = paused;
        if (m_reply)
            m_reply->setPaused(paused);
    }

private:
    enum class Reading { Nothing, Events, Body };

    void begin();
    void onEndpoint(const core::Result<core::ModelInfo> &endpoint);
    void send();
    //! What had to be left out counts for later requests, too, once the service is content.
    void remember();
    void start();
    void onHead(const ResponseHead &head);
    void onChunk(const QByteArray &bytes);
    void onReplyFinished(const core::Result<void> &end);
    void takeEvents(const QList<core::SseEvent> &events);
    void endEvents();
    void endBody();
    [[nodiscard]] bool say(const QList<core::ChatDelta> &deltas);
    void succeed(AnswerEnd answer);
    void fail(core::Error error);
    [[nodiscard]] core::Error explained(core::Error error) const;
    [[nodiscard]] bool sendRepaired(const core::Error &error);
    void sendAgain();

    OciChatBackend &m_backend;
    core::ChatRequest m_request;
    ChatCall m_call;
    OutgoingRequest m_sent; //!< last
    std::unique_ptr<ReplyStream> m_reply;
    std::unique_ptr<AnswerReader> m_reader;
    core::SseParser m_parser;
    QByteArray m_body;
    core::ChatStart m_start;
    QElapsedTimer m_preparing;
    core::CallTimes m_times; //!< of what was sent before
    Reading m_reading = Reading::Nothing;
    int m_repairs = 0;
    int m_sendings = 0;
    bool m_endIsCertain = true; //!< see ResponseHead
    bool m_askedTwice = false;  //!< since the first answer was empty
    bool m_started = false;
    bool m_said = false; //!< nothing may be sent again after the first word
    bool m_paused = false;
    bool m_finished = false;
};

} // namespace oci
