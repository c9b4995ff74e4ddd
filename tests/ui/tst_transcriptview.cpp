// SPDX-License-Identifier: MIT
#include "ui/chat/transcriptview.h"

#include "tests/support/fixtures.h"
#include "tests/ui/shots/scenes.h"
#include "ui/chat/turnview.h"
#include "ui/models/transcriptmodel.h"
#include "ui/theme/theme.h"

#include <QAccessible>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>
#include <QWheelEvent>

using namespace Qt::StringLiterals;
using Status = core::Turn::Status;

class TestTranscriptView : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_model = std::make_unique<ui::TranscriptModel>(m_clock);
        m_view = std::make_unique<ui::TranscriptView>(*m_model, m_theme);
        m_view->resize(800, 600);
        m_view->show();
    }

    void cleanup()
    {
        m_view.reset();
        m_model.reset();
    }

    void followsTheEndWhileItIsInView()
    {
        startAnswer();
        growTall();

        QVERIFY(m_view->verticalScrollBar()->maximum() > 0);
        QCOMPARE(m_view->verticalScrollBar()->value(), m_view->verticalScrollBar()->maximum());
        QVERIFY(m_view->isFollowing());
    }

    void scrollingUpStopsFollowingAtOnce()
    {
        startAnswer();
        growTall();

        scrollWheel(120);
        QVERIFY(!m_view->isFollowing());
        const int before = m_view->verticalScrollBar()->value();
        growTall();

        QCOMPARE(m_view->verticalScrollBar()->value(), before);
        auto *jump = m_view->findChild<QPushButton *>(u"jumpToLatest"_s);
        QVERIFY(jump->isVisible());
        QTest::mouseClick(jump, Qt::LeftButton);
        QVERIFY(m_view->isFollowing());
        QCOMPARE(m_view->verticalScrollBar()->value(), m_view->verticalScrollBar()->maximum());
        QVERIFY(!jump->isVisible());
    }

    void scrollingBackToTheEndFollowsAgain()
    {
        startAnswer();
        growTall();
        scrollWheel(120);
        scrollWheel(-1200);

        QVERIFY(m_view->isFollowing());
    }

    void whatIsReadStaysWhenHeightsAboveAreCorrected()
    {
        fill(200);
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
        ui::TurnView *read = turnInView();
        QVERIFY(read);
        const int y = read->mapTo(m_view->viewport(), QPoint()).y();

        m_view->resize(800, 590); // lays everything out again
        QCOMPARE(read->mapTo(m_view->viewport(), QPoint()).y(), y);
    }

    void onlyTurnsNearWhatIsSeenHaveWidgets()
    {
        fill(2000);

        QVERIFY(m_view->findChildren<ui::TurnView *>().size() < 100);
        m_view->verticalScrollBar()->setValue(0);
        QTRY_VERIFY(m_view->findChildren<ui::TurnView *>().size() < 200);
        QVERIFY(turnInView());
    }

    void aSelectionReachesOverTurns()
    {
        m_model->put({.id = u"1"_s, .message = core::textMessage(core::Role::User, u"Why?"_s)});
        m_model->put({.id = u"2"_s,
                      .message = core::textMessage(core::Role::Assistant, u"- Because\n- *so*"_s)});
        m_view->flush();

        m_view->selectAll();

        QCOMPARE(m_view->selectedText(), u"Why?\n• Because\n• so"_s);
    }

    void nothingRunsWhileNothingChanges()
    {
        startAnswer();
        m_model->grow(u"a"_s, {.text = u"x"_s});
        m_view->flush();
        m_model->put({.id = u"a"_s, .message = core::textMessage(core::Role::Assistant, u"x"_s)});
        m_view->flush();
        const int ticks = m_view->work().ticks;

        QTest::qWait(100);

        QCOMPARE(m_view->work().ticks, ticks);
    }

    void manyDeltasAreOneTick()
    {
        startAnswer();
        const int ticks = m_view->work().ticks;

        for (int i = 0; i < 1000; ++i)
            m_model->grow(u"a"_s, {.text = u"word "_s});
        QTRY_COMPARE(m_view->work().ticks, ticks + 1);
    }

    void itemsHaveNamesForAScreenReader()
    {
        m_model->put({.id = u"1"_s, .message = core::textMessage(core::Role::User, u"Why?"_s)});
        m_view->flush();
        auto *turn = m_view->findChild<ui::TurnView *>();
        QVERIFY(turn);

        QCOMPARE(turn->accessibleName(), u"You, message 1 of 1"_s);
    }

    // Fails only where something is grossly wrong: machines and sanitizers differ.
    void streamingALongAnswerIsLittleWork()
    {
        QString answer;
        while (answer.size() < 64 * 1024)
            answer += shots::richAnswer() + u"\n\n"_s;
        startAnswer();
        m_view->flush();
        const auto before = m_view->work();

        qint64 tail = 0;
        int tailTicks = 0;
        for (qsizetype at = 0; at < answer.size(); at += 20) {
            m_model->grow(u"a"_s, {.text = answer.mid(at, 20)});
            const qint64 sofar = m_view->work().nanoseconds;
            m_view->flush();
            if (at > answer.size() * 9 / 10) {
                tail += m_view->work().nanoseconds - sofar;
                ++tailTicks;
            }
        }
        const auto after = m_view->work();

        const double mean =
                double(after.nanoseconds - before.nanoseconds) / (after.ticks - before.ticks) / 1e6;
        qInfo("64 KB in 20-character deltas: mean %.2f ms a tick, %.2f ms in the last tenth, "
              "longest %.1f ms",
              mean, double(tail) / tailTicks / 1e6, double(after.longest) / 1e6);
#if defined(__SANITIZE_ADDRESS__)
        QVERIFY(mean < 60);
#else
        QVERIFY(mean < 8);
#endif
    }

private:
    void startAnswer()
    {
        m_model->put({.id = u"q"_s, .message = core::textMessage(core::Role::User, u"Why?"_s)});
        m_model->put({.id = u"a"_s,
                      .message = {.role = core::Role::Assistant},
                      .status = Status::Waiting});
    }

    void growTall()
    {
        for (int i = 0; i < 60; ++i)
            m_model->grow(u"a"_s, {.text = u"paragraph\n\n"_s});
        m_view->flush();
    }

    void fill(int turns)
    {
        QList<core::Turn> all;
        for (int i = 0; i < turns; ++i) {
            const auto role = i % 2 == 0 ? core::Role::User : core::Role::Assistant;
            all.append({.id = QString::number(i),
                        .message = core::textMessage(
                                role, QString(40 + i * 37 % 900, u'w').replace(10, 1, u" "_s))});
        }
        m_model->setTurns(all);
    }

    void scrollWheel(int delta)
    {
        const QPointF at(100, 100);
        QWheelEvent wheel(at, m_view->viewport()->mapToGlobal(at), {}, {0, delta}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_view->viewport(), &wheel);
    }

    ui::TurnView *turnInView()
    {
        const auto turns = m_view->findChildren<ui::TurnView *>();
        for (ui::TurnView *turn : turns) {
            const int y = turn->mapTo(m_view->viewport(), QPoint()).y();
            if (y < 60 && y + turn->height() > 0)
                return turn;
        }
        return nullptr;
    }

    tests::FakeClock m_clock{QDateTime(QDate(2026, 11, 1), QTime(12, 0), QTimeZone::UTC)};
    ui::Theme m_theme;
    std::unique_ptr<ui::TranscriptModel> m_model;
    std::unique_ptr<ui::TranscriptView> m_view;
};

QTEST_MAIN(TestTranscriptView)
#include "tst_transcriptview.moc"
