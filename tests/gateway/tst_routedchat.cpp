// SPDX-License-Identifier: MIT
#include "gateway/routing/routedchat.h"

#include "gateway/routing/attempts.h"
#include "tests/support/fakechatbackend.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using core::Error;
using core::ErrorCode;
using gateway::routing::AliasedCatalog;
using gateway::routing::Attempts;
using gateway::routing::ModelAliases;
using gateway::routing::RoutedChat;
using tests::FakeChatBackend;
using tests::FakeModelCatalog;

namespace {

const Error throttled{.code = ErrorCode::RateLimited,
                      .message = u"too many"_s,
                      .reason = u"rate_limit_exceeded"_s,
                      .upstreamStatus = 429,
                      .retryAfter = 7s};

struct Bench {
    Bench()
    {
        catalog.setSettings({.aliases = *ModelAliases::from(
                                     {{u"best"_s, {u"a.one"_s, u"b.two"_s, u"c.three"_s}},
                                      {u"only"_s, {u"a.one"_s}}})});
    }

    std::unique_ptr<core::ChatStream> ask(const QString &model)
    {
        auto stream = chat.startChat({.model = model});
        QObject::connect(stream.get(), &core::ChatStream::started, stream.get(),
                         [this](const core::ChatStart &each) { start = each; });
        QObject::connect(stream.get(), &core::ChatStream::delta, stream.get(),
                         [this](const core::ChatDelta &each) { text += each.text; });
        QObject::connect(stream.get(), &core::ChatStream::finished, stream.get(),
                         [this](const core::Result<core::ChatOutcome> &each) { end = each; });
        return stream;
    }

    static void expectLog(const char *words)
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QString::fromLatin1(words)));
    }

    FakeChatBackend backend;
    FakeModelCatalog known;
    AliasedCatalog catalog{known};
    RoutedChat chat{backend, catalog};
    std::optional<core::ChatStart> start;
    std::optional<core::Result<core::ChatOutcome>> end;
    QString text;
};

} // namespace

class TestRoutedChat : public QObject
{
    Q_OBJECT

private slots:
    void aNameWithoutAliasGoesThrough()
    {
        Bench bench;

        const auto stream = bench.ask(u"meta.x"_s);

        QCOMPARE(bench.backend.lastRequest.model, u"meta.x"_s);
        QCOMPARE(stream.get(), bench.backend.lastStream.data());
    }

    void anAliasOfOneIsThatModel()
    {
        Bench bench;

        const auto stream = bench.ask(u"only"_s);

        QCOMPARE(bench.backend.lastRequest.model, u"a.one"_s);
        QCOMPARE(stream.get(), bench.backend.lastStream.data());
    }

    void theNextIsAskedAndTheAnswerSaysSo()
    {
        Bench bench;
        Bench::expectLog("'best': a.one failed .429 rate_limit_exceeded., asking b.two instead");
        Bench::expectLog("'best': b.two failed .unavailable., asking c.three instead");

        const auto stream = bench.ask(u"best"_s);
        bench.backend.lastStream->fail(throttled);
        QCOMPARE(bench.backend.lastRequest.model, u"b.two"_s);
        bench.backend.lastStream->fail({.code = ErrorCode::Unavailable});
        QCOMPARE(bench.backend.lastRequest.model, u"c.three"_s);
        emit bench.backend.lastStream->started({.requestId = u"R"_s, .served = {.by = u"D/r/c"_s}});
        bench.backend.lastStream->say(u"Hi"_s);
        bench.backend.lastStream->succeed();

        QCOMPARE(bench.backend.starts, 3);
        QVERIFY(bench.start);
        QCOMPARE(bench.start->served.by, u"D/r/c"_s);
        QCOMPARE(bench.start->served.failed.size(), 2);
        QCOMPARE(bench.start->served.failed[0],
                 (core::FailedTarget{u"a.one"_s, u"429 rate_limit_exceeded"_s}));
        QCOMPARE(bench.start->served.failed[1].target, u"b.two"_s);
        QCOMPARE(bench.text, u"Hi"_s);
        QVERIFY(bench.end && *bench.end);
    }

    void onlyTheLastIsAskedWithPatience()
    {
        Bench bench;
        FakeChatBackend hasty;
        RoutedChat chat(bench.backend, bench.catalog, &hasty);
        Bench::expectLog("asking b.two instead");
        Bench::expectLog("asking c.three instead");

        const auto stream = chat.startChat({.model = u"best"_s});
        QCOMPARE(hasty.lastRequest.model, u"a.one"_s);
        hasty.lastStream->fail(throttled);
        QCOMPARE(hasty.lastRequest.model, u"b.two"_s);
        QCOMPARE(bench.backend.starts, 0);
        hasty.lastStream->fail(throttled);

        QCOMPARE(bench.backend.lastRequest.model, u"c.three"_s);
        QCOMPARE(hasty.starts, 2);
        const auto single = chat.startChat({.model = u"only"_s});
        QCOMPARE(bench.backend.starts, 2);
    }

    void whatCannotPassElsewhereIsToldAtOnce_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<bool>("goesOn");

