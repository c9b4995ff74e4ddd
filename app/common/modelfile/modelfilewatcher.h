// SPDX-License-Identifier: MIT
#pragma once

#include "app/common/modelfile/modelfile.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace app {

//! A file of models that is read again when it changes. One that cannot be read keeps what was
//! read before, and the log says why.
class ModelFileWatcher final : public QObject
{
    Q_OBJECT

public:
    //! `quiet`: how long nothing may happen to the file before it is read: it may be half written.
    ModelFileWatcher(QString fileName, const QProcessEnvironment &environment,
                     QObject *parent = nullptr,
                     std::chrono::milliseconds quiet = std::chrono::milliseconds(200));

    //! Reads the file for the first time, and says in the log what of it counts.
    [[nodiscard]] core::Result<void> load();
    [[nodiscard]] const ModelFile &current() const { return m_current; }
    //! From now on `changed` tells.
    void watch();
    //! Reads it now, even if it looks unchanged.
    void reload();

signals:
    void changed();

private:
    void read();
    void follow();
    void tell() const;

    QString m_fileName;
    QProcessEnvironment m_environment;
    ModelFile m_current;
    QByteArray m_digest; //!< of what was read last
    QFileSystemWatcher m_watcher;
    QTimer m_quiet;
};

} // namespace app
