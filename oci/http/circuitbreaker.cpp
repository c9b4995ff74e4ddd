// SPDX-License-Identifier: MIT
#include "oci/http/circuitbreaker.h"

#include <algorithm>
#include <utility>

namespace oci {

namespace {

constexpr std::size_t mostOutcomes = 100; // kept of each circuit
constexpr qsizetype mostCircuits = 256;   // names of models come from callers

} // namespace

CircuitBreaker::Attempt::Attempt(CircuitBreaker &breaker, QByteArray circuit, bool isProbe)
    : m_breaker(&breaker)
    , m_circuit(std::move(circuit))
    , m_isProbe(isProbe)
{
}

CircuitBreaker::Attempt::Attempt(Attempt &&other) noexcept
    : m_breaker(std::exchange(other.m_breaker, nullptr))
    , m_circuit(std::move(other.m_circuit))
    , m_isProbe(other.m_isProbe)
{
}

CircuitBreaker::Attempt &CircuitBreaker::Attempt::operator=(Attempt &&other) noexcept
{
    std::swap(m_breaker, other.m_breaker);
    std::swap(m_circuit, other.m_circuit);
    std::swap(m_isProbe, other.m_isProbe);
    return *this;
}

CircuitBreaker::Attempt::~Attempt()
{
    if (!m_breaker || !m_isProbe)
        return;
    if (const auto found = m_breaker->m_circuits.find(m_circuit);
        found != m_breaker->m_circuits.end())
        found->probedAt = Time(-1); // the next call finds out
}

void CircuitBreaker::Attempt::report(Time now, bool success)
{
    if (CircuitBreaker *breaker = std::exchange(m_breaker, nullptr))
        breaker->count(m_circuit, now, success, m_isProbe);
}

std::expected<CircuitBreaker::Attempt, CircuitBreaker::Time>
CircuitBreaker::begin(const QByteArray &circuit, Time now)
{
    const auto found = m_circuits.find(circuit);
    if (found == m_circuits.end() || found->openUntil < Time(0))
        return Attempt(*this, circuit, false);
    if (now < found->openUntil)
        return std::unexpected(found->openUntil - now);
    if (found->probedAt >= Time(0) && now - found->probedAt < m_policy.rest)
        return std::unexpected(Time(std::chrono::seconds(1)));
    found->probedAt = now;
    return Attempt(*this, circuit, true);
}

QList<core::UpstreamReport::Circuit> CircuitBreaker::circuits(Time now) const
{
    using State = core::UpstreamReport::Circuit::State;
    QList<core::UpstreamReport::Circuit> all;
    for (auto &&[name, circuit] : m_circuits.asKeyValueRange()) {
        const bool hasOpened = circuit.openUntil >= Time(0);
        if (!hasOpened &&
            (circuit.outcomes.empty() || circuit.outcomes.back().at < now - m_policy.window))
            continue; // long ago
        const State state = !hasOpened                ? State::Failing
                            : now < circuit.openUntil ? State::Open
                                                      : State::Probing;
        all.append({.target = QString::fromUtf8(name.trimmed()), .state = state});
    }
    std::ranges::sort(all, {}, &core::UpstreamReport::Circuit::target);
    return all;
}

CircuitBreaker::Time steadyNow()
{
    return std::chrono::duration_cast<CircuitBreaker::Time>(
            std::chrono::steady_clock::now().time_since_epoch());
}

void CircuitBreaker::count(const QByteArray &name, Time now, bool success, bool isProbe)
{
    auto found = m_circuits.find(name);
    if (isProbe && success) {
        m_circuits.remove(name);
        return;
    }
    // Another may have found out meanwhile that all is well.
    isProbe = isProbe && found != m_circuits.end() && found->openUntil >= Time(0);
    if (found == m_circuits.end()) {
        if (success)
            return;
        makeRoom();
        found = m_circuits.insert(name, {});
    }
    Circuit &circuit = *found;
    circuit.outcomes.push_back({now, success});
    while (circuit.outcomes.size() > mostOutcomes ||
           circuit.outcomes.front().at < now - m_policy.window)
        circuit.outcomes.pop_front();
    if (isProbe) {
        circuit.probedAt = Time(-1);
        circuit.openUntil = now + m_policy.rest;
    } else if (!success && circuit.openUntil < Time(0) && keepsFailing(circuit)) {
        circuit.openUntil = now + m_policy.rest;
    } else if (circuit.openUntil < Time(0) &&
               std::ranges::all_of(circuit.outcomes, &Outcome::success)) {
        m_circuits.erase(found); // nothing to remember
    }
}

void CircuitBreaker::makeRoom()
{
    if (m_circuits.size() < mostCircuits)
        return;
    // What failed longest ago is forgotten first.
    auto oldest = m_circuits.begin();
    for (auto each = m_circuits.begin(); each != m_circuits.end(); ++each) {
        if (each->outcomes.back().at < oldest->outcomes.back().at)
            oldest = each;
    }
    m_circuits.erase(oldest);
}

bool CircuitBreaker::keepsFailing(const Circuit &circuit) const
{
    const auto calls = std::ssize(circuit.outcomes);
    const auto failed = std::ranges::count(circuit.outcomes, false, &Outcome::success);
    return calls >= m_policy.calls && double(failed) >= m_policy.failures * double(calls);
}

} // namespace oci
