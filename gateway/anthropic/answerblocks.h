// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatanswer.h"

#include <QByteArrayView>
#include <QStringList>

#include <boost/json/object.hpp>

//! Pieces that whole answers and events have in common.
namespace gateway::anthropic {

//! Clients drop a thinking block without a signature rather than sending it back with the next
//! turn. Ours proves nothing, and is not looked at when it comes back.
inline constexpr QByteArrayView thinkingSignature = "Z2F0ZWhvdXNl";

[[nodiscard]] boost::json::object textBlock(const QString &text);
[[nodiscard]] boost::json::object thinkingBlock(const QString &thinking, QByteArrayView signature);
[[nodiscard]] boost::json::object toolUseBlock(const QString &id, const QString &name,
                                               boost::json::object input);
//! The id of a call, or one made up where the service gave none.
[[nodiscard]] QString callId(const QString &given);

//! What the model wrote as arguments, as the object that `input` has to be: nothing is an empty
//! one, an object that was quoted once more is unwrapped. Anything else stands under the key
//! "invalid_json" as it was written, so that the client's own check refuses it and the model
//! learns of its mistake.
[[nodiscard]] boost::json::object inputOf(const QByteArray &arguments);

//! Adds `stop_reason` and `stop_sequence`: "end_turn", "tool_use" (also where a service says that
//! it just stopped after a call), "max_tokens", "refusal"; "stop_sequence" where the service says
//! so (ChatOutcome::stoppedAt), with the one of `stops`, the request's own, where it says which or
//! there is one only.
void addStop(boost::json::object &json, core::FinishReason reason, bool hasCalls,
             const std::optional<QString> &stoppedAt, const QStringList &stops);

//! Tokens read from the service's cache do not count as `input_tokens`, unlike in OpenAI's
//! dialect.
[[nodiscard]] boost::json::object usageObject(const core::Usage &usage);

} // namespace gateway::anthropic
