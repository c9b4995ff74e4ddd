// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/chatrequest.h"
#include "core/result.h"
#include "oci/auth/authprovider.h"
#include "oci/config/endpoints.h"
#include "oci/inference/answerreader.h"
#include "oci/inference/chattarget.h"
#include "oci/inference/modelprofile.h"
#include "oci/inference/routetable.h"
#include "oci/inference/toolcallassembler.h"

#include <QUrl>

#include <memory>

namespace oci {

//! Where the chats of a connection go.
struct ChatSettings {
    QString region;
    QString compartmentId; //!< with a signed connection; a bearer key implies its own
    QString projectId;     //!< for the OpenAI-compatible endpoint; may be empty
    Endpoints endpoints;
    QUrl openAiBase; //!< of a bearer connection, up to "/v1"; empty: the region's own
    MakeId makeCallId = randomCallId; //!< for tool calls that come without an id
    RouteOverrides routes;            //!< a person's own lines before the table of transports
    QString connection;               //!< its name, to say who answered
};

//! A chat on its way: to whom, and by `profile.transport` how.
struct ChatCall {
    ChatTarget target;
    ModelProfile profile;
    bool isOverridden = false; //!< a person has said how
};

//! Decides by the name of the model and the kind of credential. InvalidRequest where the model
//! cannot be chatted with in this version: it is made for something else, or answers on the
//! Responses API only. `isComplete`: see resolveModel().
[[nodiscard]] core::Result<ChatCall> chatCallFor(const QString &model, bool isBearer,
                                                 const QList<core::ModelInfo> &known,
                                                 bool isComplete = true,
                                                 const RouteOverrides &overrides = {});
//! Whether that is because the model answers on the Responses API only.
[[nodiscard]] bool answersOnResponsesOnly(const QString &model, bool isBearer,
                                          const QList<core::ModelInfo> &known, bool isComplete,
                                          const RouteOverrides &overrides);
//! Who answers a call of this connection: "connection/region/model".
[[nodiscard]] core::Served servedBy(const ChatSettings &settings, const ChatTarget &target);
//! Whether the request asks for a stream and the model can be asked for one.
[[nodiscard]] bool asksForStream(const core::ChatRequest &request, const ModelProfile &profile);
//! Where the transport is a guess, takes the one that can say what the request has: images are
//! silently dropped by COHERE (protocol reference, 14.25).
void suitFormat(ModelProfile &profile, const core::ChatRequest &request);
//! Where the call goes: the same for every chat of a route and region. Whether it can go there
//! is checkRegion()'s to say.
[[nodiscard]] core::Result<QUrl> chatUrl(const ChatCall &call, const ChatSettings &settings,
                                         bool isBearer);
//! The request for the wire, without authorization.
[[nodiscard]] core::Result<OutgoingRequest>
outgoingChat(const ChatCall &call, const core::ChatRequest &request, const QUrl &url,
             const ChatSettings &settings, bool isBearer);
//! Models of the customer's own that were offered tools may write their calls into the text
//! (14.50).
[[nodiscard]] std::unique_ptr<AnswerReader>
readerFor(const ChatCall &call, const core::ChatRequest &request, MakeId makeId);

} // namespace oci
