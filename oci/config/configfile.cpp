// SPDX-License-Identifier: MIT
#include "oci/config/configfile.h"

#include "oci/config/configline.h"

#include <QDir>

#include <optional>

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

//! For a sentence. A line may be anything, e.g. one of a private key, which ends in '=': what is no
//! known key is not repeated.
QString named(const QString &key)
{
    static const QStringList known{u"user"_s,
                                   u"fingerprint"_s,
                                   u"key_file"_s,
                                   u"pass_phrase"_s,
                                   u"tenancy"_s,
                                   u"region"_s,
                                   u"security_token_file"_s,
                                   u"delegation_token_file"_s,
                                   u"authentication_type"_s,
                                   u"key_content"_s,
                                   u"log_requests"_s,
                                   u"additional_user_agent"_s,
                                   u"compartment-id"_s};
    return known.contains(key) ? u"'%1'"_s.arg(key) : u"a setting"_s;
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
    std::optional<QString> take(const ConfigLine &line)
    {
        switch (line.kind) {
        case ConfigLine::Kind::Nothing:
            return {};
        case ConfigLine::Kind::Fault:
            return line.fault;
        case ConfigLine::Kind::Profile:
            begin(line.name);
            return {};
        case ConfigLine::Kind::Entry:
            break;
        }
        if (m_current < 0)
            return u"%1 stands before the first [PROFILE]"_s.arg(named(line.name));
        set(line.name, line.value);
        return {};
    }

private:
    void begin(const QString &name)
    {
        auto &sections = m_file.m_sections;
        m_current = m_file.m_index.value(name, sections.size());
        if (m_current == sections.size()) {
            m_file.m_index.insert(name, m_current);
            sections += Section{.name = name};
        } else {
            warn(u"is there more than once; its parts were put together, the last value counts"_s);
        }
    }

    void set(const QString &key, QByteArrayView value)
    {
        Section &section = m_file.m_sections[m_current];
        if (section.values.contains(key) || section.secrets.contains(key))
            warn(u"sets %1 more than once; the last value counts"_s.arg(named(key)));
        if (key == passPhraseKey || key == keyContentKey) {
            section.secrets[key] = std::make_shared<const Secret>(value);
            return;
        }
        section.values[key] = QString::fromUtf8(value);
        if (pathKeys.contains(key))
            judgePath(key, section.values[key]);
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

    bytes = withoutByteOrderMark(bytes);
    for (qsizetype number = 1; !bytes.isEmpty(); ++number) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArrayView line = bytes.first(end < 0 ? bytes.size() : end);
        bytes = end < 0 ? QByteArrayView() : bytes.sliced(end + 1);

        if (const auto problem = reader.take(readConfigLine(line)))
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
    // Who names a key file of its own does not mean the key that stands in DEFAULT.
    if (own && key == keyContentKey && !own->values.value(u"key_file"_s).isEmpty())
        return {};
    if (own && fallback && fallback->secrets.contains(key))
        return fallback->secrets[key]->clone();
    return {};
}

} // namespace oci
