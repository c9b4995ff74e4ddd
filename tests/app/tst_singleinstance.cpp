// SPDX-License-Identifier: MIT
#include "app/desktop/singleinstance.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtConcurrentRun>

class TestSingleInstance : public QObject
{
    Q_OBJECT

private slots:
    void theSecondCallsTheFirst()
    {
        const QTemporaryDir folder;
        app::SingleInstance first(folder.path());
        QVERIFY(first.claim());
        QSignalSpy called(&first, &app::SingleInstance::anotherStarted);

        // On another thread: it waits for the first one's answer, which this thread gives.
        const auto second =
                QtConcurrent::run([&folder] { return app::SingleInstance(folder.path()).claim(); });

        QTRY_COMPARE(called.count(), 1);
        QTRY_VERIFY(second.isFinished());
        QVERIFY(!second.result());
    }

    void anotherDataFolderIsAnotherInstance()
    {
        const QTemporaryDir one;
        const QTemporaryDir two;
        app::SingleInstance first(one.path());
        app::SingleInstance second(two.path());

        QVERIFY(first.claim());
        QVERIFY(second.claim());
    }

    void theNextMayClaimOnceTheFirstHasGone()
    {
        const QTemporaryDir folder;
        QVERIFY(app::SingleInstance(folder.path()).claim());
        QVERIFY(app::SingleInstance(folder.path()).claim());
    }
};

QTEST_GUILESS_MAIN(TestSingleInstance)
#include "tst_singleinstance.moc"
