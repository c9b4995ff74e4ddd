// SPDX-License-Identifier: MIT
#include "app/common/socketactivation.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#endif

namespace app {

#ifdef Q_OS_LINUX

namespace {

constexpr int firstDescriptor = 3; // SD_LISTEN_FDS_START
constexpr int mostDescriptors = 64;

} // namespace

QList<qintptr> takeInheritedSockets()
{
    bool isNumber = false;
    const auto owner = qEnvironmentVariable("LISTEN_PID").toLongLong(&isNumber);
    const bool isOurs = isNumber && owner == ::getpid();
    const int count = isOurs ? qEnvironmentVariableIntValue("LISTEN_FDS") : 0;
    qunsetenv("LISTEN_PID");
    qunsetenv("LISTEN_FDS");
    qunsetenv("LISTEN_FDNAMES");
    QList<qintptr> sockets;
    for (int i = 0; i < std::min(count, mostDescriptors); ++i) {
        const int descriptor = firstDescriptor + i;
        const int flags = ::fcntl(descriptor, F_GETFD);
        if (flags < 0)
            break; // fewer than were announced
        ::fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC);
        sockets.append(descriptor);
    }
    return sockets;
}

void notifyServiceManager(const QByteArray &state)
{
    const QByteArray path = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    // An absolute path, or a name in the abstract namespace.
    const bool isUsable = (path.startsWith('/') || path.startsWith('@')) &&
                          std::size_t(path.size()) < sizeof address.sun_path;
    if (!isUsable)
        return;
    address.sun_family = AF_UNIX;
    std::ranges::copy(path, address.sun_path);
    if (path.startsWith('@'))
        address.sun_path[0] = '\0';
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return;
    // Who does not listen any more misses it; there is nobody else to tell.
    (void)::sendto(socket, state.constData(), std::size_t(state.size()), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr *>(&address),
                   socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(path.size())));
    ::close(socket);
}

#else

QList<qintptr> takeInheritedSockets()
{
    return {};
}

void notifyServiceManager(const QByteArray &) { }

#endif

} // namespace app
