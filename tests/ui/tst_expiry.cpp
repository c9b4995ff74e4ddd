// SPDX-License-Identifier: MIT
#include "ui/connections/expiry.h"

#include "ui/connections/modelrows.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using ui::Expiry;

class TestExpiry : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void isSaidAsPeopleCount_data()
    {
        QTest::addColumn<QDateTime>("expires");
        QTest::addColumn<QString>("words");
        QTest::addColumn<Expiry>("expiry");
        QTest::addColumn<bool>("warns");
        const QDateTime noon = at(2026, 5, 4, 12);
        QTest::newRow("not known") << QDateTime() << u""_s << Expiry::Unknown << false;
        QTest::newRow("far") << noon.addDays(89) << u"in 89 days"_s << Expiry::Far << false;
        QTest::newRow("just far") << noon.addDays(14).addSecs(1) << u"in 14 days"_s << Expiry::Far
                                  << false;
        QTest::newRow("just near") << noon.addDays(14) << u"in 14 days"_s << Expiry::Near << true;
        QTest::newRow("in two days") << at(2026, 5, 6, 0) << u"in 2 days"_s << Expiry::Near << true;
        QTest::newRow("tomorrow") << at(2026, 5, 5, 1) << u"tomorrow"_s << Expiry::Near << true;
        QTest::newRow("today") << at(2026, 5, 4, 23) << u"today at 23:00:00"_s << Expiry::Near
                               << true;
        QTest::newRow("now") << noon << u"today at 12:00:00"_s << Expiry::Past << true;
        QTest::newRow("yesterday") << at(2026, 5, 3, 23) << u"yesterday"_s << Expiry::Past << true;
        QTest::newRow("past") << noon.addDays(-3) << u"3 days ago"_s << Expiry::Past << true;
    }

    void isSaidAsPeopleCount()
    {
        QFETCH(QDateTime, expires);
        QFETCH(QString, words);
        QFETCH(bool, warns);
        const QDateTime now = at(2026, 5, 4, 12);

        QCOMPARE(ui::expiryWords(expires, now), words);
        QTEST(ui::expiryOf(expires, now), "expiry");
        QCOMPARE(!ui::expiryWarning(expires, now).isEmpty(), warns);
        QVERIFY(!warns || ui::expiryWarning(expires, now).contains(words));
    }

    void thePickerWarns()
    {
        const QDateTime now = at(2026, 5, 4, 12);
        const core::ConnectionInfo key{.id = u"bearer:a"_s,
                                       .kind = core::ConnectionInfo::Kind::BearerKey,
                                       .name = u"a"_s,
                                       .detail = u"https://a.example"_s};
        core::ConnectionInfo near = key;
        near.expires = now.addDays(3);
        core::ConnectionInfo broken = near;
        broken.problem = u"broken"_s;
        core::ConnectionInfo past = key;
        past.expires = now.addDays(-3);

        const auto rows = ui::connectionRows({key, near, broken, past}, now);

        QCOMPARE(rows[1].problem + rows[1].warning, QString());
        QCOMPARE(rows[2].warning, u"The key expires in 3 days."_s);
        QCOMPARE(rows[2].problem, QString());
        QCOMPARE(rows[3].problem, u"broken"_s);
        QCOMPARE(rows[4].problem, u"The key expired 3 days ago."_s);
    }

private:
    // Local time, since days are counted in it.
    static QDateTime at(int year, int month, int day, int hour)
    {
        return QDateTime(QDate(year, month, day), QTime(hour, 0)).toUTC();
    }
};

QTEST_GUILESS_MAIN(TestExpiry)
#include "tst_expiry.moc"
