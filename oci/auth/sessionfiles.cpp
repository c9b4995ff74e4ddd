// SPDX-License-Identifier: MIT
#include "oci/auth/sessionfiles.h"

#include "oci/auth/sessionerrors.h"
#include "oci/config/privatefile.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace oci {

namespace {

struct StoredToken {
    SessionToken token;
    QString warning; //!< about the mode of its file
};

Result<StoredToken> readToken(const SessionSource &source, const QProcessEnvironment &environment)
{
    const auto file = readPrivateFile(source.tokenFile, longestJwt, environment);
    if (!file) {
        const Error &error = file.error();
        return std::unexpected(error.code == ErrorCode::NotFound
                                       ? session::missing(source, error.message)
                                       : session::unreadable(source, error.message));
    }
    const auto token = SessionToken::read(file->bytes.reveal());
    if (!token) {
        return std::unexpected(
                session::unreadable(source, u"the file %1 does not hold one. %2"_s.arg(
                                                    source.tokenFile, token.error().message)));
    }
    return StoredToken{.token = *token, .warning = file->warning};
}

} // namespace

SessionFiles::SessionFiles(SessionSource source, QObject *parent)
    : QObject(parent)
    , m_source(std::move(source))
{
    m_settling.setSingleShot(true);
    m_settling.setInterval(settleTime);
    m_settling.callOnTimeout(this, [this] {
        watch(); // a file that was replaced is another one to the watcher
        emit changed();
    });
    const auto settle = [this] { m_settling.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, settle);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, settle);
    watch();
}

void SessionFiles::watch()
{
    const QStringList files = m_watcher.files();
    const QStringList folders = m_watcher.directories();
    for (const QString &path : {m_source.tokenFile, m_source.keyFile}) {
        if (path.isEmpty())
            continue;
        if (!files.contains(path) && QFileInfo::exists(path))
            m_watcher.addPath(path);
    }
    // The folder tells of files that come into being. Where it is not there yet, read() is what
    // finds the files once they are.
    const QString folder = QFileInfo(m_source.tokenFile).absolutePath();
    if (!folders.contains(folder) && QFileInfo::exists(folder))
        m_watcher.addPath(folder);
}

Result<SessionPair> SessionFiles::read()
{
    watch();
    const auto token = readToken(m_source, {});
    if (!token)
        return std::unexpected(token.error());
    const auto key = m_source.loadKey();
    if (!key)
        return std::unexpected(session::keyUnreadable(m_source, key.error().message));
    return SessionPair{.token = token->token, .key = *key};
}

Result<void> SessionFiles::write(const SessionToken &token) const
{
    return writePrivateFile(m_source.tokenFile, core::Secret(token.text()));
}

QStringList sessionWarnings(const SessionSource &source, const QProcessEnvironment &environment,
                            const QDateTime &now)
{
    const auto token = readToken(source, environment);
    if (!token)
        return {token.error().message};
    QStringList warnings;
    if (!token->warning.isEmpty())
        warnings += token->warning;
    if (token->token.expires() <= now)
        warnings += session::expired(source, token->token.expires()).message;
    return warnings;
}

} // namespace oci
