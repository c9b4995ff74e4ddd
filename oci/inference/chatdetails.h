// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "oci/inference/chattarget.h"
#include "oci/inference/jsonwriter.h"

#include <QByteArrayView>

namespace oci {

//! What stands around a request of every native format (protocol reference, 7.1): compartment,
//! serving mode, and `chatRequest` up to its `apiFormat`. The caller goes on inside it.
void beginChatDetails(JsonWriter &out, const ChatTarget &target, const QString &compartmentId,
                      QByteArrayView apiFormat);
void endChatDetails(JsonWriter &out);

//! About how many bytes the messages need on the wire; attachments make megabytes.
[[nodiscard]] qsizetype wireSize(const QList<core::Message> &messages);

} // namespace oci
