// SPDX-License-Identifier: MIT
#include "oci/config/configfile.h"

#include <QDir>
#include <QUtf8StringView>

#include <algorithm>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;
using core::Secret;

namespace oci {

namespace {

constexpr auto defaultName = "DEFAULT"_L1;
constexpr auto passPhraseKey = "pass_phrase"_L1;
constexpr auto keyContentKey = "key_content"_L1;

const QStringList pathKeys{u"key_file"_s, u"security_token_file"_s, u"delegation_token_file"_s};

std::unexpected<Error> unreadable(const QString &message)
{
    return std::unexpected(
            Error{.code = ErrorCode::Unauthorized,
                  .message = u"The OCI configuration file cannot be read: %1"_s.arg(message)});
}

//! The first of '=' and ':', or -1.
qsizetype separator(QByteArrayView line)
{
    const auto found = std::ranges::find_if(line, [](char c) { return c == '=' || c == ':'; });
    return found == line.end() ? -1 : found - line.begin();
}

} // namespace

QString expandedPath(const QString &path, const QString &homeFolder)
{
    bool isInHome = path == u'~' || path.startsWith("~/"_L1);
#ifdef Q_OS_WIN
    isInHome = isInHome || path.startsWith("~\\"_L1);
#endif
    return isInHome ? homeFolder + path.sliced(1) : path;
}

//! Takes line after line into a ConfigFile.
class ConfigFile::Reader
{
public:
    explicit Reader(ConfigFile &file) : m_file(file) { }

    //! What is wrong with the line, or nothing.
    std::optional<QString> take(QByteArrayView line)
    {
        if (line.isEmpty() || line.startsWith('#') || line.startsWith(';'))
            return {};
        return line.startsWith('[') ? takeHeader(line) : takeSetting(line);
    }

private:
    std::optional<QString> takeHeader(QByteArrayView line)
    {
        const qsizetype end = line.indexOf(']');
        const QByteArrayView rest = end < 0 ? QByteArrayView() : line.sliced(end + 1).trimmed();
        if (end < 0 || (!rest.isEmpty() && !rest.startsWith('#') && !rest.startsWith(';')))
            return u"a profile begins with a line such as [NAME]"_s;
        const QString name = QString::fromUtf8(line.sliced(1, end - 1).trimmed());
        if (name.isEmpty())
            return u"the profile has no name"_s;

        auto &sections = m_file.m_sections;
        m_current = m_file.m_index.value(name, sections.size());
        if (m_current == sections.size()) {
            m_file.m_index.insert(name, m_current);
            sections += Section{.name = name};
        } else {
            warn(u"is there more than once; its parts were put together, the last value counts"_s);
        }
        return {};
    }

    std::optional<QString> takeSetting(QByteArrayView line)
    {
        const qsizetype at = separator(line);
        if (at < 0)
            return u"expected key=value, a [PROFILE] or a comment"_s;
        QString key = QString::fromUtf8(line.first(at).trimmed()).toLower();
        if (key.isEmpty())
            return u"there is no key before the '%1'"_s.arg(QLatin1Char(line[at]));
        if (m_current < 0)
            return u"'%1' stands before the first [PROFILE]"_s.arg(key);
        if (key == "passphrase"_L1)
            key = passPhraseKey; // protocol reference, 1.3: another spelling of it

        Section &section = m_file.m_sections[m_current];
        const QByteArrayView value = line.sliced(at + 1).trimmed();
        if (section.values.contains(key) || section.secrets.contains(key))
            warn(u"sets '%1' more than once; the last value counts"_s.arg(key));
        if (key == passPhraseKey || key == keyContentKey) {
            section.secrets[key] = std::make_shared<const Secret>(value);
            return {};
        }
        section.values[key] = QString::fromUtf8(value);
        if (pathKeys.contains(key))
            judgePath(key, section.values[key]);
        return {};
    }

    void judgePath(const QString &key, const QString &path)
    {
        if (path.startsWith(u'"') || path.startsWith(u'\''))
            warn(u"has quotes around '%1'; they are part of the path, so take them away"_s.arg(
                    key));
        else if (!path.isEmpty() && QDir::isRelativePath(expandedPath(path, u"/"_s)))
            warn(u"has a relative path in '%1', which depends on where the program is started; "
                 "write it from '/' or '~/' on"_s.arg(key));
    }

