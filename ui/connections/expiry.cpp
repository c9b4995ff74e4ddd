// SPDX-License-Identifier: MIT
#include "ui/connections/expiry.h"

#include <QCoreApplication>
#include <QLocale>

namespace ui {

namespace {

constexpr int daysOfWarning = 14;

class Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::Expiry)
};

} // namespace

Expiry expiryOf(const QDateTime &expires, const QDateTime &now)
{
    if (!expires.isValid())
        return Expiry::Unknown;
    if (expires <= now)
        return Expiry::Past;
    return expires <= now.addDays(daysOfWarning) ? Expiry::Near : Expiry::Far;
}

QString expiryWords(const QDateTime &expires, const QDateTime &now)
{
    if (!expires.isValid())
        return {};
    const QDateTime there = expires.toLocalTime();
    const qint64 days = now.toLocalTime().date().daysTo(there.date());
    if (days == 0) {
        return Words::tr("today at %1").arg(QLocale().toString(there.time(), QLocale::ShortFormat));
    }
    if (days == 1)
        return Words::tr("tomorrow");
    if (days == -1)
        return Words::tr("yesterday");
    return days > 0 ? Words::tr("in %1 days").arg(days) : Words::tr("%1 days ago").arg(-days);
}

QString expiryWarning(const QDateTime &expires, const QDateTime &now)
{
    switch (expiryOf(expires, now)) {
    case Expiry::Near:
        return Words::tr("The key expires %1.").arg(expiryWords(expires, now));
    case Expiry::Past:
        return Words::tr("The key expired %1.").arg(expiryWords(expires, now));
    case Expiry::Unknown:
    case Expiry::Far:
        break;
    }
    return {};
}

} // namespace ui
