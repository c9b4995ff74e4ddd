// SPDX-License-Identifier: MIT
#include "app/common/filelimit.h"
#include "app/common/settings.h"

#include <QTest>

#include <sys/resource.h>

class TestFileLimit : public QObject
{
    Q_OBJECT

private slots:
    void init() { ::getrlimit(RLIMIT_NOFILE, &m_usual); }
    void cleanup() { ::setrlimit(RLIMIT_NOFILE, &m_usual); }

    void raisesTheLimitAsFarAsTheSystemPermits()
    {
        allow(200);
        QCOMPARE(app::fileLimit(), 200);

        app::raiseFileLimit();

        QVERIFY(app::fileLimit() > 200);
    }

    void leavesTheClientsRoomForTheirConnectionsToOci()
    {
        QCOMPARE(app::clientsWithin(1024), 448);
        QCOMPARE(app::clientsWithin(50), 16);
    }

    void takesNoMoreClientsThanThereAreFilesFor()
    {
        allow(328);
        QCOMPARE(app::gatewaySettings({}, {}).limits.connections, 100);
        allow(m_usual.rlim_max);
        QVERIFY(app::gatewaySettings({}, {}).limits.connections <= gateway::Limits().connections);
    }

private:
    void allow(rlim_t files)
    {
        rlimit limit = m_usual;
        limit.rlim_cur = files;
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    }

    rlimit m_usual{};
};

QTEST_GUILESS_MAIN(TestFileLimit)
#include "tst_filelimit.moc"
