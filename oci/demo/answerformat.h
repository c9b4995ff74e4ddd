// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/answersteps.h"
#include "oci/demo/fault.h"

#include <QByteArrayList>
#include <QDateTime>

#include <boost/json/object.hpp>

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
    //! The `event` that goes with this `data`; most streams name none.
    [[nodiscard]] virtual QByteArray nameOf(QByteArrayView /*data*/) const { return {}; }
    //! The `data` of an event that says that the stream failed.
    [[nodiscard]] virtual QByteArray errorEvent(Fault::ErrorShape shape) const;
};

//! Usage in OCI's words, which all native formats share.
[[nodiscard]] boost::json::object usageJson(const core::Usage &usage);
//! With a `pad` as long as chance would have it, and the same in each run; `number` counts the
//! events of a stream.
[[nodiscard]] QByteArray paddedEvent(boost::json::object json, quint32 number);

//! A whole answer of a native format: `chatResponse` with the model around it (7.1).
[[nodiscard]] QByteArray nativeBody(const AnswerContext &context, boost::json::object chatResponse);
//! Arguments of a call as the models send them that send them in pieces.
[[nodiscard]] QStringList argumentPieces(const QByteArray &arguments);
//! The part of an answer that a source backs, where the caller gave documents: its first words.
[[nodiscard]] QString citedPart(const QString &text);

[[nodiscard]] std::unique_ptr<AnswerFormat> genericFormat(AnswerContext context);
[[nodiscard]] std::unique_ptr<AnswerFormat> cohereFormat(AnswerContext context);
[[nodiscard]] std::unique_ptr<AnswerFormat> cohereV2Format(AnswerContext context);
//! One of the three, as the call came.
[[nodiscard]] std::unique_ptr<AnswerFormat> nativeFormat(AnswerContext context);
[[nodiscard]] std::unique_ptr<AnswerFormat> openAiFormat(AnswerContext context);

} // namespace oci::demo
