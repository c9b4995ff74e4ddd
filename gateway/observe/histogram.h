// SPDX-License-Identifier: MIT
#pragma once

#include "core/timing.h"

#include <algorithm>
#include <array>

namespace gateway::observe {

//! Counts of times by size, as Prometheus wants them: a histogram with fixed buckets.
class Histogram
{
public:
    //! Upper bounds in microseconds, from what a signature takes to what a model thinks.
    static constexpr std::array<qint64, 21> bounds{
            50,        100,       250,        500,        1'000,      2'500,       5'000,
            10'000,    25'000,    50'000,     100'000,    250'000,    500'000,     1'000'000,
            2'500'000, 5'000'000, 10'000'000, 30'000'000, 60'000'000, 120'000'000, 300'000'000};

    void add(core::CallTimes::Time time)
    {
        const auto bucket = std::ranges::lower_bound(bounds, time.count()) - bounds.begin();
        ++m_counts[std::size_t(bucket)];
        m_sum += time;
        ++m_count;
    }

    //! Of a bucket alone; the one after the last bound has what is longer.
    [[nodiscard]] quint64 in(std::size_t bucket) const { return m_counts[bucket]; }
    [[nodiscard]] core::CallTimes::Time sum() const { return m_sum; }
    [[nodiscard]] quint64 count() const { return m_count; }

private:
    std::array<quint64, bounds.size() + 1> m_counts{};
    core::CallTimes::Time m_sum{0};
    quint64 m_count = 0;
};

} // namespace gateway::observe