        const auto row = [](const char *name, ErrorCode code, bool goesOn, int status = 0,
                            const QString &reason = {}) {
            QTest::newRow(name) << Error{.code = code, .reason = reason, .upstreamStatus = status}
                                << goesOn;
        };
        row("400", ErrorCode::InvalidRequest, false, 400);
        row("content filter", ErrorCode::InvalidRequest, false, 400, u"content_filter"_s);
        row("401", ErrorCode::Unauthorized, false, 401);
        row("402", ErrorCode::Forbidden, false, 402);
        row("403", ErrorCode::Forbidden, false, 403);
        row("404 by policy", ErrorCode::NotFound, false, 404, u"policy_missing"_s);
        row("404 in this region", ErrorCode::NotFound, true, 404, u"model_in_other_region"_s);
        row("404", ErrorCode::NotFound, true, 404, u"model_not_found"_s);
        row("409", ErrorCode::Conflict, false, 409);
        row("413", ErrorCode::TooLarge, false, 413);
        row("429", ErrorCode::RateLimited, true, 429);
        row("500", ErrorCode::Unavailable, true, 500);
        row("503", ErrorCode::Unavailable, true, 503);
        row("circuit open", ErrorCode::Unavailable, true, 0, u"circuit_open"_s);
        row("time-out", ErrorCode::Timeout, true);
        row("network", ErrorCode::Network, true);
        row("gibberish", ErrorCode::Protocol, false);
        row("ours", ErrorCode::Internal, false);
        row("cancelled", ErrorCode::Cancelled, false);
    }

    void whatCannotPassElsewhereIsToldAtOnce()
    {
        QFETCH(Error, error);
        QFETCH(bool, goesOn);
        Bench bench;
        if (goesOn)
            Bench::expectLog("asking b.two instead");

        const auto stream = bench.ask(u"best"_s);
        bench.backend.lastStream->fail(error);

        QCOMPARE(bench.backend.starts, goesOn ? 2 : 1);
        QCOMPARE(bench.end.has_value(), !goesOn);
        if (!goesOn)
            QCOMPARE(bench.end->error(), error); // as it came
    }

    void nothingIsAskedAgainAfterTheFirstByte()
    {
        Bench bench;

        const auto stream = bench.ask(u"best"_s);
        emit bench.backend.lastStream->started({});
        bench.backend.lastStream->fail(throttled);

        QCOMPARE(bench.backend.starts, 1);
        QVERIFY(bench.end);
        QCOMPARE(bench.end->error(), throttled);
    }

    void whenAllAreOutTheSoonestTimeCounts()
    {
        Bench bench;
        Bench::expectLog("asking b.two");
        Bench::expectLog("asking c.three");
        Bench::expectLog("c.three failed as well");
        Error sooner = throttled;
        sooner.retryAfter = 3s;

        const auto stream = bench.ask(u"best"_s);
        bench.backend.lastStream->fail(throttled);
        bench.backend.lastStream->fail(sooner);
        bench.backend.lastStream->fail(throttled);

        QVERIFY(bench.end && !*bench.end);
        QCOMPARE(bench.end->error().code, ErrorCode::RateLimited);
        QCOMPARE(bench.end->error().retryAfter, 3s);
        QVERIFY2(bench.end->error().message.contains(u"b.two (429 rate_limit_exceeded)"_s),
                 qPrintable(bench.end->error().message));
    }

    void aModelThatIsNotThereDoesNotHideThatAnotherIsThrottled()
    {
        Bench bench;
        Bench::expectLog("asking b.two");
        Bench::expectLog("asking c.three");
        Bench::expectLog("c.three failed as well");
        const Error missing{.code = ErrorCode::NotFound, .reason = u"model_not_found"_s};

        const auto stream = bench.ask(u"best"_s);
        bench.backend.lastStream->fail(missing);
        bench.backend.lastStream->fail(throttled);
        bench.backend.lastStream->fail(missing);

        QCOMPARE(bench.end->error().code, ErrorCode::RateLimited);
        QCOMPARE(bench.end->error().retryAfter, 7s);
    }

    void aNameCannotWriteLinesIntoTheLog()
    {
        Bench bench;
        bench.catalog.setSettings(
                {.aliases = *ModelAliases::from({{u"gpt*"_s, {u"a.one"_s, u"b.two"_s}}})});
        Bench::expectLog("^'gpt[?]forged': a.one failed");

        const auto stream = bench.ask(u"gpt\nforged"_s);
        bench.backend.lastStream->fail(throttled);

        QCOMPARE(bench.backend.starts, 2);
    }

    void afterTheBudgetNobodyElseIsAsked()
    {
        Attempts attempts(u"best"_s, {u"a.one"_s, u"b.two"_s}, 0ms);
        QTest::qWait(2);

        QVERIFY(!attempts.next(throttled));
        QCOMPARE(attempts.target(), u"a.one"_s);
    }

    void destroyingItEndsWhicheverIsAsked()
    {
        Bench bench;
        Bench::expectLog("asking b.two");
        auto stream = bench.ask(u"best"_s);
        bench.backend.lastStream->fail(throttled);
        const QPointer second = bench.backend.lastStream;
        QVERIFY(second);

        stream.reset();

        QVERIFY(!second);
        QVERIFY(!bench.end);
    }

    void aPauseCountsForTheNextOneToo()
    {
        Bench bench;
        Bench::expectLog("asking b.two");
        const auto stream = bench.ask(u"best"_s);

        stream->setPaused(true);
        QVERIFY(bench.backend.lastStream->paused);
        bench.backend.lastStream->fail(throttled);

        QVERIFY(bench.backend.lastStream->paused);
    }

    void whatIsNotOnTheListIsAskedOfNobody()
    {
        Bench bench;
        bench.catalog.setSettings({.models = {u"meta.x"_s}, .isAllowlist = true});

        const auto stream = bench.ask(u"meta.y"_s);
        QVERIFY(!bench.end); // later: nobody has connected yet
        QTRY_VERIFY(bench.end);

        QCOMPARE(bench.end->error().code, ErrorCode::NotFound);
        QCOMPARE(bench.backend.starts, 0);
    }
};

QTEST_GUILESS_MAIN(TestRoutedChat)
#include "tst_routedchat.moc"
