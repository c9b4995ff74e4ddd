// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/auth/authprovider.h"
#include "oci/http/responsehead.h"
#include "oci/inference/chatcall.h"
#include "oci/inference/jsonwriter.h"

#include <QUrl>

namespace core {
class ModelCatalog;
}

namespace oci {

//! A call of POST /20231130/actions/… besides chat (protocol reference, 7.1).
struct NativeCall {
    ChatTarget target; //!< empty: the action needs no model
    QString region;
    QString compartmentId;
    QUrl url;
    core::Served served; //!< by whom
};

//! The call of an action, e.g. "embedText", for a model by name or OCID. InvalidRequest where the
//! connection cannot make it: a bearer key reaches the OpenAI-compatible endpoints only (5.3).
//! `catalog`, which may be null, tells what names and OCIDs stand for.
[[nodiscard]] core::Result<NativeCall> nativeCallFor(QByteArrayView action, const QString &model,
                                                     const ChatSettings &settings, bool isBearer,
                                                     const core::ModelCatalog *catalog);
//! The same of an action that needs no model.
[[nodiscard]] core::Result<NativeCall> nativeCallFor(QByteArrayView action,
                                                     const ChatSettings &settings, bool isBearer);

//! `compartmentId` and, with a model, `servingMode`; the caller goes on inside the object.
void writeCallHead(JsonWriter &out, const NativeCall &call);
//! The request for the wire, without authorization.
[[nodiscard]] OutgoingRequest outgoingAction(const NativeCall &call, QByteArray body);
//! A 404 also means "not permitted" (11.2), so what was asked for is told with it.
[[nodiscard]] core::Error explained(core::Error error, const NativeCall &call, Caller caller);

} // namespace oci
