// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace app {

//! Turns SIGINT and SIGTERM (on Windows: Ctrl+C and closing the console) into a signal of the
//! event loop. A second one ends the process at once. With `catchReload()` SIGHUP asks for the
//! settings to be read again, as often as it comes. One instance per process.
class TerminationSignals final : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

    //! Without it SIGHUP ends the process. Does nothing on Windows, which has no such signal.
    void catchReload();

signals:
    void requested();
    void reloadRequested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace app
