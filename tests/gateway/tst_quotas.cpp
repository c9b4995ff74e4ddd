// SPDX-License-Identifier: MIT
#include "gateway/access/quotas.h"

#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::ClientKey;
using core::http::Headers;
using core::http::headerValue;
using gateway::access::Quotas;
using gateway::access::resetText;

namespace {

;

} // namespace

class TestQuotas : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_clock.now = beforeMidnight();
        m_quotas.emplace(m_clock);
    }

    void aKeyWithoutBoundsIsNeverRefused()
    {
        for (int i = 0; i < 1000; ++i) {
            Headers headers;
            QVERIFY(!m_quotas->admit({.id = u"a"_s}, headers));
            QVERIFY(headers.isEmpty());
        }
    }

    void refusesTheRequestAfterTheLastOfAMinute()
    {
        const ClientKey key{.id = u"a"_s, .requestsPerMinute = 3};
        for (int left = 2; left >= 0; --left) {
            Headers headers;
            QVERIFY(!m_quotas->admit(key, headers));
            QCOMPARE(headerValue(headers, "x-ratelimit-limit-requests"), "3");
            QCOMPARE(headerValue(headers, "x-ratelimit-remaining-requests"),
                     QByteArray::number(left));
        }
        Headers headers;

        const auto problem = m_quotas->admit(key, headers);

        QVERIFY(problem);
        QCOMPARE(problem->status, 429);
        QCOMPARE(problem->code, "rate_limit_exceeded");
        QCOMPARE(headerValue(problem->headers, "Retry-After"), "20");
        QCOMPARE(headerValue(problem->headers, "retry-after-ms"), "20000");
        QCOMPARE(headerValue(headers, "x-ratelimit-remaining-requests"), "0");
        QCOMPARE(headerValue(headers, "x-ratelimit-reset-requests"), "1m0s");
        QVERIFY(problem->message.contains(u"3 requests per minute"_s));
    }

    void opensAgainWhenItSaid()
    {
        const ClientKey key{.id = u"a"_s, .requestsPerMinute = 2};
        Headers headers;
        QVERIFY(!m_quotas->admit(key, headers));
        QVERIFY(!m_quotas->admit(key, headers));
        const auto refused = m_quotas->admit(key, headers);
        QVERIFY(refused);
        const qint64 wait = headerValue(refused->headers, "retry-after-ms").toLongLong();

        m_clock.now = m_clock.now.addMSecs(wait - 1);
        QVERIFY(m_quotas->admit(key, headers));
        m_clock.now = m_clock.now.addMSecs(1);
        QVERIFY(!m_quotas->admit(key, headers));
        QVERIFY(m_quotas->admit(key, headers));
    }

    void oneKeyDoesNotUseUpAnothers()
    {
        Headers headers;
        QVERIFY(!m_quotas->admit({.id = u"a"_s, .requestsPerMinute = 1}, headers));
        QVERIFY(m_quotas->admit({.id = u"a"_s, .requestsPerMinute = 1}, headers));
        QVERIFY(!m_quotas->admit({.id = u"b"_s, .requestsPerMinute = 1}, headers));
    }

    void aBoundThatIsChangedCountsAtOnce()
    {
        Headers headers;
        for (int i = 0; i < 5; ++i)
            QVERIFY(!m_quotas->admit({.id = u"a"_s, .requestsPerMinute = 100}, headers));

        QVERIFY(!m_quotas->admit({.id = u"a"_s, .requestsPerMinute = 1}, headers));
        QVERIFY(m_quotas->admit({.id = u"a"_s, .requestsPerMinute = 1}, headers));
    }

    void aClockThatIsSetBackGivesNothing()
    {
        const ClientKey key{.id = u"a"_s, .requestsPerMinute = 1};
        Headers headers;
        QVERIFY(!m_quotas->admit(key, headers));
        m_clock.now = m_clock.now.addSecs(-3600);

        const auto problem = m_quotas->admit(key, headers);

        QVERIFY(problem);
        QCOMPARE(headerValue(problem->headers, "Retry-After"), "60");
    }

    void refusesWhenTheTokensOfTheDayAreSpent()
    {
        const ClientKey key{.id = u"a"_s, .requestsPerMinute = 10, .tokensPerDay = 100};
        Headers headers;
        m_quotas->spend("a", 99);
        QVERIFY(!m_quotas->admit(key, headers)); // one token is left
        QCOMPARE(headerValue(headers, "x-ratelimit-remaining-tokens"), "1");
        m_quotas->spend("a", 50);
        headers.clear();

        const auto problem = m_quotas->admit(key, headers);

        QVERIFY(problem);
        QCOMPARE(problem->status, 429);
        QCOMPARE(problem->code, "insufficient_quota");
        QCOMPARE(headerValue(problem->headers, "Retry-After"), "120");
        QCOMPARE(headerValue(problem->headers, "x-should-retry"), "false");
        QVERIFY2(problem->message.contains(u"2026-05-05 00:00 UTC"_s),
                 qPrintable(problem->message));
        QCOMPARE(headerValue(headers, "x-ratelimit-limit-tokens"), "100");
        QCOMPARE(headerValue(headers, "x-ratelimit-remaining-tokens"), "0");
        QCOMPARE(headerValue(headers, "x-ratelimit-reset-tokens"), "2m0s");
        QVERIFY(headerValue(headers, "x-ratelimit-limit-requests").isEmpty());
    }

    void aNewDayBeginsWithNothingSpent()
    {
        const ClientKey key{.id = u"a"_s, .tokensPerDay = 100};
        Headers headers;
        m_quotas->spend("a", 100);
        QVERIFY(m_quotas->admit(key, headers));

        m_clock.now = m_clock.now.addSecs(120);

        QCOMPARE(m_quotas->spentToday("a"), 0);
        QVERIFY(!m_quotas->admit(key, headers));
        m_quotas->spend("a", 7);
        QCOMPARE(m_quotas->spentToday("a"), 7);
        QCOMPARE(m_quotas->spentToday("b"), 0);
    }

    void writesTimesAsOpenAiDoes()
    {
        QCOMPARE(resetText(0ms), "0ms");
        QCOMPARE(resetText(20ms), "20ms");
        QCOMPARE(resetText(1500ms), "1.5s");
        QCOMPARE(resetText(59'999ms), "59.999s");
        QCOMPARE(resetText(6min), "6m0s");
        QCOMPARE(resetText(2h + 1s), "2h0m1s");
        QCOMPARE(resetText(24h), "24h0m0s");
    }

private:
    static QDateTime beforeMidnight()
    {
        return {QDate(2026, 5, 4), QTime(23, 58, 0), QTimeZone::UTC};
    }

    tests::FakeClock m_clock{beforeMidnight()};
    std::optional<Quotas> m_quotas;
};

QTEST_APPLESS_MAIN(TestQuotas)
#include "tst_quotas.moc"
