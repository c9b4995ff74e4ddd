// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/responsesbackend.h"
#include "oci/http/signedclient.h"
#include "oci/inference/chatcall.h"

#include <QElapsedTimer>

#include <boost/json/object.hpp>

namespace oci {

//! Whether a 200 is an error all the same (protocol reference, 7.14). A response has an `error`
//! of its own, which says that the model failed, and is none.
[[nodiscard]] bool isErrorAnswer(const boost::json::object &json);

//! One response from the service, event by event.
class OciResponsesStream final : public core::ResponsesStream
{
    Q_OBJECT

public:
    //! A request that is an error is told as `finished`. Client and settings outlive the stream.
    OciResponsesStream(SignedClient &client, const ChatSettings &settings,
                       core::Result<OutgoingRequest> request, core::Served served);

    void setPaused(bool paused) override;
    [[nodiscard]] core::Served served() const override { return m_served; }
    [[nodiscard]] QString warning() const override { return m_warning; }
    [[nodiscard]] core::CallTimes times() const override { return m_times; }

private:
    //! Waiting for the head, then one of the other two.
    enum class Reading { Nothing, Events, Body };
    //! What to do after an event.
    enum class Next { Go, End, Stop };

    void begin();
    void onHead(const ResponseHead &head);
    void onChunk(const QByteArray &bytes);
    void onReplyFinished(const core::Result<void> &end);
    void takeEvents(const QList<core::SseEvent> &events);
    Next take(const core::SseEvent &event);
    void endBody();
    void fail(core::Error error);

    SignedClient &m_client;
    const ChatSettings &m_settings;
    core::Result<OutgoingRequest> m_request;
    core::Served m_served;
    std::unique_ptr<ReplyStream> m_reply;
    core::SseParser m_parser;
    QByteArray m_body; //!< of an answer that is no stream
    QString m_requestId;
    QString m_warning;
    QElapsedTimer m_preparing;
    core::CallTimes m_times;
    Reading m_reading = Reading::Nothing;
    bool m_paused = false;
    bool m_finished = false;
};

} // namespace oci
