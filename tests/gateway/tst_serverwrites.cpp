// SPDX-License-Identifier: MIT
#include "gateway/http/server.h"

#include "tests/gateway/httpserver.h"
#include "tests/gateway/rawclient.h"

#include <QPointer>
#include <QTest>

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <sys/socket.h>

#include <optional>

using core::http::Exchange;
using gateway::http::Server;
using namespace tests;

namespace {

constexpr int highestDescriptor = 1024;

//! The end of the connection that is ours, found by its two ports.
std::optional<int> serversEnd(quint16 ours, quint16 theirs)
{
    for (int each = 0; each < highestDescriptor; ++each) {
        sockaddr_in here{};
        sockaddr_in there{};
        socklen_t hereSize = sizeof here;
        socklen_t thereSize = sizeof there;
        if (::getsockname(each, reinterpret_cast<sockaddr *>(&here), &hereSize) == 0 &&
            ::getpeername(each, reinterpret_cast<sockaddr *>(&there), &thereSize) == 0 &&
            ntohs(here.sin_port) == ours && ntohs(there.sin_port) == theirs) {
            return each;
        }
    }
    return {};
}

tcp_info infoOf(int descriptor)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size);
    return info;
}

} // namespace

//! How what is written leaves the machine.
class TestServerWrites : public QObject
{
    Q_OBJECT

private slots:
    void smallPacketsDoNotWaitForEachOther()
    {
        Server server(echo);
        const quint16 port = listen(server);
        RawClient client(port);
        client.send(get("/"));
        QTRY_COMPARE(client.status(), 200);

        const auto end = serversEnd(port, client.socket.localPort());
        QVERIFY(end);
        int noDelay = 0;
        socklen_t size = sizeof noDelay;
        QCOMPARE(::getsockopt(*end, IPPROTO_TCP, TCP_NODELAY, &noDelay, &size), 0);

        QVERIFY(noDelay != 0);
    }

    void eachEventIsAPacketAndGoesAtOnce()
    {
        QPointer<Exchange> exchange;
        Server server([&](Exchange &given) { exchange = &given; });
        const quint16 port = listen(server);
        RawClient client(port);
        client.send(get("/"));
        QTRY_VERIFY(exchange);
        const auto end = serversEnd(port, client.socket.localPort());
        QVERIFY(end);
        exchange->beginStream({.contentType = "text/event-stream"});
        // Without a turn of the event loop: nothing may wait for one.
        const auto before = infoOf(*end);
        QCOMPARE(before.tcpi_data_segs_out, 1U); // the head is there before any event
        constexpr int events = 5;                // fewer than TCP sends without an answer
        for (int i = 0; i < events; ++i)
            exchange->write("data: {\"choices\":[]}\n\n");

        const auto after = infoOf(*end);

        QCOMPARE(after.tcpi_data_segs_out - before.tcpi_data_segs_out, quint32(events));
        QTRY_COMPARE(client.body().count("data: "), events);
        exchange->endStream();
        QTRY_VERIFY(client.received.endsWith("0\r\n\r\n"));
    }

    void aWholeAnswerIsOnePacket()
    {
        Server server(echo);
        const quint16 port = listen(server);
        RawClient client(port);
        client.send(get("/"));
        QTRY_COMPARE(client.status(), 200);
        const auto end = serversEnd(port, client.socket.localPort());
        QVERIFY(end);

        QCOMPARE(infoOf(*end).tcpi_data_segs_out, 1U);
    }
};

QTEST_GUILESS_MAIN(TestServerWrites)
#include "tst_serverwrites.moc"
