// SPDX-License-Identifier: MIT
#include "app/common/hardening.h"

#include "app/common/filelimit.h"

#include <QtGlobal>

#ifndef Q_OS_WIN
#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#endif

namespace app {

namespace {

constexpr int filesOfManyClients = 4096; // 32 KB of the kernel's memory

} // namespace

void hardenProcess()
{
#ifndef Q_OS_WIN
    ::umask(077);
    raiseFileLimit();
    reserveFiles(filesOfManyClients);
    std::signal(SIGPIPE, SIG_IGN);
#ifdef GATEHOUSE_RELEASE
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#endif
#endif
}

} // namespace app
