// SPDX-License-Identifier: MIT
#include "ui/models/transcriptmodel.h"

#include "tests/support/fixtures.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Status = core::Turn::Status;

namespace {

core::Turn waiting(const QString &id)
{
    return {.id = id, .message = {.role = core::Role::Assistant}, .status = Status::Waiting};
}

} // namespace

class TestTranscriptModel : public QObject
{
    Q_OBJECT

private slots:
    void growsTheTurnItNames()
    {
        ui::TranscriptModel model(m_clock);
        QAbstractItemModelTester tester(&model);
        model.put(waiting(u"a"_s));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

        model.grow(u"a"_s, {.text = u"Hel"_s});
        model.grow(u"a"_s, {.text = u"lo"_s});
        model.grow(u"stranger"_s, {.text = u"?"_s});

        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0).data().toString(), u"Hello"_s);
        QCOMPARE(model.turn(0).status, Status::Streaming);
        QCOMPARE(changed.count(), 2);
    }

    void replacesATurnOfTheSameId()
    {
        ui::TranscriptModel model(m_clock);
        QAbstractItemModelTester tester(&model);
        model.put({.id = u"a"_s, .message = core::textMessage(core::Role::Assistant, u"old"_s)});

        model.put(waiting(u"a"_s));

        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0).data().toString(), QString());
    }

    void measuresHowLongItThought()
    {
        ui::TranscriptModel model(m_clock);
        model.put(waiting(u"a"_s));

        model.grow(u"a"_s, {.reasoning = u"hm"_s});
        m_clock.now = m_clock.now.addSecs(12);
        model.grow(u"a"_s, {.reasoning = u", yes"_s});
        QCOMPARE(model.thoughtFor(0), 0ms);
        model.grow(u"a"_s, {.text = u"It is"_s});
        m_clock.now = m_clock.now.addSecs(30);
        model.grow(u"a"_s, {.text = u" so."_s});

        QCOMPARE(model.thoughtFor(0), 12s);
        QCOMPARE(model.turn(0).message.reasoning, u"hm, yes"_s);
    }

    void showsAnotherConversation()
    {
        ui::TranscriptModel model(m_clock);
        QAbstractItemModelTester tester(&model);
        model.put(waiting(u"a"_s));

        model.setTurns({{.id = u"x"_s}, {.id = u"y"_s}});

        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowOf(u"y"_s), 1);
        QCOMPARE(model.rowOf(u"a"_s), -1);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

private:
    tests::FakeClock m_clock{QDateTime(QDate(2026, 11, 1), QTime(12, 0), QTimeZone::UTC)};
};

QTEST_GUILESS_MAIN(TestTranscriptModel)
#include "tst_transcriptmodel.moc"
