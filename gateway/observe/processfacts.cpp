// SPDX-License-Identifier: MIT
#include "gateway/observe/processfacts.h"

#include <QByteArray>
#include <QDir>
#include <QFile>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace gateway::observe {

std::optional<qint64> residentBytes()
{
#ifdef Q_OS_LINUX
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QByteArrayList fields = file.readAll().split(' ');
    bool isNumber = false;
    const qint64 pages = fields.value(1).toLongLong(&isNumber);
    return isNumber ? std::optional(pages * ::sysconf(_SC_PAGESIZE)) : std::nullopt;
#else
    return {};
#endif
}

std::optional<double> cpuSeconds()
{
#ifdef Q_OS_UNIX
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0)
        return {};
    const auto seconds = [](const timeval &time) {
        return double(time.tv_sec) + double(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
#else
    return {};
#endif
}

std::optional<qint64> openFiles()
{
#ifdef Q_OS_LINUX
    return QDir(u"/proc/self/fd"_s)
            .entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot)
            .size();
#else
    return {};
#endif
}

} // namespace gateway::observe
