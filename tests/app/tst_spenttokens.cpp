// SPDX-License-Identifier: MIT
#include "app/common/spenttokens.h"

#include "tests/support/fixtures.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using app::SpentTokens;

class TestSpentTokens : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void isWrittenWithinASecond()
    {
        SpentTokens spent(m_folder->path(), m_clock);

        spent.add("a", 5);
        spent.add("a", 6);
        spent.add("b", 7);

        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder->filePath(u"spent.json"_s)), 1000);
        QCOMPARE(known(), (QMap<QByteArray, qint64>{{"a", 11}, {"b", 7}}));
    }

    void isWrittenAtTheEnd()
    {
        std::make_unique<SpentTokens>(m_folder->path(), m_clock)->add("a", 5'000'000'000);

        QCOMPARE(known(), (QMap<QByteArray, qint64>{{"a", 5'000'000'000}}));
    }

    void whatTwoProcessesSpendAddsUpAndBothLearnOfIt()
    {
        auto one = std::make_unique<SpentTokens>(m_folder->path(), m_clock);
        auto two = std::make_unique<SpentTokens>(m_folder->path(), m_clock);
        QSignalSpy learned(two.get(), &SpentTokens::spentElsewhere);

        one->add("a", 10);
        one.reset();
        two->add("a", 1);

        QTRY_COMPARE(learned.count(), 1);
        QCOMPARE(learned[0][1].toLongLong(), 10);
        two.reset();
        QCOMPARE(known(), (QMap<QByteArray, qint64>{{"a", 11}}));
    }

    void anotherDayBeginsWithNothing()
    {
        std::make_unique<SpentTokens>(m_folder->path(), m_clock)->add("a", 5);
        m_clock.now = m_clock.now.addDays(1);

        QVERIFY(known().isEmpty());
    }

    void aFileThatCannotBeReadIsNothingSpent()
    {
        QFile file(m_folder->filePath(u"spent.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"day\":");
        file.close();

        QVERIFY(known().isEmpty());
    }

private:
    //! What a run that begins now is told.
    QMap<QByteArray, qint64> known() const
    {
        QMap<QByteArray, qint64> all;
        SpentTokens spent(m_folder->path(), m_clock);
        connect(&spent, &SpentTokens::spentElsewhere, &spent,
                [&all](const QByteArray &caller, qint64 tokens) { all.insert(caller, tokens); });
        spent.load();
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    tests::FakeClock m_clock{QDateTime(QDate(2026, 5, 4), QTime(12, 0), QTimeZone::UTC)};
};

QTEST_GUILESS_MAIN(TestSpentTokens)
#include "tst_spenttokens.moc"
