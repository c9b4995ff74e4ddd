// SPDX-License-Identifier: MIT
#include "oci/config/profilewriter.h"

#include "oci/config/configfile.h"
#include "oci/config/configline.h"
#include "oci/config/privatefile.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;

namespace oci {

namespace {

//! A line of the file with its end.
struct Piece {
    QByteArrayView whole;
    ConfigLine line;
    bool isInside = false; //!< in the profile that is written, its header too

    [[nodiscard]] bool isEmpty() const { return withoutByteOrderMark(whole).trimmed().isEmpty(); }
    //! Its line end; empty where it is the last and has none.
    [[nodiscard]] QByteArrayView end() const
    {
        return whole.endsWith("\r\n") ? whole.last(2) : whole.last(whole.endsWith('\n') ? 1 : 0);
    }
};

QList<Piece> piecesOf(QByteArrayView config, const QString &profile)
{
    QList<Piece> pieces;
    bool isInside = false;
    while (!config.isEmpty()) {
        const qsizetype end = config.indexOf('\n') + 1;
        const QByteArrayView whole = config.first(end > 0 ? end : config.size());
        config = config.sliced(whole.size());
        const auto line = readConfigLine(pieces.isEmpty() ? withoutByteOrderMark(whole) : whole);
        if (line.kind == ConfigLine::Kind::Profile)
            isInside = line.name == profile;
        pieces.append({.whole = whole, .line = line, .isInside = isInside});
    }
    return pieces;
}

//! Number of the piece after which new entries of the profile come; -1: it is not there.
qsizetype placeForNew(const QList<Piece> &pieces)
{
    qsizetype place = -1;
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        if (!pieces[i].isInside && place >= 0)
            break; // the same profile may come again
        if (pieces[i].isInside && pieces[i].line.kind != ConfigLine::Kind::Nothing)
            place = i;
    }
    return place;
}

std::unexpected<Error> failed(ErrorCode code, const QString &message)
{
    return std::unexpected(Error{.code = code, .message = message});
}

//! That the profile says what it should, and that every other says what it said.
Result<void> check(const ConfigFile &before, QByteArrayView text, const QString &profile,
                   const ProfileEntries &entries)
{
    const auto after = ConfigFile::parse(text, {});
    const auto written =
            after.and_then([&](const ConfigFile &file) { return file.profile(profile); });
    if (!written)
        return std::unexpected(written.error());
    for (const auto &[key, value] : entries) {
        if (value && written->values.value(key) != *value) {
            return failed(
                    ErrorCode::InvalidRequest,
                    u"What was meant for '%1' cannot stand in an OCI configuration file"_s.arg(
                            key));
        }
    }
    const bool isInherited = profile == "DEFAULT"_L1;
    for (const QString &other : before.profileNames()) {
        if (other == profile || isInherited)
            continue;
        if (before.profile(other) != after->profile(other) ||
            !before.passPhrase(other).equals(after->passPhrase(other).reveal()) ||
            !before.keyContent(other).equals(after->keyContent(other).reveal())) {
            return failed(ErrorCode::Internal,
                          u"The profile [%1] would have changed, too"_s.arg(other));
        }
    }
    return {};
}

//! The mode says so to root, too, who could write all the same.
bool isReadOnly(const QString &path)
{
    return QFileInfo::exists(path) && !(QFile::permissions(path) & QFileDevice::WriteOwner);
}

} // namespace

bool isProfileName(const QString &name)
{
    const auto fits = [](QChar c) {
        return (c.isPrint() || c.isSurrogate()) && (c == u' ' || !c.isSpace()) &&
               !u"/\\[]:*?\"<>|"_s.contains(c);
    };
    return !name.isEmpty() && name.size() <= 64 && name.isValidUtf16() &&
           (name[0].isLetterOrNumber() || name[0] == u'_' || name[0].isSurrogate()) &&
           name.back() != u' ' && name.back() != u'.' && std::ranges::all_of(name, fits);
}

Error notAProfileName(const QString &name)
{
    return {.code = ErrorCode::InvalidRequest,
            .message = name.isEmpty()
                               ? u"The profile needs a name"_s
                               : u"A profile cannot be called '%1': its name begins with a letter, "
                                 "a digit or '_', is 64 characters long at most, and has none of "
                                 "/ \\ [ ] : * ? \" < > |"_s.arg(name.simplified().left(64))};
}

QByteArray withProfile(QByteArrayView config, const QString &profile, const ProfileEntries &entries)
{
    const QByteArray lineEnd = config.contains("\r\n") ? "\r\n" : "\n";
    const QList<Piece> pieces = piecesOf(config, profile);
    const qsizetype place = placeForNew(pieces);
    const auto isAbout = [](const Piece &piece, const QString &key) {
        return piece.isInside && piece.line.kind == ConfigLine::Kind::Entry &&
               piece.line.name == key;
    };

    QByteArray text; // built once: what it is built of may hold a passphrase
    text.reserve(config.size() + 4096);
    const auto add = [&](QByteArrayView line) {
        if (!text.isEmpty() && !text.endsWith('\n'))
            text += lineEnd; // the last line of the file had none
        text += line;
    };
    const auto addEntry = [&](const ProfileEntries::value_type &entry, QByteArrayView end) {
        if (entry.second)
            add(entry.first.toUtf8() + '=' + entry.second->toUtf8() + end.toByteArray());
    };
    const auto addNew = [&] {
        for (const auto &entry : entries) {
            const auto isThis = [&](const Piece &piece) { return isAbout(piece, entry.first); };
            if (std::ranges::none_of(pieces, isThis))
                addEntry(entry, lineEnd);
        }
    };

    for (qsizetype i = 0; i < pieces.size(); ++i) {
        const auto entry = std::ranges::find_if(
                entries, [&](const auto &pair) { return isAbout(pieces[i], pair.first); });
        if (entry == entries.end())
            add(pieces[i].whole);
        else
            addEntry(*entry, pieces[i].end());
        if (i == place)
            addNew();
    }
    if (place < 0) {
        if (!pieces.isEmpty() && !pieces.last().isEmpty())
            add(lineEnd); // an empty line between profiles
        add('[' + profile.toUtf8() + ']' + lineEnd);
        addNew();
    }
    return text;
}

Result<void> writeProfile(const QString &path, const QString &profile,
                          const ProfileEntries &entries)
{
    if (isReadOnly(path)) {
        return failed(
                ErrorCode::Unauthorized,
                u"The file %1 is read-only, so the profile is not written into it"_s.arg(path));
    }
    Secret config;
    if (QFileInfo::exists(path)) {
        auto file = readPrivateFile(path, ConfigFile::maxSize, {});
        if (!file)
            return std::unexpected(file.error());
        config = std::move(file->bytes);
    } else if (const auto made = makePrivateFolder(QFileInfo(path).absolutePath()); !made) {
        return made;
    }
    const auto before = ConfigFile::parse(config.reveal(), {});
    if (!before)
        return std::unexpected(before.error());
    const Secret text = Secret::take(withProfile(config.reveal(), profile, entries));
    return check(*before, text.reveal(), profile, entries).and_then([&] {
        return writePrivateFile(path, text);
    });
}

} // namespace oci
