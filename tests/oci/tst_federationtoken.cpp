// SPDX-License-Identifier: MIT
#include "oci/auth/federationtoken.h"
#include "tests/support/fixtures.h"

#include <QPromise>
#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Result;
using oci::FederationToken;
using oci::PrincipalCredential;

namespace {

const QDateTime start(QDate(2034, 1, 5), QTime(21, 31, 40), QTimeZone::UTC);

//! Gives "t1", "t2" and so on, of twenty minutes each, when told to.
class FakeSource final : public oci::CredentialSource
{
public:
    explicit FakeSource(const tests::FakeClock &clock) : m_clock(clock) { }

    QFuture<Result<PrincipalCredential>> fetch() override
    {
        ++fetches;
        if (!waits)
            return QtFuture::makeReadyValueFuture(next());
        pending = {};
        pending.start();
        return pending.future();
    }
    QFuture<Result<oci::PrincipalFacts>> facts() override
    {
        return QtFuture::makeReadyValueFuture(Result<oci::PrincipalFacts>());
    }
    [[nodiscard]] QString name() const override { return u"this test"_s; }
    [[nodiscard]] QString advice() const override { return u"Look at it"_s; }
    [[nodiscard]] bool hasChanged() const override { return changed; }

    void answer()
    {
        pending.addResult(next());
        pending.finish();
    }

    int fetches = 0;
    bool waits = false;
    bool changed = false;
    bool sameAgain = false;
    std::chrono::seconds lifetime{1200};
    std::optional<core::Error> refusal;
    QPromise<Result<PrincipalCredential>> pending;

private:
    Result<PrincipalCredential> next()
    {
        if (refusal)
            return std::unexpected(*refusal);
        if (!sameAgain)
            ++m_number;
        return PrincipalCredential{.token = "t" + QByteArray::number(m_number),
                                   .key = m_key,
                                   .claims = {.expiresAt = m_clock.now.addDuration(lifetime),
                                              .issuedAt = m_clock.now}};
    }

    const tests::FakeClock &m_clock;
    int m_number = 0;
    oci::PrivateKey m_key =
            oci::PrivateKey::fromPem(tests::readTestFile(u"fixtures/keys/pkcs8.pem"_s)).value();
};

struct Bench {
    QByteArray token()
    {
        const auto future = tokens.credential();
        if (!future.isFinished() || !future.result())
            return {};
        return future.result()->token;
    }

    void pass(std::chrono::seconds time) { clock.now = clock.now.addDuration(time); }

    tests::FakeClock clock{start};
    FakeSource source{clock};
    FederationToken tokens{source, clock, {.random = [] { return 0.5; }}};
};

const core::Error gone{.code = core::ErrorCode::Network, .message = u"gone"_s};

} // namespace

class TestFederationToken : public QObject
{
    Q_OBJECT

private slots:
    void oneTokenServesManyRequests()
    {
        Bench bench;

        QCOMPARE(bench.token(), "t1");
        bench.pass(15min);
        QCOMPARE(bench.token(), "t1");
        QCOMPARE(bench.source.fetches, 1);
    }

    void oneRenewalServesAllWhoWait()
    {
        Bench bench;
        bench.source.waits = true;
        QList<QFuture<FederationToken::Credential>> waiting;
        for (int i = 0; i < 50; ++i)
            waiting += bench.tokens.credential();
        QCOMPARE(bench.source.fetches, 1);

        bench.source.answer();

        for (const auto &future : std::as_const(waiting)) {
            QTRY_VERIFY(future.isFinished());
            QCOMPARE(future.result()->token, "t1");
        }
        QCOMPARE(bench.source.fetches, 1);
    }

    void isRenewedBeforeItsEndBesideTheRequests()
    {
        Bench bench;
        QCOMPARE(bench.token(), "t1");
        bench.source.waits = true;

        bench.pass(18min); // 60 s of margin, and a tenth of the lifetime before that
        QCOMPARE(bench.token(), "t1");
        QCOMPARE(bench.token(), "t1");
        QCOMPARE(bench.source.fetches, 2);

        bench.source.answer();
        QTRY_COMPARE(bench.token(), "t2");
        QCOMPARE(bench.source.fetches, 2);
    }

