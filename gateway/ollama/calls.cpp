// SPDX-License-Identifier: MIT
#include "gateway/ollama/calls.h"

#include "gateway/fields/fields.h"
#include "gateway/ollama/images.h"
#include "gateway/ollama/messages.h"
#include "gateway/ollama/wire.h"
#include "gateway/openai/fillinmiddle.h"
#include "gateway/openai/tools.h"

using boost::json::object;
using core::Message;
using core::Result;
using core::Role;
using gateway::fields::Reading;
using gateway::openai::Gap;

namespace gateway::ollama {

namespace {

Result<QList<Message>> readConversation(const object &body)
{
    const auto messages = fields::array(body, {}, "messages");
    if (!messages)
        return std::unexpected(messages.error());
    return *messages ? readMessages(**messages) : QList<Message>();
}

void readModel(Reading &reading, ChatCall &call, const object &body)
{
    call.options = readOptions(reading, call.request, body);
    call.model = call.request.model;
    call.request.model = modelName(call.model);
    call.request.stream = call.options.stream;
}

//! What a person says, with what the model is told beforehand.
QList<Message> said(const QString &system, const QString &prompt,
                    const QList<core::ContentPart> &images)
{
    QList<Message> messages;
    if (!system.isEmpty())
        messages.append(core::textMessage(Role::System, system));
    Message message{.role = Role::User};
    if (!prompt.isEmpty())
        message.content.append(core::TextPart{prompt});
    message.content += images;
    messages.append(std::move(message));
    return messages;
}

} // namespace

Result<ChatCall> readChatCall(const object &body)
{
    ChatCall call;
    Reading reading;
    readModel(reading, call, body);
    reading.keep(call.request.messages, readConversation(body));
    reading.keep(call.request.tools, openai::readTools(body));
    if (reading.error)
        return std::unexpected(*std::move(reading.error));
    return call;
}

Result<ChatCall> readGenerateCall(const object &body)
{
    ChatCall call;
    Reading reading;
    QString prompt;
    QString system;
    QString suffix;
    QList<core::ContentPart> images;
    readModel(reading, call, body);
    reading.into(prompt, fields::string(body, {}, "prompt"));
    reading.into(system, fields::string(body, {}, "system"));
    reading.into(suffix, fields::string(body, {}, "suffix"));
    reading.keep(images, readImages(body, {}));
    if (reading.error)
        return std::unexpected(*std::move(reading.error));

    const std::optional<Gap> gap = suffix.isEmpty()
                                           ? openai::gapIn(prompt)
                                           : std::optional(Gap{.before = prompt, .after = suffix});
    call.fillsGap = gap.has_value();
    if (gap)
        call.request.messages = openai::messagesFor(*gap);
    else if (!prompt.isEmpty() || !images.isEmpty())
        call.request.messages = said(system, prompt, images);
    return call;
}

} // namespace gateway::ollama
