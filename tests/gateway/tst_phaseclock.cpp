// SPDX-License-Identifier: MIT
#include "gateway/http/phaseclock.h"

#include <QTest>

using namespace std::chrono_literals;
using gateway::Limits;
using gateway::http::Phase;
using gateway::http::PhaseClock;

namespace {

// A time-out of nothing has run out as soon as it runs: no test here waits.
constexpr Limits allRunOut{.headerTimeout = 0ms, .bodyTimeout = 0ms, .idleTimeout = 0ms};

} // namespace

class TestPhaseClock : public QObject
{
    Q_OBJECT

private slots:
    void takesTheTimeOfThePhase_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<Limits>("limits");
        const Limits header{.headerTimeout = 0ms};
        const Limits body{.bodyTimeout = 0ms};
        const Limits idle{.idleTimeout = 0ms};
        QTest::newRow("handshake") << Phase::Handshake << header;
        QTest::newRow("head") << Phase::Head << header;
        QTest::newRow("body") << Phase::Body << body;
        QTest::newRow("idle") << Phase::Idle << idle;
        QTest::newRow("sending") << Phase::Sending << idle;
    }

    void takesTheTimeOfThePhase()
    {
        QFETCH(const Phase, phase);
        QFETCH(const Limits, limits);
        PhaseClock clock(limits);
        clock.enter(phase);
        QCOMPARE(clock.phase(), phase);
        QVERIFY(clock.hasRunOut());

        const Limits patient;
        PhaseClock other(patient);
        other.enter(phase);
        QVERIFY(!other.hasRunOut());
    }

    void lingersHoweverShortTheOtherTimes()
    {
        PhaseClock clock(allRunOut);
        clock.enter(Phase::Lingering);
        QVERIFY(!clock.hasRunOut());
    }

    void standsStillWhileWeAnswer()
    {
        PhaseClock clock(allRunOut);
        clock.enter(Phase::Answering);
        QVERIFY(!clock.hasRunOut());
        clock.start();
        QVERIFY(clock.hasRunOut());
        clock.stop();
        QVERIFY(!clock.hasRunOut());
        clock.restart();
        QVERIFY(clock.hasRunOut());
    }

    void neverRunsOutOnceClosed()
    {
        PhaseClock clock(allRunOut);
        clock.enter(Phase::Closed);
        clock.restart();
        clock.start();
        QVERIFY(!clock.hasRunOut());
    }

    void aMoveOfTheClientCountsOnlyWhereItMayTakeItsTime_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<bool>("counts");
        QTest::newRow("handshake") << Phase::Handshake << false;
        QTest::newRow("head") << Phase::Head << false;
        QTest::newRow("body") << Phase::Body << true;
        QTest::newRow("idle") << Phase::Idle << true;
        QTest::newRow("sending") << Phase::Sending << true;
    }

    void aMoveOfTheClientCountsOnlyWhereItMayTakeItsTime()
    {
        QFETCH(const Phase, phase);
        QFETCH(const bool, counts);
        Limits limits = allRunOut;
        PhaseClock clock(limits);
        clock.enter(phase);
        limits = Limits{};
        clock.restart();
        QCOMPARE(clock.hasRunOut(), !counts);
    }
};

QTEST_APPLESS_MAIN(TestPhaseClock)
#include "tst_phaseclock.moc"
