// SPDX-License-Identifier: MIT
#include "oci/http/httpdate.h"

#include <QTest>
#include <QTimeZone>

#include <ctime>

namespace {

const QByteArray text = "Thu, 05 Jan 2034 21:31:40 GMT";
const QDateTime moment(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);

} // namespace

class TestHttpDate : public QObject
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        qunsetenv("TZ");
        tzset();
    }

    void isReadAsItIsWritten()
    {
        QCOMPARE(oci::httpDate(moment), text);
        QCOMPARE(oci::httpDate(moment.toTimeZone(QTimeZone::fromSecondsAheadOfUtc(3600))), text);
        QCOMPARE(oci::readHttpDate(text), moment);
    }

    void isReadStrictly()
    {
        for (const char *wrong : {"", "Fri, 05 Jan 2034 21:31:40 GMT",
                                  "Thu, 5 Jan 2034 21:31:40 GMT", "Thu, 05 Jan 2034 21:31:40 UTC",
                                  "2034-01-05T21:31:40Z", "Thu, 05 Jan 2034 21:31:40 GMT ",
                                  "Thu, 05 Jan 2034 24:31:40 GMT", "Thu, 05 Jan 2034"})
            QVERIFY2(!oci::readHttpDate(wrong).isValid(), wrong);
    }

    void anHourThatThisPlaceLeavesOutIsReadAllTheSame()
    {
        qputenv("TZ", "AAA0BBB,J5/21,J200/2"); // the clocks go forward at 21:00 on 5 January
        tzset();

        QCOMPARE(oci::readHttpDate(text), moment);
        QCOMPARE(oci::httpDate(moment), text);
    }
};

QTEST_APPLESS_MAIN(TestHttpDate)
#include "tst_httpdate.moc"
