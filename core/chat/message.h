// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <variant>

namespace core {

enum class Role { System, Developer, User, Assistant, Tool };

struct TextPart {
    QString text;

    bool operator==(const TextPart &) const = default;
};

//! An image by `data:` URI (percent- or base64-encoded) or by http(s) address.
struct ImagePart {
    QByteArray url;
    QString detail; //!< "auto", "low", "high", or empty

    bool operator==(const ImagePart &) const = default;
};

//! A document, a recording or a film, always as a `data:` URI with its media type.
struct FilePart {
    enum class Kind { Document, Audio, Video };

    Kind kind = Kind::Document;
    QByteArray dataUri;
    QString fileName;

    bool operator==(const FilePart &) const = default;
};

using ContentPart = std::variant<TextPart, ImagePart, FilePart>;

//! A function that the model wants called.
struct ToolCall {
    QString id;
    QString name;
    QByteArray arguments; //!< JSON text as the model wrote it; models do write invalid JSON

    bool operator==(const ToolCall &) const = default;
};

//! A stretch of the answer that a source on the web backs.
struct UrlCitation {
    qint64 startIndex = 0;
    qint64 endIndex = 0;
    QString title;
    QString url;

    bool operator==(const UrlCitation &) const = default;
};

struct Message {
    Role role = Role::User;
    QList<ContentPart> content;
    QString name;                 //!< of the author, optional
    QList<ToolCall> toolCalls;    //!< of an assistant
    QString toolCallId;           //!< of a tool's result: the call that it answers
    QString reasoning;            //!< of an assistant that shows it
    QString refusal;              //!< of an assistant that declined
    QList<UrlCitation> citations; //!< of an assistant that searched

    bool operator==(const Message &) const = default;
};

//! All text parts, joined without a separator.
[[nodiscard]] QString textOf(const Message &message);
[[nodiscard]] Message textMessage(Role role, const QString &text);

} // namespace core
