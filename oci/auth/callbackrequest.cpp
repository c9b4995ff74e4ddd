// SPDX-License-Identifier: MIT
#include "oci/auth/callbackrequest.h"

#include <QByteArrayList>

#include <algorithm>

namespace oci {

namespace {

//! Where the value of a header goes; null for one that is of no interest.
QByteArray *headerOf(CallbackRequest &request, QByteArrayView name)
{
    if (name.compare("host", Qt::CaseInsensitive) == 0)
        return &request.host;
    if (name.compare("origin", Qt::CaseInsensitive) == 0)
        return &request.origin;
    return name.compare("sec-fetch-site", Qt::CaseInsensitive) == 0 ? &request.site : nullptr;
}

} // namespace

CallbackReading readCallbackRequest(QByteArrayView bytes, CallbackRequest &request)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end > CallbackRequest::longest || (end < 0 && bytes.size() > CallbackRequest::longest))
        return CallbackReading::Malformed;
    if (end < 0)
        return CallbackReading::Incomplete;

    const QByteArrayList lines = bytes.first(end).toByteArray().split('\n');
    const QByteArrayList words = lines.first().trimmed().split(' ');
    if (words.size() != 3 || words[0].isEmpty() || !words[1].startsWith('/') ||
        !words[2].startsWith("HTTP/1."))
        return CallbackReading::Malformed;
    const QByteArray &target = words[1];
    if (!std::ranges::all_of(target, [](char c) { return c > ' ' && c < '\x7f'; }))
        return CallbackReading::Malformed;

    const qsizetype mark = target.indexOf('?');
    request = {.method = words[0], .path = mark < 0 ? target : target.first(mark)};
    if (mark >= 0)
        request.query = QUrlQuery(QString::fromLatin1(target.sliced(mark + 1)));
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        QByteArray *header = colon > 0 ? headerOf(request, line.first(colon)) : nullptr;
        if (!header)
            continue;
        if (!header->isNull())
            return CallbackReading::Malformed;
        *header = line.sliced(colon + 1).trimmed().toLower();
    }
    return CallbackReading::Whole;
}

} // namespace oci
