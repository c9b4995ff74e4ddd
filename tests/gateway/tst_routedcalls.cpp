// SPDX-License-Identifier: MIT
#include "gateway/routing/routedcalls.h"
#include "gateway/routing/routedresponses.h"

#include "core/json/json.h"
#include "tests/support/fakechatbackend.h"

#include <QPromise>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Embeddings;
using core::Error;
using core::ErrorCode;
using core::Result;
using gateway::routing::AliasedCatalog;
using gateway::routing::ModelAliases;
using gateway::routing::RoutedEmbeddings;
using gateway::routing::RoutedResponses;

namespace {

//! Keeps what it was asked; the test answers.
class FakeEmbeddings final : public core::EmbeddingBackend
{
public:
    QFuture<Result<Embeddings>> embed(const core::EmbeddingRequest &request) override
    {
        asked.append(request.model);
        last = std::make_shared<QPromise<Result<Embeddings>>>();
        last->start();
        return last->future();
    }

    void answer(const Result<Embeddings> &result) const
    {
        last->addResult(result);
        last->finish();
    }

    QStringList asked;
    std::shared_ptr<QPromise<Result<Embeddings>>> last;
};

class FakeResponse final : public core::ResponsesStream
{
public:
    void setPaused(bool) override { }
    [[nodiscard]] core::Served served() const override { return {.by = u"D/r/m"_s, .failed = {}}; }
};

class FakeResponses final : public core::ResponsesBackend
{
public:
    using Answer = QFuture<Result<core::ResponsesAnswer>>;

    Answer createResponse(const boost::json::object &body) override { return said(body); }
    std::unique_ptr<core::ResponsesStream> streamResponse(const boost::json::object &body) override
    {
        asked.append(core::json::textAt(body, "model"));
        auto stream = std::make_unique<FakeResponse>();
        last = stream.get();
        return stream;
    }
    Answer retrieveResponse(const QString &id, const QUrlQuery &) override { return named(id); }
    Answer deleteResponse(const QString &id) override { return named(id); }
    Answer cancelResponse(const QString &id) override { return named(id); }
    Answer listInputItems(const QString &id, const QUrlQuery &) override { return named(id); }

    QStringList asked;
    QList<Result<core::ResponsesAnswer>> answers;
    QPointer<FakeResponse> last;

private:
    Answer said(const boost::json::object &body)
    {
        asked.append(core::json::textAt(body, "model"));
        return QtFuture::makeReadyValueFuture(answers.takeFirst());
    }
    static Answer named(const QString &id)
    {
        return QtFuture::makeReadyValueFuture(
                Result<core::ResponsesAnswer>({.body = id.toUtf8(), .requestId = {}}));
    }
};

Error unavailable()
{
    return {.code = ErrorCode::Unavailable, .reason = u"upstream_error"_s, .upstreamStatus = 500};
}

} // namespace

class TestRoutedCalls : public QObject
{
    Q_OBJECT

private:
    tests::FakeModelCatalog m_known;
    AliasedCatalog m_catalog{m_known};

    static void expectLog(const char *words)
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QString::fromLatin1(words)));
    }

