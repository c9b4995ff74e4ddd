// SPDX-License-Identifier: MIT
#pragma once

#include "core/chat/message.h"
#include "core/result.h"

#include <QList>

namespace oci {

//! A message of the history as it is sent: all of it, or its part with one tool call.
struct HistoryEntry {
    const core::Message *message = nullptr; //!< of the list that the history was made from
    qsizetype index = 0;                    //!< its place there, for errors
    qsizetype firstCall = 0;
    qsizetype callCount = 0;
    bool withContent = true; //!< the content goes with the first part only
};

//! The messages in the order to send. With `oneCallAtATime` an assistant's parallel calls are
//! told one after another, each followed by its result, as some models need it (12.3).
[[nodiscard]] QList<HistoryEntry> historyOf(const QList<core::Message> &messages,
                                            bool oneCallAtATime);

//! Refuses attachments that are no `data:` URI, naming messages[i].content[j]. Where images may
//! be addresses on the web (`allowsWebImages`), http(s) ones pass.
[[nodiscard]] core::Result<void> checkAttachments(const QList<core::Message> &messages,
                                                  bool allowsWebImages);

} // namespace oci
