// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "core/served.h"
#include "core/stream/sseparser.h"
#include "core/timing.h"

#include <QByteArray>
#include <QFuture>
#include <QObject>
#include <QString>
#include <QUrlQuery>

#include <boost/json/object.hpp>

#include <memory>

namespace core {

//! An answer of OpenAI's Responses API, as the service wrote it.
struct ResponsesAnswer {
    QByteArray body;   //!< JSON
    QString requestId; //!< the service's opc-request-id
    Served served;
    QString warning = {}; //!< e.g. that the model will be retired; empty if there is nothing to say
    CallTimes times = {}; //!< until its answer began

    bool operator==(const ResponsesAnswer &) const = default;
};

//! A response being made. Owning it means wanting it: destroy it to cancel.
//!
//! Order of signals: `started` at most once, then any number of `arrived`, then `finished` exactly
//! once and last, unless the stream is destroyed first. A failure before the service accepted
//! comes as `finished` without `started`. A response that the service reports as failed comes as
//! its own event and a good end; an answer that breaks off is an error. All in the thread that
//! the stream lives in.
class ResponsesStream : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    //! Back-pressure, as of ChatStream.
    virtual void setPaused(bool paused) = 0;
    //! Who answers; known from `started` on.
    [[nodiscard]] virtual Served served() const { return {}; }
    //! As ResponsesAnswer::warning, and how long it took; known from `started` on.
    [[nodiscard]] virtual QString warning() const { return {}; }
    [[nodiscard]] virtual CallTimes times() const { return {}; }

signals:
    //! The service accepted the request; its opc-request-id.
    void started(const QString &requestId);
    //! As it came, without `[DONE]`.
    void arrived(const core::SseEvent &event);
    void finished(const core::Result<void> &end);
};

//! Whoever serves OpenAI's Responses API. What is in requests and answers is left as it is, so
//! that fields which we do not know go through. Used in the thread that it lives in; cancelling a
//! future ends its call.
class ResponsesBackend
{
public:
    virtual ~ResponsesBackend() = default;

    //! Whether the model, as callers name it, is to be asked here rather than by a chat: it answers
    //! on this API alone.
    [[nodiscard]] virtual bool servesResponses(const QString &) const { return false; }
    //! POST /responses with this body, answered whole whatever its `stream` says.
    virtual QFuture<Result<ResponsesAnswer>> createResponse(const boost::json::object &body) = 0;
    //! The same, streamed whatever its `stream` says. Never null; starts on a later turn of the
    //! event loop, so connect first.
    virtual std::unique_ptr<ResponsesStream> streamResponse(const boost::json::object &body) = 0;
    //! GET /responses/{id}; of the query `include` goes through. A stored response is not
    //! streamed again.
    virtual QFuture<Result<ResponsesAnswer>> retrieveResponse(const QString &id,
                                                              const QUrlQuery &query) = 0;
    //! DELETE /responses/{id}
    virtual QFuture<Result<ResponsesAnswer>> deleteResponse(const QString &id) = 0;
    //! POST /responses/{id}/cancel
    virtual QFuture<Result<ResponsesAnswer>> cancelResponse(const QString &id) = 0;
    //! GET /responses/{id}/input_items; of the query `after`, `before`, `include`, `limit` and
    //! `order` go through.
    virtual QFuture<Result<ResponsesAnswer>> listInputItems(const QString &id,
                                                            const QUrlQuery &query) = 0;
};

} // namespace core
