// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"
#include "core/chat/chatrequest.h"

#include <boost/json/object.hpp>

#include <optional>

namespace gateway::responses {

//! What can be read in a response that goes through as it is.
struct PassedFacts {
    QString id;
    std::optional<core::Usage> usage; //!< not set: the service did not say
    QByteArray failure;               //!< the code of its error; empty: it has not failed
    bool isOver = true;               //!< false: it is queued, or being made

    bool operator==(const PassedFacts &) const = default;
};

//! Of a response, an event that holds one, or an event of type "error".
[[nodiscard]] PassedFacts factsOf(const boost::json::object &json);

//! What an event adds to the answer, as one text whatever it is: enough to count it. Nothing for
//! events that add nothing, or sound.
[[nodiscard]] core::ChatDelta saidBy(QByteArrayView type, QByteArrayView json);

//! The request that a body comes to, for an estimate of its tokens. Where it has what chats do not,
//! its texts as one message.
[[nodiscard]] core::ChatRequest promptOf(const boost::json::object &body);

} // namespace gateway::responses
