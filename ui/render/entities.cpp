// SPDX-License-Identifier: MIT
#include "ui/render/entities.h"

#include <QTextDocumentFragment>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QString numericEntity(QStringView digits)
{
    const bool hex = digits.startsWith(u'x', Qt::CaseInsensitive);
    bool ok = false;
    const uint code = hex ? digits.sliced(1).toUInt(&ok, 16) : digits.toUInt(&ok, 10);
    const bool valid = ok && code != 0 && code <= QChar::LastValidCodePoint &&
                       !QChar::isSurrogate(char32_t(code));
    const char32_t character = valid ? char32_t(code) : char32_t(QChar::ReplacementCharacter);
    return QString::fromUcs4(&character, 1);
}

} // namespace

QString decodedEntity(const QString &entity)
{
    if (entity.startsWith("&#"_L1))
        return numericEntity(QStringView(entity).sliced(2).chopped(1));
    if (entity == "&amp;"_L1)
        return u"&"_s;
    if (entity == "&lt;"_L1)
        return u"<"_s;
    if (entity == "&gt;"_L1)
        return u">"_s;
    if (entity == "&nbsp;"_L1)
        return QString(QChar::Nbsp);
    const QString decoded = QTextDocumentFragment::fromHtml(entity).toPlainText();
    return decoded.isEmpty() ? entity : decoded;
}

} // namespace ui
