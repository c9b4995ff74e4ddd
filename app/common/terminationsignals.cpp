// SPDX-License-Identifier: MIT
#include "app/common/terminationsignals.h"

#include <QSocketNotifier>

#ifdef Q_OS_WIN
#include <QCoreApplication>

#include <windows.h>
#else
#include <array>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>
#endif

namespace app {

#ifdef Q_OS_WIN

namespace {

TerminationSignals *instance = nullptr;

// Called on a thread of the system's.
BOOL WINAPI handleControl(DWORD)
{
    if (!instance)
        return FALSE;
    QMetaObject::invokeMethod(instance, &TerminationSignals::requested, Qt::QueuedConnection);
    return TRUE;
}

} // namespace

TerminationSignals::TerminationSignals(QObject *parent) : QObject(parent)
{
    instance = this;
    SetConsoleCtrlHandler(handleControl, TRUE);
}

TerminationSignals::~TerminationSignals()
{
    SetConsoleCtrlHandler(handleControl, FALSE);
    instance = nullptr;
}

void TerminationSignals::catchReload() { }

#else

namespace {

std::array<int, 2> wakePipe{-1, -1};
constexpr char endByte = 1;
constexpr char reloadByte = 2;

// Only calls that are safe in a signal handler (POSIX.1-2017, 2.4.3).
extern "C" void handleSignal(int signal)
{
    const char byte = signal == SIGHUP ? reloadByte : endByte;
    const auto written = ::write(wakePipe[1], &byte, 1);
    static_cast<void>(written); // a full pipe has been written to already
    if (signal != SIGHUP)
        ::signal(signal, SIG_DFL); // whoever asks twice means it
}

} // namespace

TerminationSignals::TerminationSignals(QObject *parent) : QObject(parent)
{
    if (::pipe(wakePipe.data()) != 0)
        return; // out of descriptors: the default action ends the process
    for (const int end : wakePipe)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    m_notifier = std::make_unique<QSocketNotifier>(wakePipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(wakePipe[0], &byte, 1) != 1)
            return;
        if (byte == reloadByte)
            emit reloadRequested();
        else
            emit requested();
    });
    std::signal(SIGINT, handleSignal);
    std::signal(SIGTERM, handleSignal);
}

void TerminationSignals::catchReload()
{
    if (m_notifier)
        std::signal(SIGHUP, handleSignal);
}

TerminationSignals::~TerminationSignals()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGHUP, SIG_DFL);
    m_notifier.reset();
    for (int &end : wakePipe) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

#endif

} // namespace app