    void warn(const QString &what)
    {
        m_file.m_warnings += u"Profile [%1] %2."_s.arg(m_file.m_sections[m_current].name, what);
    }

    ConfigFile &m_file;
    qsizetype m_current = -1;
};

Result<ConfigFile> ConfigFile::parse(QByteArrayView bytes, const QString &homeFolder)
{
    if (bytes.size() > maxSize)
        return unreadable(u"it is larger than 1 MiB"_s);
    ConfigFile file;
    file.m_homeFolder = homeFolder;
    Reader reader(file);

    if (bytes.startsWith("\xef\xbb\xbf"))
        bytes = bytes.sliced(3);
    for (qsizetype number = 1; !bytes.isEmpty(); ++number) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArrayView line = bytes.first(end < 0 ? bytes.size() : end);
        bytes = end < 0 ? QByteArrayView() : bytes.sliced(end + 1);

        std::optional<QString> problem;
        if (!line.isValidUtf8() || line.contains('\0'))
            problem = u"it is not UTF-8 text"_s;
        else
            problem = reader.take(line.trimmed());
        if (problem)
            return unreadable(u"line %1: %2"_s.arg(number).arg(*problem));
    }
    return file;
}

QStringList ConfigFile::profileNames() const
{
    QStringList names;
    for (const Section &section : m_sections)
        names += section.name;
    return names;
}

Result<Profile> ConfigFile::profile(const QString &name) const
{
    const Section *own = section(name);
    if (!own) {
        const QString there = m_sections.isEmpty()
                                      ? u"it has none"_s
                                      : u"it has %1"_s.arg(profileNames().join(", "_L1));
        return std::unexpected(
                Error{.code = ErrorCode::NotFound,
                      .message = u"Profile '%1' is not in the OCI configuration file; %2"_s.arg(
                              name, there)});
    }

    QMap<QString, QString> values = own->values;
    if (const Section *fallback = section(defaultName)) {
        for (const auto &[key, value] : fallback->values.asKeyValueRange()) {
            // A session token is of no user; that of DEFAULT is another's (reference, 1.2).
            const bool isForeign = key == "user"_L1 && own != fallback &&
                                   !own->values.value(u"security_token_file"_s).isEmpty();
            if (!values.contains(key) && !isForeign)
                values[key] = value;
        }
    }
    const auto path = [&](const QString &key) {
        return expandedPath(values.value(key), m_homeFolder);
    };
    return Profile{.name = name,
                   .user = values.value(u"user"_s),
                   .tenancy = values.value(u"tenancy"_s),
                   .fingerprint = values.value(u"fingerprint"_s),
                   .keyFile = path(u"key_file"_s),
                   .region = values.value(u"region"_s),
                   .securityTokenFile = path(u"security_token_file"_s),
                   .delegationTokenFile = path(u"delegation_token_file"_s),
                   .authenticationType = values.value(u"authentication_type"_s),
                   .values = values,
                   .hasPassPhrase = !passPhrase(name).isEmpty(),
                   .hasKeyContent = !keyContent(name).isEmpty()};
}

Secret ConfigFile::passPhrase(const QString &profileName) const
{
    return secret(profileName, passPhraseKey);
}

Secret ConfigFile::keyContent(const QString &profileName) const
{
    return secret(profileName, keyContentKey);
}

const ConfigFile::Section *ConfigFile::section(const QString &name) const
{
    const auto found = m_index.constFind(name);
    return found == m_index.end() ? nullptr : &m_sections[*found];
}

Secret ConfigFile::secret(const QString &profileName, const QString &key) const
{
    const Section *own = section(profileName);
    const Section *fallback = section(defaultName);
    if (own && own->secrets.contains(key))
        return own->secrets[key]->clone();
    if (own && fallback && fallback->secrets.contains(key))
        return fallback->secrets[key]->clone();
    return {};
}

} // namespace oci
