// SPDX-License-Identifier: MIT
#include "ui/gatewaypanel/curlline.h"

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QString quoted(const QString &text)
{
    QString inner = text;
    inner.replace(u'\'', u"'\\''"_s);
    return u'\'' + inner + u'\'';
}

QString jsonEscaped(const QString &text)
{
    QString escaped = text;
    return escaped.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
}

} // namespace

QString curlLine(const QUrl &baseUrl, const QString &key, const QString &model)
{
    const QString body =
            u"{\"model\":\"%1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"_s.arg(
                    jsonEscaped(model));
    return u"curl %1 -H %2 -H 'Content-Type: application/json' -d %3"_s.arg(
            quoted(baseUrl.toString() + u"/chat/completions"_s),
            quoted(u"Authorization: Bearer "_s + key), quoted(body));
}

} // namespace ui
