// SPDX-License-Identifier: MIT
#include "oci/config/configline.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace oci {

namespace {

ConfigLine faulty(const QString &fault)
{
    return {.kind = ConfigLine::Kind::Fault, .fault = fault};
}

ConfigLine readHeader(QByteArrayView line)
{
    const qsizetype end = line.indexOf(']');
    const QByteArrayView rest = end < 0 ? QByteArrayView() : line.sliced(end + 1).trimmed();
    if (end < 0 || (!rest.isEmpty() && !rest.startsWith('#') && !rest.startsWith(';')))
        return faulty(u"a profile begins with a line such as [NAME]"_s);
    const QString name = QString::fromUtf8(line.sliced(1, end - 1).trimmed());
    if (name.isEmpty())
        return faulty(u"the profile has no name"_s);
    return {.kind = ConfigLine::Kind::Profile, .name = name};
}

ConfigLine readEntry(QByteArrayView line)
{
    const auto found = std::ranges::find_if(line, [](char c) { return c == '=' || c == ':'; });
    if (found == line.end())
        return faulty(u"expected key=value, a [PROFILE] or a comment"_s);
    const qsizetype at = found - line.begin();
    QString key = QString::fromUtf8(line.first(at).trimmed()).toLower();
    if (key.isEmpty())
        return faulty(u"there is no key before the '%1'"_s.arg(QLatin1Char(line[at])));
    if (key == "passphrase"_L1)
        key = u"pass_phrase"_s; // protocol reference, 1.3: another spelling of it
    return {.kind = ConfigLine::Kind::Entry, .name = key, .value = line.sliced(at + 1).trimmed()};
}

} // namespace

ConfigLine readConfigLine(QByteArrayView line)
{
    if (!line.isValidUtf8() || line.contains('\0'))
        return faulty(u"it is not UTF-8 text"_s);
    line = line.trimmed();
    if (line.isEmpty() || line.startsWith('#') || line.startsWith(';'))
        return {};
    return line.startsWith('[') ? readHeader(line) : readEntry(line);
}

QByteArrayView withoutByteOrderMark(QByteArrayView bytes)
{
    constexpr QByteArrayView mark("\xef\xbb\xbf");
    return bytes.startsWith(mark) ? bytes.sliced(mark.size()) : bytes;
}

} // namespace oci
