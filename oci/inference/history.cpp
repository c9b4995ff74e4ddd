// SPDX-License-Identifier: MIT
#include "oci/inference/history.h"

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Message;
using core::Role;

namespace oci {

namespace {

HistoryEntry whole(const Message &message, qsizetype index)
{
    return {.message = &message, .index = index, .callCount = message.toolCalls.size()};
}

//! How many results of tools follow at `from`.
qsizetype resultsAt(const QList<Message> &messages, qsizetype from)
{
    qsizetype end = from;
    while (end < messages.size() && messages[end].role == Role::Tool)
        ++end;
    return end - from;
}

//! The calls of the message at `at` one by one, and after each the results that are its own.
void appendOneByOne(const QList<Message> &messages, qsizetype at, qsizetype results,
                    QList<HistoryEntry> &out)
{
    QList<bool> used(results, false);
    const Message &assistant = messages[at];
    for (qsizetype call = 0; call < assistant.toolCalls.size(); ++call) {
        out.append({.message = &assistant,
                    .index = at,
                    .firstCall = call,
                    .callCount = 1,
                    .withContent = call == 0});
        for (qsizetype i = 0; i < results; ++i) {
            const Message &result = messages[at + 1 + i];
            if (used[i] || result.toolCallId != assistant.toolCalls[call].id)
                continue;
            used[i] = true;
            out.append(whole(result, at + 1 + i));
        }
    }
    for (qsizetype i = 0; i < results; ++i) { // of a call that nobody made; the service may judge
        if (!used[i])
            out.append(whole(messages[at + 1 + i], at + 1 + i));
    }
}

bool startsWith(const QByteArray &url, QByteArrayView scheme)
{
    return url.size() >= scheme.size() &&
           QByteArrayView(url).first(scheme.size()).compare(scheme, Qt::CaseInsensitive) == 0;
}

std::unexpected<Error> refused(const QString &param, const QString &message)
{
    return std::unexpected(
            Error{.code = ErrorCode::InvalidRequest, .message = message, .param = param});
}

} // namespace

QList<HistoryEntry> historyOf(const QList<Message> &messages, bool oneCallAtATime)
{
    QList<HistoryEntry> out;
    out.reserve(messages.size());
    for (qsizetype i = 0; i < messages.size(); ++i) {
        if (!oneCallAtATime || messages[i].toolCalls.size() < 2) {
            out.append(whole(messages[i], i));
            continue;
        }
        const qsizetype results = resultsAt(messages, i + 1);
        appendOneByOne(messages, i, results, out);
        i += results;
    }
    return out;
}

core::Result<void> checkAttachments(const QList<Message> &messages, bool allowsWebImages)
{
    for (qsizetype i = 0; i < messages.size(); ++i) {
        for (qsizetype j = 0; j < messages[i].content.size(); ++j) {
            const auto &part = messages[i].content[j];
            const QString place = u"messages[%1].content[%2]"_s.arg(i).arg(j);
            if (const auto *image = std::get_if<core::ImagePart>(&part)) {
                const bool isWeb =
                        startsWith(image->url, "http://") || startsWith(image->url, "https://");
                if (startsWith(image->url, "data:") || (isWeb && allowsWebImages))
                    continue;
                return refused(
                        place + u".image_url"_s,
                        isWeb ? u"Images by web address are not fetched: send the image itself as a data: URI (data:image/png;base64,…)"_s
                              : u"Expected a data: URI (data:image/png;base64,…)"_s);
            }
            if (const auto *file = std::get_if<core::FilePart>(&part);
                file && !startsWith(file->dataUri, "data:"))
                return refused(place + u".file"_s,
                               u"Expected a data: URI with the file's content"_s);
        }
    }
    return {};
}

} // namespace oci
