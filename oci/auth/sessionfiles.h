// SPDX-License-Identifier: MIT
#pragma once

#include "core/result.h"
#include "oci/auth/sessionsource.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTimer>

#include <chrono>

namespace oci {

//! The files of a session as they stand on the disk, which other programs change at any time:
//! `oci session authenticate` and `oci session refresh` do, and so does another client of ours.
class SessionFiles final : public QObject
{
    Q_OBJECT

public:
    //! Writers that do not rename write bit by bit: files are read when they have been left alone
    //! for so long.
    static constexpr std::chrono::milliseconds settleTime{100};

    explicit SessionFiles(SessionSource source, QObject *parent = nullptr);

    //! Token and key as they are now. The errors are those of sessionerrors.h.
    [[nodiscard]] core::Result<SessionPair> read();
    //! Puts a renewed token in the place of the old one.
    [[nodiscard]] core::Result<void> write(const SessionToken &token) const;

    [[nodiscard]] const SessionSource &source() const { return m_source; }

signals:
    //! Something about the files is new since the last time: read them.
    void changed();

private:
    void watch();

    SessionSource m_source;
    QFileSystemWatcher m_watcher;
    QTimer m_settling;
};

//! What a person should know before the first request: that the token is missing, unreadable or
//! expired, or open to others. One sentence each, none if all is well.
[[nodiscard]] QStringList sessionWarnings(const SessionSource &source,
                                          const QProcessEnvironment &environment,
                                          const QDateTime &now);

} // namespace oci
