// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/inference/chatcall.h"

#include <QUrlQuery>

#include <boost/json/object.hpp>

namespace core {
class ModelCatalog;
}

namespace oci {

//! POST {base}/responses (protocol reference, 8). The body goes as it is, but for three members:
//! `model` is the name that OCI knows, `stream` is as asked for, and `store` is false where
//! nothing in the body asks to keep the response (8.5). `catalog` may be null.
[[nodiscard]] core::Result<OutgoingRequest>
outgoingResponse(const boost::json::object &body, bool stream, const ChatSettings &settings,
                 bool isBearer, const core::ModelCatalog *catalog);

//! Who answers it.
[[nodiscard]] core::Served servedBy(const boost::json::object &body, const ChatSettings &settings,
                                    const core::ModelCatalog *catalog);

//! What can be done with a response that was made.
enum class StoredAction { Retrieve, Delete, Cancel, ListInputItems };

//! {base}/responses/{id}…; always in the connection's own region. An id that could not be one is
//! InvalidRequest; of the query only what the action knows goes through.
[[nodiscard]] core::Result<OutgoingRequest> outgoingStored(StoredAction action, const QString &id,
                                                           const QUrlQuery &query,
                                                           const ChatSettings &settings,
                                                           bool isBearer);

//! With advice where the project is missing or wrong, which the service says as 403 or 404 (8.5).
[[nodiscard]] core::Error explainedResponse(core::Error error, const ChatSettings &settings);

} // namespace oci
