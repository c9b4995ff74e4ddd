// SPDX-License-Identifier: MIT
#include "gateway/observe/metrics.h"

#include <QHash>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using gateway::observe::Metrics;
using gateway::observe::MetricsText;
using gateway::observe::RequestRecord;

namespace {

//! What a scraper would make of the text: samples by name and labels, as written. Fails the test
//! where the text breaks a rule of the format.
QHash<QString, double> samplesOf(const QByteArray &text, bool isOpen = false)
{
    static const QRegularExpression head(u"^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$"_s);
    static const QRegularExpression sample(u"^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_"
                                           u"]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])"
                                           "*\",?)*\\})? (\\S+)$"_s);
    QHash<QString, double> samples;
    QHash<QString, QString> types;
    QString family;
    if (!text.endsWith('\n'))
        qFatal("no line feed at the end");
    QList<QByteArray> lines = text.split('\n');
    lines.removeLast();
    if (isOpen) {
        if (lines.isEmpty() || lines.takeLast() != "# EOF")
            qFatal("no # EOF");
    }
    for (const QByteArray &each : std::as_const(lines)) {
        const QString line = QString::fromUtf8(each);
        if (line.startsWith(u'#')) {
            const auto match = head.match(line);
            if (!match.hasMatch())
                qFatal("no head: %s", each.constData());
            family = match.captured(2);
            if (match.captured(1) == "TYPE"_L1) {
                if (types.contains(family))
                    qFatal("a family twice: %s", each.constData());
                types.insert(family, match.captured(3));
            }
            continue;
        }
        const auto match = sample.match(line);
        bool isNumber = false;
        const double value = match.captured(3).toDouble(&isNumber);
        if (!match.hasMatch() || !isNumber)
            qFatal("no sample: %s", each.constData());
        QString name = match.captured(1);
        const QString type = types.value(family);
        if (type == "histogram"_L1) {
            const QString suffix = name.sliced(family.size());
            if (suffix != "_bucket"_L1 && suffix != "_sum"_L1 && suffix != "_count"_L1)
                qFatal("not of its family: %s", each.constData());
        } else if (isOpen && type == "counter"_L1 ? name != family + u"_total"_s
                   : isOpen && type == "info"_L1  ? name != family + u"_info"_s
                                                  : name != family) {
            qFatal("not of its family: %s", each.constData());
        }
        const QString key = name + match.captured(2);
        if (samples.contains(key))
            qFatal("a series twice: %s", each.constData());
        samples.insert(key, value);
    }
    return samples;
}

RequestRecord chat(const QString &model, int status = 200)
{
    return {.route = "/chat/completions",
            .caller = "k1",
            .model = model,
            .status = status,
            .tokens = {.in = 10, .out = 20, .cached = 4, .reasoning = 5},
            .receiving = 60us,
            .translating = 200us,
            .upstream = {.signing = 700us, .waiting = 40ms, .attempts = 1},
            .firstToken = 80ms,
            .total = 2s};
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT

private slots:
    void countsWhatWasDone()
    {
        Metrics metrics;
        metrics.count(chat(u"m"_s));
        metrics.count(chat(u"m"_s));
        metrics.count(
                {.route = "/models", .status = 401, .outcome = RequestRecord::Outcome::Refused});

        const auto samples = samplesOf(metrics.text(
                MetricsText::Format::Prometheus,
                {.connections = 3,
                 .open = {.requests = 2, .streams = 1, .waiting = 1},
                 .upstream = {.requests = 9,
                              .sendings = 11,
                              .retries = 2,
                              .circuits = {{u"host m"_s,
                                            core::UpstreamReport::Circuit::State::Open}}},
                 .version = "1.2"}));

        QCOMPARE(samples.value(u"gatehouse_requests_total{route=\"/chat/completions\",status="
                               "\"200\",caller=\"k1\",model=\"m\"}"_s),
                 2);
        QCOMPARE(samples.value(u"gatehouse_requests_total{route=\"/models\",status=\"401\","
                               "caller=\"\",model=\"\"}"_s),
                 1);
        QCOMPARE(samples.value(u"gatehouse_request_outcomes_total{outcome=\"answered\"}"_s), 2);
        QCOMPARE(samples.value(u"gatehouse_tokens_total{model=\"m\",kind=\"input\"}"_s), 20);
        QCOMPARE(samples.value(u"gatehouse_tokens_total{model=\"m\",kind=\"output\"}"_s), 40);
        QCOMPARE(samples.value(u"gatehouse_tokens_total{model=\"m\",kind=\"cached\"}"_s), 8);
        QCOMPARE(samples.value(u"gatehouse_tokens_total{model=\"m\",kind=\"reasoning\"}"_s), 10);
        QCOMPARE(samples.value(u"gatehouse_time_to_first_token_seconds_count"_s), 2);
        QCOMPARE(samples.value(u"gatehouse_time_to_first_token_seconds_bucket{le=\"0.05\"}"_s), 0);
        QCOMPARE(samples.value(u"gatehouse_time_to_first_token_seconds_bucket{le=\"0.1\"}"_s), 2);
        QCOMPARE(samples.value(u"gatehouse_time_to_first_token_seconds_bucket{le=\"+Inf\"}"_s), 2);
        QCOMPARE(samples.value(u"gatehouse_time_to_first_token_seconds_sum"_s), 0.16);
        QCOMPARE(samples.value(u"gatehouse_phase_seconds_sum{phase=\"sign\"}"_s), 0.0014);
        QCOMPARE(samples.value(u"gatehouse_phase_seconds_count{phase=\"retry\"}"_s), 0);
        QCOMPARE(samples.value(u"gatehouse_connections_open"_s), 3);
        QCOMPARE(samples.value(u"gatehouse_requests_active"_s), 2);
        QCOMPARE(samples.value(u"gatehouse_streams_active"_s), 1);
        QCOMPARE(samples.value(u"gatehouse_upstream_retries_total"_s), 2);
        QCOMPARE(samples.value(u"gatehouse_breaker_state{target=\"host m\"}"_s), 2);
        QVERIFY(samples.value(u"process_resident_memory_bytes"_s, 1e9) > 1e5);
    }

    void writesOpenMetrics()
    {
        Metrics metrics;
        metrics.count(chat(u"m"_s));

        const auto samples = samplesOf(metrics.text(MetricsText::Format::OpenMetrics, {}), true);

        QCOMPARE(samples.value(u"gatehouse_tokens_total{model=\"m\",kind=\"input\"}"_s), 10);
    }

    void labelsAreEscaped()
    {
        MetricsText text(MetricsText::Format::Prometheus);
        text.family("x", MetricsText::Type::Gauge, "help");
        text.sample({{"a", "q\"b\\s\nl\x01"}}, quint64(1));
        const QByteArray written = text.finish();
        QVERIFY2(written.endsWith("x{a=\"q\\\"b\\\\s\\nl?\"} 1\n"), written.constData());
        (void)samplesOf(written);
    }

    void whatNeverAnsweredIsOther()
    {
        Metrics metrics;
        metrics.count(chat(u"made-up"_s, 404));
        metrics.count(chat(u"m"_s));
        metrics.count(chat(u"m"_s, 500));

        const auto samples = samplesOf(metrics.text(MetricsText::Format::Prometheus, {}));

        QCOMPARE(samples.value(u"gatehouse_requests_total{route=\"/chat/completions\",status="
                               "\"404\",caller=\"k1\",model=\"other\"}"_s),
                 1);
        QCOMPARE(samples.value(u"gatehouse_requests_total{route=\"/chat/completions\",status="
                               "\"500\",caller=\"k1\",model=\"m\"}"_s),
                 1);
    }

    void seriesAreBounded()
    {
        Metrics metrics;
        for (int i = 0; i < 5000; ++i) {
            RequestRecord record = chat(u"model-%1"_s.arg(i));
            record.caller = "caller-" + QByteArray::number(i);
            metrics.count(record);
        }

        const auto samples = samplesOf(metrics.text(MetricsText::Format::Prometheus, {}));

        QVERIFY(samples.size() < 2 * Metrics::mostSeries + 2000);
        double requests = 0;
        for (auto &&[name, value] : samples.asKeyValueRange()) {
            if (name.startsWith("gatehouse_requests_total"_L1))
                requests += value;
        }
        QCOMPARE(requests, 5000);
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
