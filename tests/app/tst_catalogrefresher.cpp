// SPDX-License-Identifier: MIT
#include "app/common/catalogrefresher.h"

#include "tests/support/fakechatbackend.h"

#include <QTest>

using app::CatalogRefresher;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

std::unexpected<core::Error> failure()
{
    return std::unexpected(core::Error{.code = core::ErrorCode::Network, .message = u"gone"_s});
}

} // namespace

class TestCatalogRefresher : public QObject
{
    Q_OBJECT

private slots:
    void waitsLongerAfterEachFailure()
    {
        const CatalogRefresher::Times times; // an hour, and 5 s
        const auto after = [&times](int failures, auto... more) {
            return CatalogRefresher::delayAfter(failures, times, more...);
        };

        QCOMPARE(after(0), 1h);
        QCOMPARE(after(1), 5s);
        QCOMPARE(after(2), 10s);
        QCOMPARE(after(5), 80s);
        QCOMPARE(after(11), 1h);
        QCOMPARE(after(1000), 1h);
        QCOMPARE(after(1, std::optional<std::chrono::milliseconds>(60s)), 60s);
        QCOMPARE(after(1, std::optional<std::chrono::milliseconds>(1s)), 5s);
        QCOMPARE(after(1, std::optional<std::chrono::milliseconds>(48h)), 1h);
    }

    void asksAtOnceAndAgainAndAgain()
    {
        tests::FakeModelCatalog catalog;
        CatalogRefresher refresher(catalog, {.usual = 1ms, .firstRetry = 1ms});
        QCOMPARE(catalog.refreshes, 0);

        refresher.start();

        QCOMPARE(catalog.refreshes, 1);
        QTRY_VERIFY(catalog.refreshes > 3);
    }

    void aFailureIsTriedAgainSoonerThanUsual()
    {
        tests::FakeModelCatalog catalog;
        catalog.answer = failure();
        CatalogRefresher refresher(catalog, {.usual = 1h, .firstRetry = 1ms});

        refresher.start();
        QTRY_VERIFY(catalog.refreshes >= 3);
        catalog.answer = QList<core::ModelInfo>();
        const int before = catalog.refreshes;

        QTRY_COMPARE(catalog.refreshes, before + 1); // and that was good for an hour
        QTest::qWait(60);
        QCOMPARE(catalog.refreshes, before + 1);
    }

    void anAnswerWithGapsIsTriedAgainSoonerThanUsual()
    {
        tests::FakeModelCatalog catalog;
        catalog.hasGaps = true;
        CatalogRefresher refresher(catalog, {.usual = 1h, .firstRetry = 1ms});

        refresher.start();

        QTRY_VERIFY(catalog.refreshes >= 3);
    }

    void destroyingItEndsIt()
    {
        tests::FakeModelCatalog catalog;
        {
            CatalogRefresher refresher(catalog, {.usual = 1ms, .firstRetry = 1ms});
            refresher.start();
        }
        const int before = catalog.refreshes;

        QTest::qWait(20);

        QCOMPARE(catalog.refreshes, before);
    }
};

QTEST_GUILESS_MAIN(TestCatalogRefresher)
#include "tst_catalogrefresher.moc"
