// SPDX-License-Identifier: MIT
#include "oci/config/profilewriter.h"

#include "oci/config/configfile.h"
#include "oci/config/privatefile.h"

#include <QByteArrayList>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::Result;
using core::Secret;

namespace oci {

namespace {

//! The name of a "[NAME]" line; null where it is another line.
QByteArray sectionOf(QByteArrayView line)
{
    if (line.startsWith("\xef\xbb\xbf")) // a byte order mark before the first
        line = line.sliced(3);
    line = line.trimmed();
    const qsizetype end = line.indexOf(']');
    if (!line.startsWith('[') || end < 0)
        return {};
    return line.sliced(1, end - 1).trimmed().toByteArray();
}

//! Lower case; empty where the line is no entry.
QByteArray keyOf(QByteArrayView line)
{
    line = line.trimmed();
    if (line.startsWith('#') || line.startsWith(';'))
        return {};
    const auto at = std::ranges::find_if(line, [](char c) { return c == '=' || c == ':'; });
    if (at == line.end())
        return {};
    return line.first(at - line.begin()).trimmed().toByteArray().toLower();
}

} // namespace

bool isProfileName(const QString &name)
{
    static const QRegularExpression shape(u"\\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\z"_s);
    return shape.match(name).hasMatch();
}

QByteArray withProfile(QByteArrayView config, const QString &profile, const ProfileEntries &entries)
{
    const QByteArray lineEnd = config.contains("\r\n") ? "\r\n" : "\n";
    QByteArrayList lines = config.toByteArray().split('\n');
    if (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast(); // what follows the last line end is no line
    const QByteArray end = lineEnd.chopped(1);

    const QByteArray name = profile.toUtf8();
    const auto header = std::ranges::find_if(
            lines, [&name](const QByteArray &line) { return sectionOf(line) == name; });
    qsizetype at = std::distance(lines.begin(), header);
    if (header == lines.end()) {
        if (!lines.isEmpty() && !lines.last().trimmed().isEmpty()) {
            if (!lines.last().endsWith(end))
                lines.last() += end;
            lines += end; // an empty line between profiles
        }
        at = lines.size();
        lines += '[' + name + ']' + end;
    }
    qsizetype last = at; // line of the profile after which new entries come
    for (const auto &[key, value] : entries) {
        const QByteArray line = key.toUtf8() + '=' + value.toUtf8() + end;
        bool isReplaced = false;
        bool isInside = true;
        bool isFirst = true; // the same profile may come again, and then its last word counts
        for (qsizetype i = at + 1; i < lines.size(); ++i) {
            if (const QByteArray section = sectionOf(lines[i]); !section.isNull()) {
                isInside = section == name;
                isFirst = false;
            }
            const QByteArray known = isInside ? keyOf(lines[i]) : QByteArray();
            if (isFirst && !known.isEmpty())
                last = std::max(last, i);
            if (known == key.toUtf8().toLower()) {
                lines[i] = line;
                isReplaced = true;
            }
        }
        if (!isReplaced) {
            if (!lines[last].endsWith(end))
                lines[last] += end; // it was the last of the file, without a line end
            lines.insert(++last, line);
        }
    }
    return lines.join('\n') + '\n';
}

Result<void> writeProfile(const QString &path, const QString &profile,
                          const ProfileEntries &entries)
{
    Secret config;
    if (QFileInfo::exists(path)) {
        auto file = readPrivateFile(path, ConfigFile::maxSize, {});
        if (!file)
            return std::unexpected(file.error());
        if (const auto readable = ConfigFile::parse(file->bytes.reveal(), QDir::homePath());
            !readable)
            return std::unexpected(readable.error());
        config = std::move(file->bytes);
    } else if (const auto made = makePrivateFolder(QFileInfo(path).absolutePath()); !made) {
        return made;
    }
    return writePrivateFile(path, Secret::take(withProfile(config.reveal(), profile, entries)));
}

} // namespace oci
