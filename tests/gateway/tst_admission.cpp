// SPDX-License-Identifier: MIT
#include "gateway/access/admission.h"

#include "gateway/openai/wire.h"
#include "tests/support/fixtures.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using core::ClientKey;
using core::http::Headers;
using gateway::access::Admission;

namespace {

//! An exchange of this caller that keeps its answer.
class CalledExchange final : public core::http::Exchange
{
public:
    explicit CalledExchange(QByteArray caller) : m_caller(std::move(caller)) { }

    [[nodiscard]] const core::http::Request &request() const override { return m_request; }
    [[nodiscard]] QByteArray caller() const override { return m_caller; }
    void send(const core::http::Response &response) override { answer = response; }
    void beginStream(const core::http::Response &) override { }
    [[nodiscard]] bool hasBegun() const override { return answer.has_value(); }
    void write(QByteArrayView) override { }
    void endStream() override { }
    void abort() override { }

    std::optional<core::http::Response> answer;

private:
    core::http::Request m_request;
    QByteArray m_caller;
};

} // namespace

class TestAdmission : public QObject
{
    Q_OBJECT

private slots:
    void aKeyMayUseItsModels_data()
    {
        QTest::addColumn<QByteArray>("caller");
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("status");

        QTest::newRow("a model of its own") << QByteArray("a") << u"meta.llama-3"_s << 0;
        QTest::newRow("another") << QByteArray("a") << u"xai.grok-4"_s << 403;
        QTest::newRow("no bounds") << QByteArray("b") << u"xai.grok-4"_s << 0;
        QTest::newRow("revoked meanwhile") << QByteArray("c") << u"xai.grok-4"_s << 401;
        QTest::newRow("gone meanwhile") << QByteArray("d") << u"xai.grok-4"_s << 401;
        QTest::newRow("without a key") << QByteArray("ollama") << u"xai.grok-4"_s << 0;
        QTest::newRow("nobody asked") << QByteArray() << u"xai.grok-4"_s << 0;
    }

    void aKeyMayUseItsModels()
    {
        QFETCH(QByteArray, caller);
        QFETCH(QString, model);
        QFETCH(int, status);
        const Admission admission(m_clock, keys());
        CalledExchange exchange(caller);

        const bool refused = admission.refuses(exchange, model, gateway::openai::problemBody);

        QCOMPARE(refused, status != 0);
        QCOMPARE(exchange.answer ? exchange.answer->status : 0, status);
        if (status == 403) {
            QVERIFY(exchange.answer->body.contains("model_not_allowed"));
            QVERIFY(exchange.answer->body.contains(model.toUtf8()));
        }
    }

    void knowsWhoIsRestricted()
    {
        const Admission admission(m_clock, keys());

        QVERIFY(admission.isRestricted("a"));
        QVERIFY(!admission.isRestricted("b"));
        QVERIFY(!admission.isRestricted("ollama"));
        QVERIFY(!admission.isRestricted(""));
    }

    void whatWasUsedCountsForOtherBoundsAsWell()
    {
        Admission admission(m_clock, {{.id = u"a"_s, .tokensPerDay = 100}});
        Headers headers;
        admission.spend("a", 60);
        QVERIFY(!admission.admit("a", headers));

        admission.setKeys({{.id = u"a"_s, .tokensPerDay = 50}});

        QVERIFY(admission.admit("a", headers));
        admission.setKeys({{.id = u"a"_s}});
        QVERIFY(!admission.admit("a", headers));
    }

    void reportsUseOnceAMinuteAndTokensAlways()
    {
        Admission admission(m_clock, keys());
        QList<QByteArray> used;
        qint64 spent = 0;
        admission.setReports(
                {.used = [&](const QByteArray &caller) { used.append(caller); },
                 .spent = [&](const QByteArray &, qint64 tokens) { spent += tokens; }});
        Headers headers;

        for (int i = 0; i < 3; ++i)
            QVERIFY(!admission.admit("a", headers));
        QVERIFY(!admission.admit("ollama", headers));
        m_clock.now = m_clock.now.addSecs(60);
        QVERIFY(!admission.admit("a", headers));
        admission.spend("a", 5);
        admission.spend("a", 6);
        admission.spend("", 7);
        admission.addSpent("a", 100);

        QCOMPARE(used, (QList<QByteArray>{"a", "a"}));
        QCOMPARE(spent, 11);
        QCOMPARE(admission.spentToday("a"), 111);
    }

private:
    static QList<ClientKey> keys()
    {
        return {{.id = u"a"_s, .models = {u"meta.*"_s}},
                {.id = u"b"_s},
                {.id = u"c"_s, .revoked = QDateTime::currentDateTimeUtc()}};
    }

    tests::FakeClock m_clock{QDateTime::fromSecsSinceEpoch(1'800'000'000, QTimeZone::UTC)};
};

QTEST_APPLESS_MAIN(TestAdmission)
#include "tst_admission.moc"
