// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/clock.h"

#include <QByteArray>
#include <QString>

namespace tests {

//! The content of tests/<path>; ends the test where it is missing.
[[nodiscard]] QByteArray readTestFile(const QString &path);
//! tests/<path> as a file name.
[[nodiscard]] QString testFile(const QString &path);

//! Compares with tests/golden/<name>. With GATEHOUSE_UPDATE_GOLDEN=1 it writes the file instead;
//! review the difference like code. Returns an empty string when equal, else what differs.
[[nodiscard]] QString differenceFromGolden(const QString &name, const QByteArray &actual);

//! JSON written without escapes: ' stands for ", and ^ for the \" inside a string. (moc, which
//! reads tests, stumbles over some raw string literals.)
[[nodiscard]] QByteArray json(const char *text);

class FakeClock final : public core::Clock
{
public:
    explicit FakeClock(QDateTime start) : now(std::move(start)) { }

    [[nodiscard]] QDateTime nowUtc() const override { return now; }

    QDateTime now;
};

} // namespace tests
