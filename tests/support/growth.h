// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <ctime>
#include <limits>

namespace tests {

//! Seconds of CPU time that `work` takes at its best, of some tries of several milliseconds each.
template<typename Work>
double bestTime(const Work &work)
{
    constexpr auto longEnough = std::clock_t(CLOCKS_PER_SEC / 250);
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < 5; ++i) {
        const std::clock_t begin = std::clock();
        int runs = 0;
        do {
            work();
            ++runs;
        } while (std::clock() - begin < longEnough);
        best = std::min(best, double(std::clock() - begin) / CLOCKS_PER_SEC / runs);
    }
    return best;
}

//! Whether the time of `work(size)` grows like the size rather than its square: eight times the
//! size then takes about 8 times as long, not 64. A ratio holds on any machine, busy or not.
template<typename Work>
bool growsLinearly(const Work &work, int size)
{
    const double once = bestTime([&] { work(size); });
    return bestTime([&] { work(8 * size); }) < 24 * once;
}

} // namespace tests
