// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>

namespace core {

//! The time of day, passed in so that a test can say what it is. Safe to call from any thread.
class Clock
{
public:
    virtual ~Clock() = default;

    [[nodiscard]] virtual QDateTime nowUtc() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] QDateTime nowUtc() const override { return QDateTime::currentDateTimeUtc(); }
};

} // namespace core
