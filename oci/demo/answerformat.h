// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/answersteps.h"
#include "oci/demo/fault.h"

#include <QByteArrayList>
#include <QDateTime>

#include <memory>

namespace oci::demo {

//! What is asked, of whom and when: all that an answer needs to take its shape on the wire.
struct AnswerContext {
    ChatCall call;
    DemoModel model;
    QDateTime now;
    QByteArray id;            //!< of the answer, e.g. for OpenAI's `id`
    bool finishReason = true; //!< false: a fault leaves it out
};

//! Gives an answer the shape that one API has for it.
class AnswerFormat
{
public:
    virtual ~AnswerFormat() = default;

    //! The whole answer as one JSON body.
    [[nodiscard]] virtual QByteArray whole(const ScriptedAnswer &answer) = 0;
    //! The `data` of the events for one step of a stream; may be none.
    [[nodiscard]] virtual QByteArrayList events(const AnswerStep &step) = 0;
    //! The `data` of an event that says that the stream failed.
    [[nodiscard]] virtual QByteArray errorEvent(Fault::ErrorShape shape) const;
};

[[nodiscard]] std::unique_ptr<AnswerFormat> genericFormat(AnswerContext context);
[[nodiscard]] std::unique_ptr<AnswerFormat> openAiFormat(AnswerContext context);

} // namespace oci::demo
