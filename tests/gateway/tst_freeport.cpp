// SPDX-License-Identifier: MIT
#include "gateway/freeport.h"

#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using gateway::freePortAfter;
using gateway::ListenAddress;

namespace {

const ListenAddress four{.address = QHostAddress(QHostAddress::LocalHost)};
const ListenAddress six{.address = QHostAddress(QHostAddress::LocalHostIPv6), .optional = true};
const QHostAddress nowhere(u"192.0.2.1"_s); // kept for documentation, on no machine

} // namespace

class TestFreePort : public QObject
{
    Q_OBJECT

private slots:
    void theNextOneThatNobodyHolds()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost, 0));
        const quint16 taken = holder.serverPort();
        const quint16 first = freePortAfter(taken, {four});
        QVERIFY(first > taken);

        QTcpServer next;
        QVERIFY(next.listen(QHostAddress::LocalHost, first)); // it was free
        const quint16 second = freePortAfter(taken, {four});

        QVERIFY(second > first);
    }

    void isFreeOnEachAddress()
    {
        QTcpServer holder;
        if (!holder.listen(QHostAddress::LocalHostIPv6, 0))
            QSKIP("no IPv6 here");
        const auto before = quint16(holder.serverPort() - 1);

        QVERIFY(freePortAfter(before, {four, six}) > holder.serverPort());
    }

    void anAddressThatIsMissingIsInNobodysWay()
    {
        QVERIFY(freePortAfter(20'000, {four, {.address = nowhere, .optional = true}}) > 20'000);
        QCOMPARE(freePortAfter(20'000, {four, {.address = nowhere}}), 0);
    }

    void thereMayBeNone()
    {
        QCOMPARE(freePortAfter(65'535, {four}), 0);
        QCOMPARE(freePortAfter(8088, {}), 0);
    }
};

QTEST_GUILESS_MAIN(TestFreePort)
#include "tst_freeport.moc"
