// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"
#include "core/served.h"

#include <QElapsedTimer>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace gateway::routing {

//! Whether another target may not have this failure: it throttles, failed inside, was not reached
//! or did not answer in time, has no such model, or its circuit is open. What is wrong with the
//! request, or forbidden, would be so elsewhere, too, or must not be gone around.
[[nodiscard]] bool mayPassElsewhere(const core::Error &error);

//! The targets of a request, tried one after the other, and what became of them. Each change to
//! the next is a line in the log.
class Attempts
{
public:
    //! Afterwards no further target is begun.
    static constexpr std::chrono::milliseconds budget{30'000};

    //! `name`: as the client called it. `targets` is not empty.
    Attempts(const QString &name, QStringList targets, std::chrono::milliseconds longest = budget);

    [[nodiscard]] const QString &target() const { return m_targets[m_current]; }
    [[nodiscard]] bool isLast() const { return m_current + 1 == m_targets.size(); }
    //! Whether there is a next target to ask after this failure; it then is `target()`. Only for
    //! what failed before anything had arrived.
    [[nodiscard]] bool next(const core::Error &error);
    //! What to tell when no target is left: the last failure, or an earlier one that may pass where
    //! the last says only that the model is not there; with all that were asked, and the time after
    //! which the first of them may answer again.
    [[nodiscard]] core::Error verdict(core::Error last) const;
    //! With the targets that failed before.
    [[nodiscard]] core::Served completed(core::Served served) const;

private:
    QString m_name;
    QStringList m_targets;
    std::chrono::milliseconds m_longest;
    qsizetype m_current = 0;
    QList<core::FailedTarget> m_failed;
    std::optional<std::chrono::milliseconds> m_soonest; //!< that one of the failed told
    std::optional<core::Error> m_mayPass;               //!< the first failure that may
    QElapsedTimer m_sinceStart;
};

} // namespace gateway::routing
