// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "tests/gateway/httpserver.h"
#include "tests/gateway/rawclient.h"

#include <QLocalSocket>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

using namespace Qt::StringLiterals;
using gateway::http::Server;
using namespace tests;

namespace {

//! While it lives, this process gets no further file descriptor.
class NoMoreDescriptors
{
public:
    NoMoreDescriptors()
    {
        // Nothing is written meanwhile: sanitizers look at objects through a pipe.
        QLoggingCategory::setFilterRules(u"app.gateway.accept=false"_s);
        ::getrlimit(RLIMIT_NOFILE, &m_usual);
        const int next = ::dup(0); // the lowest that is free
        ::close(next);
        const rlimit none{rlim_t(next), m_usual.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoMoreDescriptors()
    {
        ::setrlimit(RLIMIT_NOFILE, &m_usual);
        QLoggingCategory::setFilterRules({});
    }
    Q_DISABLE_COPY_MOVE(NoMoreDescriptors)

private:
    rlimit m_usual{};
};

} // namespace

class TestServerListen : public QObject
{
    Q_OBJECT

private slots:
    void listensOnIPv6()
    {
        Server server(echo);
        const auto port = server.listen(QHostAddress::LocalHostIPv6, 0);
        if (!port)
            QSKIP("no IPv6 here");
        RawClient client(*port, QHostAddress::LocalHostIPv6);

        client.send(get("/six"));

        QTRY_COMPARE(client.body(), "GET /six ");
    }

    void saysWhyItCannotListen()
    {
        Server first(echo);
        Server second(echo);
        const quint16 port = listen(first);

        const auto taken = second.listen(QHostAddress::LocalHost, port);
        const auto foreign = second.listen(QHostAddress(u"192.0.2.1"_s), 0);

        QVERIFY(!taken);
        QCOMPARE(taken.error().reason, u"address_in_use"_s);
        QVERIFY(taken.error().message.contains(QString::number(port)));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().reason, u"address_unavailable"_s);
    }

    void nobodyCanTakeThePortBesideIt_data()
    {
        QTest::addColumn<int>("option");
        QTest::newRow("SO_REUSEADDR") << SO_REUSEADDR;
        QTest::newRow("SO_REUSEPORT") << SO_REUSEPORT;
    }

    void nobodyCanTakeThePortBesideIt()
    {
        QFETCH(int, option);
        Server server(echo);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(listen(server));

        const int thief = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int on = 1;
        QCOMPARE(::setsockopt(thief, SOL_SOCKET, option, &on, sizeof on), 0);
        const int bound = ::bind(thief, reinterpret_cast<sockaddr *>(&address), sizeof address);
        const int why = errno;
        ::close(thief);

        QCOMPARE(bound, -1);
        QCOMPARE(why, EADDRINUSE);
    }

    void listensOnAUnixSocketOfItsOwner()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"gateway.sock"_s);
        auto server = std::make_unique<Server>(echo);
        QVERIFY(server->listen(path));
        QCOMPARE(QFile::permissions(path) & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);

        QLocalSocket client;
        client.connectToServer(path);
        QByteArray received;
        connect(&client, &QLocalSocket::readyRead, this, [&] { received += client.readAll(); });
        client.write(get("/unix"));
        QTRY_VERIFY(received.endsWith("GET /unix "));

        Server second(echo);
        const auto taken = second.listen(path);
        QVERIFY(!taken);
        QCOMPARE(taken.error().reason, u"address_in_use"_s);
        client.abort();
        QTRY_COMPARE(server->connectionCount(), 0);
        server.reset();
        QVERIFY(!QFile::exists(path));
    }

    void takesTheSocketFileOfADeadServerOver()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"gateway.sock"_s);
        const QString moved = folder.filePath(u"moved.sock"_s);
        {
            Server dead(echo);
            QVERIFY(dead.listen(moved));
            QVERIFY(QFile::rename(moved, path)); // so that its end does not remove the file
        }
        QVERIFY(QFileInfo::exists(path));

        Server server(echo);
        QVERIFY(server.listen(path));
    }

    void acceptsAgainAfterDescriptorsRanOut()
    {
        Server server(echo);
        RawClient client(listen(server));
        QVERIFY(client.socket.waitForConnected()); // to the backlog: the server had no turn yet
        {
            const NoMoreDescriptors shortage;
            QTest::qWait(50);
            QCOMPARE(server.connectionCount(), 0);
        }

        client.send(get("/late"));

        QTRY_COMPARE(client.body(), "GET /late ");
    }

    void listensOnItsUnixSocketAgainAfterDescriptorsRanOut()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"gateway.sock"_s);
        Server server(echo);
        QVERIFY(server.listen(path));
        RawClient other(listen(server));
        QTRY_COMPARE(server.connectionCount(), 1);
        QLocalSocket unlucky;
        unlucky.connectToServer(path);
        {
            const NoMoreDescriptors shortage;
            QTest::qWait(50);
            QCOMPARE(server.connectionCount(), 1);
        }
        other.socket.abort();
        QTRY_COMPARE(server.connectionCount(), 0);

        QLocalSocket client;
        client.connectToServer(path);

        QVERIFY(client.waitForConnected(1000));
        QTRY_COMPARE(server.connectionCount(), 1);
    }

    void takesOverATcpSocketThatListens()
    {
        // As a service manager hands it over: bound, listening, known by its number alone.
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        QCOMPARE(::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        QCOMPARE(::listen(descriptor, 8), 0);
        Server server(echo);

        const auto place = server.listenOn(descriptor);

        QVERIFY(place);
        QCOMPARE(place->first, QHostAddress(QHostAddress::LocalHost));
        QVERIFY(place->second > 0);
        RawClient client(place->second);
        client.send(get("/x"));
        QTRY_COMPARE(client.status(), 200);
    }

    void takesOverAUnixSocketThatListens()
    {
        const QTemporaryDir folder;
        const QByteArray path = QFile::encodeName(folder.filePath(u"inherited.sock"_s));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::ranges::copy(path, address.sun_path);
        const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        QCOMPARE(::bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
        QCOMPARE(::listen(descriptor, 8), 0);
        Server server(echo);

        const auto place = server.listenOn(descriptor);

        QVERIFY(place);
        QVERIFY(place->first.isNull());
        QLocalSocket client;
        QByteArray received;
        connect(&client, &QLocalSocket::readyRead, this, [&] { received += client.readAll(); });
        client.connectToServer(QFile::decodeName(path));
        QVERIFY(client.waitForConnected(1000));
        client.write(get("/x"));
        QTRY_VERIFY(received.startsWith("HTTP/1.1 200"));
        server.stopListening();
        QVERIFY(QFileInfo::exists(QFile::decodeName(path))); // it is its maker's
    }

    void refusesADescriptorThatIsNoSocket()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        Server server(echo);

        const auto place = server.listenOn(file.handle());

        QVERIFY(!place);
        QVERIFY2(place.error().message.contains(u"no socket"_s), qPrintable(place.error().message));
    }

    void leavesAFileThatIsNoSocketAlone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"notes.txt"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();

        Server server(echo);

        QVERIFY(!server.listen(path));
        QVERIFY(QFileInfo(path).isFile());
    }
};

QTEST_GUILESS_MAIN(TestServerListen)
#include "tst_serverlisten.moc"
