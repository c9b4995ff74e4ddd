// SPDX-License-Identifier: MIT
#include "gateway/observe/servertiming.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gateway::observe {

namespace {

void append(QByteArray &out, QByteArrayView name, RequestRecord::Time time)
{
    if (!out.isEmpty())
        out.append(", ");
    out.append(name).append(";dur=");
    appendMilliseconds(out, time);
}

} // namespace

void appendMilliseconds(QByteArray &out, RequestRecord::Time time)
{
    const auto micros = std::max<RequestRecord::Time::rep>(0, time.count());
    std::array<char, 24> digits{};
    const auto [end, error] =
            std::to_chars(digits.data(), digits.data() + digits.size(), micros / 1000);
    out.append(digits.data(), end - digits.data());
    const auto rest = int(micros % 1000);
    const std::array<char, 4> decimals{'.', char('0' + rest / 100), char('0' + rest / 10 % 10),
                                       char('0' + rest % 10)};
    out.append(decimals.data(), decimals.size());
}

QByteArray serverTiming(const RequestRecord &record, RequestRecord::Time elapsed)
{
    const core::CallTimes &upstream = record.upstream;
    QByteArray out;
    out.reserve(128);
    append(out, "queue", record.receiving);
    if (upstream.attempts > 0) {
        append(out, "sign", upstream.signing);
        append(out, "connect", upstream.connecting);
        append(out, "upstream", upstream.waiting);
        if (upstream.attempts > 1)
            append(out, "retry", upstream.resting);
    }
    // Several calls at a time may sum up to more than has passed.
    append(out, "gateway",
           elapsed - upstream.signing - upstream.connecting - upstream.waiting - upstream.resting);
    return out;
}

} // namespace gateway::observe