    void countsAsExpiredAMinuteBefore()
    {
        Bench bench;
        QCOMPARE(bench.token(), "t1");
        bench.source.waits = true;

        bench.pass(19min);
        const auto future = bench.tokens.credential();
        QVERIFY(!future.isFinished());

        bench.source.answer();
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result()->token, "t2");
    }

    void aShortTokenIsUsedForMostOfItsLife()
    {
        Bench bench;
        bench.source.lifetime = 20s;

        QCOMPARE(bench.token(), "t1");
        bench.pass(10s);
        QCOMPARE(bench.token(), "t1");
        QCOMPARE(bench.source.fetches, 1);
        bench.pass(5s);
        QCOMPARE(bench.token(), "t2");
    }

    void aFailedRenewalLeavesAGoodTokenInUse()
    {
        Bench bench;
        QCOMPARE(bench.token(), "t1");
        bench.source.refusal = gone;

        bench.pass(18min);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"could not be renewed.*gone"_s));
        QCOMPARE(bench.token(), "t1");
        QCOMPARE(bench.token(), "t1");
        QCOMPARE(bench.source.fetches, 2); // not with each request

        bench.pass(70s);
        const auto future = bench.tokens.credential();
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error(), gone);

        bench.source.refusal.reset();
        QCOMPARE(bench.token(), "t2");
    }

    void aRefusedTokenIsRenewedOnceForAll()
    {
        Bench bench;
        QCOMPARE(bench.token(), "t1");
        bench.source.waits = true;

        const auto first = bench.tokens.renew();
        const auto second = bench.tokens.renew();
        QCOMPARE(bench.source.fetches, 2);
        bench.source.answer();

        QTRY_VERIFY(first.isFinished() && second.isFinished());
        QVERIFY(first.result());
        QVERIFY(second.result());
        QCOMPARE(bench.token(), "t2");

        // One whose 401 comes late was refused with the old token.
        const auto late = bench.tokens.renew();
        QVERIFY(late.isFinished());
        QVERIFY(late.result());
        QCOMPARE(bench.source.fetches, 2);

        bench.pass(6s);
        QCOMPARE(bench.tokens.renew().isFinished(), false);
        QCOMPARE(bench.source.fetches, 3);
    }

    void aRenewalInTimeServesWhoWasRefusedWithTheOldToken()
    {
        Bench bench;
        QCOMPARE(bench.token(), "t1"); // a request goes out with it
        bench.pass(18min);
        QCOMPARE(bench.token(), "t2"); // renewed in time meanwhile
        QCOMPARE(bench.source.fetches, 2);

        const auto renewed = bench.tokens.renew();

        QVERIFY(renewed.isFinished());
        QVERIFY(renewed.result());
        QCOMPARE(bench.source.fetches, 2);
    }

    void aClockThatWasSetBackServesNobody()
    {
        Bench bench;
        QCOMPARE(bench.token(), "t1");
        QVERIFY(bench.tokens.renew().result());
        QCOMPARE(bench.source.fetches, 2);

        bench.pass(-10min);
        (void)bench.tokens.renew();

        QCOMPARE(bench.source.fetches, 3);
    }

    void theSameTokenAgainIsNoRenewal()
    {
        Bench bench;
        QCOMPARE(bench.token(), "t1");
        bench.source.sameAgain = true;

        const auto renewed = bench.tokens.renew();

        QTRY_VERIFY(renewed.isFinished());
        QVERIFY(!renewed.result());
        QVERIFY(renewed.result().error().message.isEmpty());
    }

    void whatHasChangedIsFetched()
    {
        Bench bench;
        QCOMPARE(bench.token(), "t1");

        bench.source.changed = true;

        QCOMPARE(bench.token(), "t2");
    }

    void anExpiredTokenIsRefused()
    {
        Bench bench;
        bench.source.lifetime = -1s;

        const auto future = bench.tokens.credential();

        QVERIFY(future.isFinished());
        QVERIFY(!future.result());
        QCOMPARE(future.result().error().reason, u"token_expired"_s);
    }

    void canBeRenewedAtAShareOfItsLife()
    {
        Bench bench;
        FederationToken tokens(bench.source, bench.clock, {.share = 0.5});
        QCOMPARE(tokens.credential().result()->token, "t1");

        bench.pass(9min);
        QCOMPARE(tokens.credential().result()->token, "t1");
        bench.pass(2min);
        QCOMPARE(tokens.credential().result()->token, "t2");
    }

    void destroyingItEndsTheWaiting()
    {
        Bench bench;
        bench.source.waits = true;
        auto tokens = std::make_unique<FederationToken>(bench.source, bench.clock);
        const auto future = tokens->credential();

        tokens.reset();

        QVERIFY(future.isCanceled());
        bench.source.answer(); // nobody is left to be told
    }
};

QTEST_GUILESS_MAIN(TestFederationToken)
#include "tst_federationtoken.moc"
