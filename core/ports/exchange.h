// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QObject>

#include <functional>
#include <utility>

namespace core::http {

using Header = std::pair<QByteArray, QByteArray>;
using Headers = QList<Header>;

//! The value of the first header with this name (compared without regard to case), or empty.
[[nodiscard]] QByteArray headerValue(const Headers &headers, QByteArrayView name);

//! An HTTP request that has arrived whole.
struct Request {
    QByteArray method; //!< upper case, e.g. "POST"
    QByteArray target; //!< the request target as sent, e.g. "/v1/models?limit=5"
    Headers headers;   //!< in the order sent, names as sent
    QByteArray body;   //!< decoded: no chunk framing, no content coding

    //! The target up to its '?', still percent-encoded.
    [[nodiscard]] QByteArrayView path() const;
    //! What follows the '?', still percent-encoded; empty without one.
    [[nodiscard]] QByteArrayView query() const;
    [[nodiscard]] QByteArray header(QByteArrayView name) const
    {
        return headerValue(headers, name);
    }

    bool operator==(const Request &) const = default;
};

struct Response {
    int status = 200;
    Headers headers = {}; //!< besides content-type, content-length, date and connection
    QByteArray contentType = "application/json";
    QByteArray body = {};

    bool operator==(const Response &) const = default;
};

//! One request and the single answer that it gets: either `send()`, or `beginStream()`, any
//! number of `write()`, then `endStream()` or `abort()`.
//!
//! The connection destroys the exchange when the answer is sent or the client leaves, so
//! whatever a handler parents to it ends by itself. Used in the connection's thread.
class Exchange : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual const Request &request() const = 0;
    //! As whom the request was let in: the id of the key that it showed. Empty: nobody asked.
    [[nodiscard]] virtual QByteArray caller() const { return {}; }
    virtual void send(const Response &response) = 0;
    //! Sends the head of a streamed answer at once. `status`, `headers` and `contentType` of the
    //! response are used, its body is not.
    virtual void beginStream(const Response &head) = 0;
    [[nodiscard]] virtual bool hasBegun() const = 0;
    //! One write is one packet, as far as the network lets it be.
    virtual void write(QByteArrayView chunk) = 0;
    virtual void endStream() = 0;
    //! Closes the connection without a proper end, so that nobody takes the answer for complete.
    virtual void abort() = 0;

signals:
    //! The client reads more slowly than we write: stop producing until `drained`.
    void congested();
    void drained();
};

//! Answers exchanges, at once or later; called in the connection's thread.
using Handler = std::function<void(Exchange &)>;

} // namespace core::http
