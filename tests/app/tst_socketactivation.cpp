// SPDX-License-Identifier: MIT
#include "app/common/socketactivation.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using app::notifyServiceManager;
using app::takeInheritedSockets;

namespace {

//! The service manager's end of NOTIFY_SOCKET.
class Listener
{
public:
    explicit Listener(const QByteArray &path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::ranges::copy(path, address.sun_path);
        m_socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        m_bound = ::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address);
    }
    ~Listener() { ::close(m_socket); }
    Q_DISABLE_COPY_MOVE(Listener)

    [[nodiscard]] bool isBound() const { return m_bound == 0; }
    [[nodiscard]] QByteArray next() const
    {
        QByteArray text(256, '\0');
        const auto size = ::recv(m_socket, text.data(), std::size_t(text.size()), 0);
        return size < 0 ? QByteArray() : text.first(size);
    }

private:
    int m_socket = -1;
    int m_bound = -1;
};

} // namespace

class TestSocketActivation : public QObject
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        for (const char *name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "NOTIFY_SOCKET"})
            qunsetenv(name);
    }

    void withoutVariablesThereIsNone() { QVERIFY(takeInheritedSockets().isEmpty()); }

    void socketsOfAnotherProcessAreNotOurs()
    {
        qputenv("LISTEN_PID", QByteArray::number(::getpid() + 1));
        qputenv("LISTEN_FDS", "1");

        QVERIFY(takeInheritedSockets().isEmpty());
        QVERIFY(!qEnvironmentVariableIsSet("LISTEN_FDS"));
    }

    void nonsenseIsNone_data()
    {
        QTest::addColumn<QByteArray>("count");
        QTest::newRow("words") << "many"_ba;
        QTest::newRow("negative") << "-1"_ba;
        QTest::newRow("nothing") << ""_ba;
    }
    void nonsenseIsNone()
    {
        QFETCH(const QByteArray, count);
        qputenv("LISTEN_PID", QByteArray::number(::getpid()));
        qputenv("LISTEN_FDS", count);

        QVERIFY(takeInheritedSockets().isEmpty());
    }

    void ourSocketsAreTakenOnceAndKeptFromChildren()
    {
        // Whatever this process has open as its first descriptors stands in for sockets.
        const bool hadThird = ::fcntl(3, F_GETFD) >= 0;
        if (!hadThird)
            QCOMPARE(::dup2(0, 3), 3);
        const int before = ::fcntl(3, F_GETFD);
        ::fcntl(3, F_SETFD, before & ~FD_CLOEXEC);
        qputenv("LISTEN_PID", QByteArray::number(::getpid()));
        qputenv("LISTEN_FDS", "1");
        qputenv("LISTEN_FDNAMES", "gatehouse-gateway.socket");

        QCOMPARE(takeInheritedSockets(), QList<qintptr>{3});
        QVERIFY(::fcntl(3, F_GETFD) & FD_CLOEXEC);
        QVERIFY(takeInheritedSockets().isEmpty());
        QVERIFY(!qEnvironmentVariableIsSet("LISTEN_FDNAMES"));
        ::fcntl(3, F_SETFD, before);
        if (!hadThird)
            ::close(3);
    }

    void theServiceManagerIsTold()
    {
        const QTemporaryDir folder;
        const QByteArray path = QFile::encodeName(folder.filePath(u"notify"_s));
        const Listener listener(path);
        QVERIFY(listener.isBound());
        qputenv("NOTIFY_SOCKET", path);

        notifyServiceManager("READY=1");
        QCOMPARE(listener.next(), "READY=1");
    }

    void theAbstractNamespaceWorks()
    {
        const QByteArray name = "gatehouse-test-" + QByteArray::number(::getpid());
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::ranges::copy(name, address.sun_path + 1);
        const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + 1 + std::size_t(name.size()));
        QCOMPARE(::bind(socket, reinterpret_cast<const sockaddr *>(&address), size), 0);
        qputenv("NOTIFY_SOCKET", '@' + name);

        notifyServiceManager("STOPPING=1");
        char text[32] = {};
        QCOMPARE(::recv(socket, text, sizeof text, 0), 10);
        QCOMPARE(QByteArray(text), "STOPPING=1");
        ::close(socket);
    }

    void nobodyListensIsNoFault()
    {
        qputenv("NOTIFY_SOCKET", "/nonexistent/notify");
        notifyServiceManager("READY=1");
        qputenv("NOTIFY_SOCKET", "relative");
        notifyServiceManager("READY=1");
        qputenv("NOTIFY_SOCKET", '/' + QByteArray(200, 'x'));
        notifyServiceManager("READY=1");
    }
};

QTEST_APPLESS_MAIN(TestSocketActivation)
#include "tst_socketactivation.moc"
