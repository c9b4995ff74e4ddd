// SPDX-License-Identifier: MIT
//
// QNetworkAccessManager hands a request to the network in pieces of 16 KB and does not set
// TCP_NODELAY, nor lets anybody else: behind the first piece the rest waits for an acknowledgement
// (RFC 9293, 3.7.4), which a server may hold back (RFC 1122, 4.2.3.2). Where a program has this
// file, Qt's call of connect() comes here, and each TCP socket is told not to wait.
#if defined(__linux__)

#include <cerrno>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" int connect(int descriptor, const sockaddr *address, socklen_t length)
{
    if (address && (address->sa_family == AF_INET || address->sa_family == AF_INET6)) {
        const int before = errno;
        const int on = 1; // of a UDP socket it is refused, which does not matter
        (void)::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        errno = before;
    }
    return int(::syscall(SYS_connect, descriptor, address, length));
}

#endif
