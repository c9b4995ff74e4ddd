// SPDX-License-Identifier: MIT
#include "oci/config/signincommand.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace oci {

namespace {

//! In double quotes, since sentences put the command into single ones.
QString shellWord(const QString &text)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9_./@%+:,-]+$"_s);
    if (plain.match(text).hasMatch())
        return text;
    QString quoted = text;
    for (const QChar special : u"\\\"$`"_s)
        quoted.replace(special, u'\\' + QString(special));
    return u'"' + quoted + u'"';
}

} // namespace

QString signInCommand(const QString &profile, const QString &region)
{
    QString command = u"oci session authenticate --profile-name "_s + shellWord(profile);
    if (!region.isEmpty())
        command += u" --region "_s + shellWord(region);
    return command;
}

} // namespace oci
