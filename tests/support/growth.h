// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>

#include <algorithm>
#include <limits>

namespace tests {

//! Nanoseconds that `work` takes at its best, of some tries of several milliseconds each.
template<typename Work>
double bestTime(const Work &work)
{
    constexpr qint64 longEnough = 4'000'000;
    double best = std::numeric_limits<double>::max();
    for (int i = 0; i < 7; ++i) {
        QElapsedTimer timer;
        timer.start();
        int runs = 0;
        do {
            work();
            ++runs;
        } while (timer.nsecsElapsed() < longEnough);
        best = std::min(best, double(timer.nsecsElapsed()) / runs);
    }
    return best;
}

//! By how much the time of `work(size)` grows when the size doubles: 2 where it grows with the
//! size, 4 where it grows with its square. A ratio holds on any machine, busy or not.
template<typename Work>
double growthOf(const Work &work, int size)
{
    const double once = bestTime([&] { work(size); });
    return bestTime([&] { work(2 * size); }) / once;
}

} // namespace tests
