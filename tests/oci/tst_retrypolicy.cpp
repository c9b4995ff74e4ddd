// SPDX-License-Identifier: MIT
#include "oci/http/networkerrors.h"
#include "oci/http/retrypolicy.h"

#include <QTest>

using core::ErrorCode;
using oci::Failure;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Failure failure(int status, const QByteArray &body = {})
{
    return oci::failureFrom({.status = status}, body, {});
}

} // namespace

class TestRetryPolicy : public QObject
{
    Q_OBJECT

private slots:
    void triesAgainWhatMayPass_data()
    {
        QTest::addColumn<Failure>("failure");
        QTest::addColumn<bool>("again");
        for (const int status : {429, 500, 502, 503, 504})
            QTest::addRow("%d", status) << failure(status) << true;
        for (const int status : {302, 400, 401, 402, 403, 404, 405, 409, 412, 413, 422, 501})
            QTest::addRow("%d", status) << failure(status) << false;
        QTest::newRow("IncorrectState")
                << failure(409, R"({"code":"IncorrectState","message":"m"})") << true;
        QTest::newRow("LockConflict")
                << failure(409, R"({"code":"LockConflict","message":"m"})") << true;
        QTest::newRow("refused") << Failure{.error = oci::networkError(
                                                    QNetworkReply::ConnectionRefusedError, {})}
                                 << true;
        QTest::newRow("tls") << Failure{.error = oci::networkError(
                                                QNetworkReply::SslHandshakeFailedError, {})}
                             << false;
        QTest::newRow("timeout") << Failure{.error = oci::timeoutError(
                                                    oci::TimeoutPhase::Connecting, 1s, {})}
                                 << true;
        QTest::newRow("cancelled") << Failure{.error = {.code = ErrorCode::Cancelled}} << false;
    }

    void triesAgainWhatMayPass()
    {
        QFETCH(Failure, failure);
        QFETCH(bool, again);

        QCOMPARE(oci::retryDelay({}, failure, {.attempts = 1, .internalErrors = 1}, 0).has_value(),
                 again);
    }

    void delaysDoubleAndJitter()
    {
        const Failure busy = failure(503);
        QCOMPARE(oci::retryDelay({}, busy, {.attempts = 1}, 0), 1000ms);
        QCOMPARE(oci::retryDelay({}, busy, {.attempts = 2}, 0), 2000ms);
        QCOMPARE(oci::retryDelay({}, busy, {.attempts = 2}, 0.5), 2500ms);
        QCOMPARE(oci::retryDelay({.attempts = 100, .budget = 1h}, busy, {.attempts = 60}, 1),
                 30'000ms);
    }

    void theNumberOfAttemptsIsLimited()
    {
        QVERIFY(oci::retryDelay({}, failure(429), {.attempts = 2}, 0));
        QVERIFY(!oci::retryDelay({}, failure(429), {.attempts = 3}, 0));
    }

    void anInternalErrorIsTriedOnceMoreOnly()
    {
        QVERIFY(!oci::retryDelay({}, failure(500), {.attempts = 2, .internalErrors = 2}, 0));
    }

    void theBudgetIsKept()
    {
        QVERIFY(oci::retryDelay({}, failure(503), {.attempts = 1, .elapsed = 29s}, 0));
        QVERIFY(!oci::retryDelay({}, failure(503), {.attempts = 1, .elapsed = 29'001ms}, 0));
    }

    void theServicesDelayWins()
    {
        Failure busy = failure(429);
        busy.error.retryAfter = 7s;
        QCOMPARE(oci::retryDelay({}, busy, {.attempts = 1}, 1), 7000ms);
        busy.error.retryAfter = 60s;
        QVERIFY(!oci::retryDelay({}, busy, {.attempts = 1}, 1));
        QCOMPARE(busy.error.retryAfter, 60s); // for the caller to wait
    }
};

QTEST_APPLESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
