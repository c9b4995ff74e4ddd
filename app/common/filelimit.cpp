// SPDX-License-Identifier: MIT
#include "app/common/filelimit.h"

#include <QtGlobal>

#include <algorithm>
#include <limits>

#ifndef Q_OS_WIN
#include <climits>

#include <sys/resource.h>
#endif

#ifdef Q_OS_LINUX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace app {

namespace {

constexpr int ownFiles = 128; // the program's own, with a margin
constexpr int fewestClients = 16;

} // namespace

void raiseFileLimit()
{
#ifndef Q_OS_WIN
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
#ifdef Q_OS_MACOS
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_cur, OPEN_MAX); // more is refused there
#endif
    ::setrlimit(RLIMIT_NOFILE, &limit);
#endif
}

void reserveFiles(int files)
{
#ifdef Q_OS_LINUX
    const int last = std::min(files, fileLimit()) - 1;
    const int any = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (const int far = ::fcntl(any, F_DUPFD_CLOEXEC, last); far >= 0)
        ::close(far);
    if (any >= 0)
        ::close(any);
#else
    Q_UNUSED(files)
#endif
}

int fileLimit()
{
    constexpr int unlimited = std::numeric_limits<int>::max();
#ifndef Q_OS_WIN
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0)
        return int(std::min<rlim_t>(limit.rlim_cur, unlimited));
#endif
    return unlimited;
}

int clientsWithin(int files)
{
    return std::max(fewestClients, (files - ownFiles) / 2);
}

} // namespace app
