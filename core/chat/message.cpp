// SPDX-License-Identifier: MIT
#include "core/chat/message.h"

namespace core {

QString textOf(const Message &message)
{
    QString text;
    for (const ContentPart &part : message.content) {
        if (const auto *piece = std::get_if<TextPart>(&part))
            text += piece->text;
    }
    return text;
}

Message textMessage(Role role, const QString &text)
{
    return {.role = role, .content = {TextPart{text}}};
}

} // namespace core