private slots:
    void initTestCase()
    {
        m_catalog.setSettings(
                {.aliases = *ModelAliases::from({{u"best"_s, {u"a.one"_s, u"b.two"_s}}})});
    }

    void theNextGivesTheVectors()
    {
        FakeEmbeddings inner;
        RoutedEmbeddings routed(inner, m_catalog);
        expectLog("'best': a.one failed .500 upstream_error., asking b.two instead");

        const auto future = routed.embed({.model = u"best"_s});
        inner.answer(std::unexpected(unavailable()));
        QTRY_COMPARE(inner.asked.size(), 2);
        inner.answer(Embeddings{.floats = {{1}}, .served = {.by = u"D/r/b.two"_s}});
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(inner.asked, (QStringList{u"a.one"_s, u"b.two"_s}));
        QVERIFY(future.result());
        QCOMPARE(future.result()->served.by, u"D/r/b.two"_s);
        QCOMPARE(future.result()->served.failed.size(), 1);
        QCOMPARE(future.result()->served.failed[0].target, u"a.one"_s);
    }

    void onlyTheLastIsAskedWithPatience()
    {
        FakeEmbeddings inner;
        FakeEmbeddings hasty;
        RoutedEmbeddings routed(inner, m_catalog, &hasty);
        expectLog("asking b.two");

        const auto future = routed.embed({.model = u"best"_s});
        QCOMPARE(hasty.asked, QStringList{u"a.one"_s});
        hasty.answer(std::unexpected(unavailable()));
        QTRY_COMPARE(inner.asked, QStringList{u"b.two"_s});

        FakeResponses slow;
        FakeResponses quick;
        RoutedResponses responses(slow, m_catalog, &quick);
        expectLog("asking b.two");
        expectLog("asking b.two");
        quick.answers = {std::unexpected(unavailable())};
        slow.answers = {core::ResponsesAnswer{.body = "{}"}};
        const auto made = responses.createResponse({{"model", "best"}});
        QTRY_VERIFY(made.isFinished());
        const auto stream = responses.streamResponse({{"model", "best"}});
        emit quick.last->finished(std::unexpected(unavailable()));

        QCOMPARE(quick.asked, (QStringList{u"a.one"_s, u"a.one"_s}));
        QCOMPARE(slow.asked, (QStringList{u"b.two"_s, u"b.two"_s}));
    }

    void allOutIsAnError()
    {
        FakeEmbeddings inner;
        RoutedEmbeddings routed(inner, m_catalog);
        expectLog("asking b.two");
        expectLog("b.two failed as well");

        const auto future = routed.embed({.model = u"best"_s});
        inner.answer(std::unexpected(unavailable()));
        QTRY_COMPARE(inner.asked.size(), 2);
        inner.answer(std::unexpected(unavailable()));
        QTRY_VERIFY(future.isFinished());

        QVERIFY(!future.result());
        QCOMPARE(future.result().error().upstreamStatus, 500);
    }

    void cancellingEndsTheCallUnderWay()
    {
        FakeEmbeddings inner;
        RoutedEmbeddings routed(inner, m_catalog);
        expectLog("asking b.two");
        auto future = routed.embed({.model = u"best"_s});
        inner.answer(std::unexpected(unavailable()));
        QTRY_COMPARE(inner.asked.size(), 2);

        future.cancel();

        QTRY_VERIFY(inner.last->isCanceled());
        QTest::qWait(5);
        QCOMPARE(inner.asked.size(), 2);
    }

    void theEndOfTheBackendEndsTheCall()
    {
        FakeEmbeddings inner;
        auto routed = std::make_unique<RoutedEmbeddings>(inner, m_catalog);
        const auto future = routed->embed({.model = u"best"_s});

        routed.reset();

        QVERIFY(inner.last->isCanceled());
        QVERIFY(future.isCanceled());
    }

    void responsesAreMadeByTheNext()
    {
        FakeResponses inner;
        RoutedResponses routed(inner, m_catalog);
        expectLog("asking b.two");
        inner.answers = {std::unexpected(unavailable()), core::ResponsesAnswer{.body = "{}"}};

        const auto future = routed.createResponse({{"model", "best"}, {"input", "x"}});
        QTRY_VERIFY(future.isFinished());

        QCOMPARE(inner.asked, (QStringList{u"a.one"_s, u"b.two"_s}));
        QVERIFY(future.result());
        QCOMPARE(future.result()->served.by, u"b.two"_s);
        QCOMPARE(future.result()->served.failed.size(), 1);
        QCOMPARE(routed.retrieveResponse(u"resp_1"_s, {}).result()->body, "resp_1");
    }

    void streamedResponsesToo()
    {
        FakeResponses inner;
        RoutedResponses routed(inner, m_catalog);
        expectLog("asking b.two");
        const auto stream = routed.streamResponse({{"model", "best"}});
        int started = 0;
        std::optional<Result<void>> end;
        connect(stream.get(), &core::ResponsesStream::started, this, [&] { ++started; });
        connect(stream.get(), &core::ResponsesStream::finished, this,
                [&](const Result<void> &each) { end = each; });

        emit inner.last->finished(std::unexpected(unavailable()));
        QVERIFY(!end);
        emit inner.last->started(u"R"_s);
        emit inner.last->finished(std::unexpected(unavailable()));

        QCOMPARE(inner.asked.size(), 2);
        QCOMPARE(started, 1);
        QCOMPARE(stream->served().by, u"D/r/m"_s);
        QCOMPARE(stream->served().failed.size(), 1);
        QVERIFY(end && !*end);
    }
};

QTEST_GUILESS_MAIN(TestRoutedCalls)
#include "tst_routedcalls.moc"
