// SPDX-License-Identifier: MIT
#include "app/common/filelimit.h"
#include "app/common/settings.h"
#include "gateway/observe/processfacts.h"

#include <QFile>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

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

    void reservesRoomInTheKernelsTable()
    {
#ifdef Q_OS_LINUX
        allow(m_usual.rlim_max);
        if (app::fileLimit() < 8192)
            QSKIP("no more than 8191 files are permitted here");
        const auto before = gateway::observe::openFiles();

        app::reserveFiles(8192);

        QVERIFY(tableSize() >= 8192);
        QCOMPARE(gateway::observe::openFiles(), before);
#else
        QSKIP("only Linux has such a table");
#endif
    }

    void reservesNoMoreThanIsPermitted()
    {
        allow(100);
        const auto before = gateway::observe::openFiles();
        app::reserveFiles(8192);
        QCOMPARE(gateway::observe::openFiles(), before);
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
    //! FDSize, see proc_pid_status(5).
    static int tableSize()
    {
        QFile status(u"/proc/self/status"_s);
        if (!status.open(QIODevice::ReadOnly))
            return 0;
        const auto lines = status.readAll().split('\n');
        for (const QByteArray &line : lines)
            if (line.startsWith("FDSize:"))
                return line.mid(7).trimmed().toInt();
        return 0;
    }

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
