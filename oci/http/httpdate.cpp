// SPDX-License-Identifier: MIT
#include "oci/http/httpdate.h"

#include <QLocale>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace oci {

namespace {

constexpr auto dateFormat = u"ddd, dd MMM yyyy";
constexpr auto timeFormat = u"hh:mm:ss";
constexpr qsizetype dateSize = 16; // "Sun, 06 Nov 1994"

} // namespace

QByteArray httpDate(const QDateTime &time)
{
    const QDateTime utc = time.toUTC();
    const QLocale english = QLocale::c();
    return english.toString(utc.date(), dateFormat).toLatin1() + ' ' +
           english.toString(utc.time(), timeFormat).toLatin1() + " GMT";
}

QDateTime readHttpDate(QByteArrayView text)
{
    const QString all = QString::fromLatin1(text);
    const QLocale english = QLocale::c();
    // Apart: as one the text would be a local time first, which may be one that there is not.
    const QDateTime time(english.toDate(all.left(dateSize), QString::fromUtf16(dateFormat)),
                         english.toTime(all.mid(dateSize + 1, 8), QString::fromUtf16(timeFormat)),
                         QTimeZone::UTC);
    return time.isValid() && httpDate(time) == text ? time : QDateTime();
}

} // namespace oci
