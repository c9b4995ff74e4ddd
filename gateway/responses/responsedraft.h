// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/error.h"
#include "gateway/responses/responseoutput.h"

#include <functional>

namespace gateway::responses {

//! A response in the making: takes what a chat says and gives the events of the Responses API
//! (protocol reference, 13.12). What is whole is made in the same way, its events are not sent.
//!
//! `queue()` may come first; then `begin()`, `add()` for each delta, and `end()` or `fail()` once.
//! The last event holds the same response as `response()`.
class ResponseDraft
{
public:
    struct Plan {
        QString id;
        boost::json::object echo; //!< echoOf() the request
        ToolIdentities tools;
        std::function<qint64()> now; //!< seconds since 1970
    };

    explicit ResponseDraft(const Plan &plan);
    ResponseDraft(const ResponseDraft &) = delete;
    ResponseDraft &operator=(const ResponseDraft &) = delete;

    [[nodiscard]] const QString &id() const { return m_id; }
    //! It waits for its turn in the background.
    [[nodiscard]] QByteArrayList queue();
    [[nodiscard]] QByteArrayList begin();
    [[nodiscard]] QByteArrayList add(const core::ChatDelta &delta);
    [[nodiscard]] QByteArrayList end(const core::ChatOutcome &outcome);
    [[nodiscard]] QByteArrayList fail(const core::Error &error);
    //! Somebody asked for no more of it. There is no event of that name that clients know: it is
    //! response.failed with a response that says "cancelled".
    [[nodiscard]] QByteArrayList cancel();
    //! As it is now.
    [[nodiscard]] boost::json::object response() const;
    [[nodiscard]] bool isCreated() const { return m_isCreated; }

private:
    void create(std::string_view status);

    QString m_id;
    boost::json::object m_echo;
    std::function<qint64()> m_now;
    qint64 m_created;
    EventLog m_log;
    ResponseOutput m_output;
    bool m_isCreated = false;
    std::string_view m_status = "in_progress";
    boost::json::value m_completed; //!< when, here and below null where there is nothing to say
    boost::json::value m_error;
    boost::json::value m_incomplete;
    boost::json::value m_usage;
};

//! The deltas that a whole answer would have come in, all in one.
[[nodiscard]] core::ChatDelta deltaOf(const core::Message &message,
                                      const std::optional<boost::json::value> &logProbs);

} // namespace gateway::responses
