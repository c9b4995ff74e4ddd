// SPDX-License-Identifier: MIT
#include "gateway/observe/metrics.h"

#include "gateway/observe/processfacts.h"

#include <algorithm>

using Type = gateway::observe::MetricsText::Type;

namespace gateway::observe {

namespace {

constexpr std::array<QByteArrayView, 7> phaseNames{"queue",   "translate", "prepare", "sign",
                                                   "connect", "upstream",  "retry"};

quint64 counted(qint64 value)
{
    return quint64(std::max<qint64>(0, value));
}

} // namespace

void Metrics::count(const RequestRecord &record)
{
    Series series{record.route, record.caller, m_models.of(record), record.status};
    if (m_requests.size() >= mostSeries && !m_requests.contains(series)) {
        series.caller = "other";
        series.model = QStringLiteral("other");
    }
    ++m_requests[series];
    ++m_outcomes[wordOf(record.outcome)];
    m_durations[record.route].add(record.total);

    if (record.model.isEmpty())
        return;
    m_phases[Queue].add(record.receiving);
    m_phases[Translate].add(record.translating);
    if (record.upstream.attempts > 0) {
        m_phases[Prepare].add(record.upstream.preparing);
        m_phases[Sign].add(record.upstream.signing);
        m_phases[Connect].add(record.upstream.connecting);
        m_phases[Upstream].add(record.upstream.waiting);
        if (record.upstream.attempts > 1)
            m_phases[Retry].add(record.upstream.resting);
    }
    if (record.firstToken)
        m_firstToken.add(*record.firstToken);
    if (record.tokens == RequestRecord::Tokens())
        return;
    Tokens &tokens = m_tokens[series.model];
    tokens.in += counted(record.tokens.in);
    tokens.out += counted(record.tokens.out);
    tokens.cached += counted(record.tokens.cached);
    tokens.reasoning += counted(record.tokens.reasoning);
    if (record.tokens.isEstimate)
        tokens.estimated += counted(record.tokens.in) + counted(record.tokens.out);
}

void Metrics::writeRequests(MetricsText &out) const
{
    out.family("gatehouse_requests", Type::Counter, "Requests that are over.");
    for (auto &&[series, count] : m_requests.asKeyValueRange()) {
        out.sample({{"route", series.route},
                    {"status", QByteArray::number(series.status)},
                    {"caller", series.caller},
                    {"model", series.model.toUtf8()}},
                   count);
    }
    out.family("gatehouse_request_outcomes", Type::Counter, "Requests by what became of them.");
    for (auto &&[outcome, count] : m_outcomes.asKeyValueRange())
        out.sample({{"outcome", outcome}}, count);
}

void Metrics::writeTokens(MetricsText &out) const
{
    out.family("gatehouse_tokens", Type::Counter,
               "Tokens; cached ones are among those of the input, reasoning among the output.");
    for (auto &&[name, tokens] : m_tokens.asKeyValueRange()) {
        const QByteArray model = name.toUtf8();
        out.sample({{"model", model}, {"kind", "input"}}, tokens.in);
        out.sample({{"model", model}, {"kind", "output"}}, tokens.out);
        out.sample({{"model", model}, {"kind", "cached"}}, tokens.cached);
        out.sample({{"model", model}, {"kind", "reasoning"}}, tokens.reasoning);
    }
    out.family("gatehouse_tokens_estimated", Type::Counter,
               "Of the input and output tokens, those that the service did not count.");
    for (auto &&[name, tokens] : m_tokens.asKeyValueRange())
        out.sample({{"model", name.toUtf8()}}, tokens.estimated);
}

void Metrics::writeTimes(MetricsText &out) const
{
    out.family("gatehouse_time_to_first_token_seconds", Type::Histogram,
               "From the request to the first piece of a model's answer.");
    out.sample({}, m_firstToken);
    out.family("gatehouse_request_duration_seconds", Type::Histogram,
               "From the request to the end of its answer.");
    for (auto &&[route, histogram] : m_durations.asKeyValueRange())
        out.sample({{"route", route}}, histogram);
    out.family("gatehouse_phase_seconds", Type::Histogram,
               "Requests to models by phase: reading the body, translating, preparing the call, "
               "signing, connecting, waiting for the service, resting between attempts.");
    for (std::size_t phase = 0; phase < m_phases.size(); ++phase)
        out.sample({{"phase", phaseNames[phase]}}, m_phases[phase]);
}

QByteArray Metrics::text(MetricsText::Format format, const Now &now) const
{
    MetricsText out(format);
    writeRequests(out);
    writeTokens(out);
    writeTimes(out);

    const auto gauge = [&out](QByteArrayView name, QByteArrayView help, qint64 value) {
        out.family(name, Type::Gauge, help);
        out.sample({}, value);
    };
    const auto counter = [&out](QByteArrayView name, QByteArrayView help, quint64 value) {
        out.family(name, Type::Counter, help);
        out.sample({}, value);
    };
    gauge("gatehouse_connections_open", "Connections of clients.", now.connections);
    gauge("gatehouse_requests_active", "Requests under way.", now.open.requests);
    gauge("gatehouse_streams_active", "Streamed answers under way.", now.open.streams);
    gauge("gatehouse_requests_waiting", "Asked of the service, which has not begun to answer.",
          now.open.waiting);
    gauge("gatehouse_streams_kept", "Streamed answers that can be fetched again.", now.keptStreams);

    counter("gatehouse_upstream_requests", "Asked of OCI.", now.upstream.requests);
    counter("gatehouse_upstream_sendings", "Sent to OCI, all attempts.", now.upstream.sendings);
    counter("gatehouse_upstream_retries", "Sent to OCI once more.", now.upstream.retries);
    counter("gatehouse_upstream_failures", "Requests to OCI that failed.", now.upstream.failures);
    counter("gatehouse_upstream_refused", "Not sent, since the circuit breaker was open.",
            now.upstream.refused);
    gauge("gatehouse_upstream_active", "Requests to OCI under way.", now.upstream.underWay);
    out.family("gatehouse_breaker_state", Type::Gauge,
               "Of targets that failed lately: 0 closed, 1 probing, 2 open.");
    for (const auto &circuit : now.upstream.circuits) {
        using State = core::UpstreamReport::Circuit::State;
        const qint64 state = circuit.state == State::Open      ? 2
                             : circuit.state == State::Probing ? 1
                                                               : 0;
        out.sample({{"target", circuit.target.toUtf8()}}, state);
    }

    if (const auto memory = residentBytes())
        gauge("process_resident_memory_bytes", "Resident memory of the process.", *memory);
    if (const auto cpu = cpuSeconds()) {
        out.family("process_cpu_seconds", Type::Counter, "CPU time of the process.");
        out.sample({}, *cpu);
    }
    if (const auto files = openFiles())
        gauge("process_open_fds", "Open files and sockets of the process.", *files);
    out.family("gatehouse_build", Type::Info, "The program.");
    out.sample({{"version", now.version}, {"qt", qVersion()}}, quint64(1));
    return out.finish();
}

} // namespace gateway::observe
