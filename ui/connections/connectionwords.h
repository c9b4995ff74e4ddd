// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/connections.h"

namespace ui {

//! What the window says of the connection in use.
struct ConnectionWords {
    enum class Tone { Quiet, Busy, Good, Bad };

    QString name;     //!< of the connection; empty: none is chosen
    QString where;    //!< its region, or that it is simulated
    QString detail;   //!< one line more about it; may be empty
    QString state;    //!< e.g. "Connected to DEFAULT · eu-frankfurt-1 · 12 models"
    QString obstacle; //!< why nothing can be asked now; empty: nothing stands in the way
    Tone tone = Tone::Quiet;

    bool operator==(const ConnectionWords &) const = default;
};

//! `now` decides which keys are said to expire; the others are not spoken of.
[[nodiscard]] ConnectionWords describe(const core::Connections &connections,
                                       const QDateTime &now = {});

} // namespace ui
