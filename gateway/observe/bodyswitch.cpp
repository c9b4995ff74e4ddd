// SPDX-License-Identifier: MIT
#include "gateway/observe/bodyswitch.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace gateway::observe {

BodySwitch::BodySwitch()
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer); // not a twentieth longer
    m_timer.callOnTimeout(this, &BodySwitch::ended);
}

void BodySwitch::record(milliseconds time)
{
    if (time > milliseconds(0)) {
        m_timer.start(std::min<milliseconds>(time, longest));
        return;
    }
    m_timer.stop();
    emit ended();
}

milliseconds BodySwitch::left() const
{
    return isOn() ? m_timer.remainingTimeAsDuration() : milliseconds(0);
}

QByteArray masked(QByteArrayView body, qsizetype most)
{
    // A value may be cut off by the bound, so its closing quote may be missing.
    static const QString name =
            uR"re([\w-]*(?:api[_-]?key|authorization|password|passphrase|secret|private[_-]?key|(?:access|refresh|session)[_-]?token))re"_s;
    static const QRegularExpression member(uR"re(("%1"\s*:\s*")(?:[^"\\]|\\.)*)re"_s.arg(name),
                                           QRegularExpression::CaseInsensitiveOption |
                                                   QRegularExpression::DotMatchesEverythingOption);
    // JSON quoted within a string: the same backslashes before each of its quotes.
    static const QRegularExpression quoted(
            uR"re(((\\+)"%1\2"\s*:\s*\2")(?:(?!(?<!\\)\2").)*)re"_s.arg(name),
            QRegularExpression::CaseInsensitiveOption |
                    QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression bearer(uR"re(\b(Bearer|Basic)\s+[\w.~+/=-]{8,})re"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression key(uR"re(\b(sk|gh|pk|rk)-[A-Za-z0-9_-]{16,})re"_s);
    static const QRegularExpression pem(
            uR"re(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))re"_s,
            QRegularExpression::DotMatchesEverythingOption);

    const qsizetype length = std::min(most, body.size());
    QString text = QString::fromUtf8(body.first(length));
    text.replace(quoted, uR"(\1***)"_s);
    text.replace(member, uR"(\1***)"_s);
    text.replace(bearer, uR"(\1 ***)"_s);
    text.replace(key, uR"(\1-***)"_s);
    text.replace(pem, u"***"_s);
    return text.toUtf8();
}

} // namespace gateway::observe
