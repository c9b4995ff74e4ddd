// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/chat/chatrequest.h"
#include "core/result.h"

#include <QObject>

#include <memory>

namespace core {

//! One answer being generated. Owning it means wanting it: destroy it to cancel.
//!
//! Order of signals: `started` at most once, then any number of `delta`, then `finished` exactly
//! once and last, unless the stream is destroyed first. A failure before the service accepted
//! comes as `finished` without `started`. An answer that was asked for whole comes as one delta
//! for each choice. All in the thread that the stream lives in.
class ChatStream : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! Back-pressure: while paused the stream reads no more from the service than its own
    //! buffer holds, so that the service's connection fills up instead of our memory.
    virtual void setPaused(bool paused) = 0;

signals:
    //! The service accepted the request.
    void started(const core::ChatStart &start);
    void delta(const core::ChatDelta &delta);
    void finished(const core::Result<core::ChatOutcome> &outcome);
};

//! Whoever can answer a chat. Used in the thread that it lives in.
class ChatBackend
{
public:
    virtual ~ChatBackend() = default;

    //! Never null. The stream starts on a later turn of the event loop, so connect first;
    //! what is wrong with the request comes as `finished`, too.
    virtual std::unique_ptr<ChatStream> startChat(const ChatRequest &request) = 0;
};

} // namespace core
