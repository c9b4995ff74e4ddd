// SPDX-License-Identifier: MIT
#include "oci/auth/sessionerrors.h"

#include "oci/config/signincommand.h"
#include "oci/http/errormapping.h"

#include <QLocale>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;

namespace oci::session {

namespace {

QString nameOf(const SessionSource &source)
{
    return u"The session of profile [%1]"_s.arg(source.profile);
}

QString signInAgain(const SessionSource &source)
{
    return u"Sign in again with '%1'."_s.arg(signInCommand(source));
}

//! "21 Nov 2026 13:05 UTC", in English like everything that reaches API clients.
QString timeText(const QDateTime &time)
{
    return QLocale::c().toString(time.toUTC(), u"d MMM yyyy HH:mm"_s) + u" UTC"_s;
}

Error error(const char *reason, const QString &message)
{
    return {.code = ErrorCode::Unauthorized,
            .message = message,
            .reason = QString::fromLatin1(reason)};
}

} // namespace

QString signInCommand(const SessionSource &source)
{
    return oci::signInCommand(source.profile, source.region);
}

Error missing(const SessionSource &source, const QString &why)
{
    return error(missingReason, u"Profile [%1] has no session token: %2. Sign in with '%3'."_s.arg(
                                        source.profile, why, signInCommand(source)));
}

Error unreadable(const SessionSource &source, const QString &why)
{
    return error("session_unreadable",
                 u"The session token of profile [%1] cannot be used: %2. %3"_s.arg(
                         source.profile, why, signInAgain(source)));
}

Error keyUnreadable(const SessionSource &source, const QString &why)
{
    return error("session_key",
                 u"%1 cannot be used: %2. %3"_s.arg(nameOf(source), why, signInAgain(source)));
}

Error expired(const SessionSource &source, const QDateTime &when)
{
    return error("session_expired", u"%1 expired on %2. %3"_s.arg(nameOf(source), timeText(when),
                                                                  signInAgain(source)));
}

Error refused(const SessionSource &source, const SessionPair &credential)
{
    if (!credential.token.isFor(credential.key)) {
        return error(
                "session_refused",
                u"OCI refuses %1: its key (%2) is not the one that the token was made for. %3"_s
                        .arg(u"the session of profile [%1]"_s.arg(source.profile),
                             source.keyFile.isEmpty() ? u"key_content"_s : source.keyFile,
                             signInAgain(source)));
    }
    return error(
            "session_refused",
            u"OCI refuses the session of profile [%1] and does not renew it: it was ended "
            "before its time (%2) or has reached its longest life. %3"_s.arg(
                    source.profile, timeText(credential.token.expires()), signInAgain(source)));
}

Error notRenewed(const SessionSource &source, const Error &why)
{
    Error result = why;
    result.message = u"%1 could not be renewed: %2"_s.arg(
            nameOf(source), why.message.isEmpty() ? u"no answer"_s : why.message);
    // What the table of statuses advises is for calls of models; a wrong clock remains one.
    if (why.reason != QLatin1StringView(clockSkew)) {
        result.advice =
                u"Try again in a moment. If that does not help, sign in again with '%1'."_s.arg(
                        signInCommand(source));
    }
    if (why.code == ErrorCode::NotFound || why.code == ErrorCode::Forbidden)
        result.code = ErrorCode::Unauthorized;
    result.reason = u"session_not_renewed"_s;
    return result;
}

} // namespace oci::session
