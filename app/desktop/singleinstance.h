// SPDX-License-Identifier: MIT
#pragma once

#include <QLockFile>
#include <QObject>
#include <QString>

#include <memory>

class QLocalServer;

namespace app {

//! One window for each data folder: a second start raises the first one's window and ends.
class SingleInstance final : public QObject
{
    Q_OBJECT

public:
    //! The data folder exists.
    explicit SingleInstance(const QString &dataDir, QObject *parent = nullptr);
    ~SingleInstance() override;

    //! Whether this process is the one. If not, the other has been asked to show itself.
    [[nodiscard]] bool claim();

signals:
    //! Another process was started with the same data folder.
    void anotherStarted();

private:
    QString m_socketName;
    QLockFile m_lock; //!< decides; the socket only carries the message
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace app
