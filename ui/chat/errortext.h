// SPDX-License-Identifier: MIT
#pragma once

#include "core/error.h"

#include <QString>

namespace ui {

//! An error for a person: what happened, what to do, and everything for a report.
struct ErrorText {
    QString title;   //!< a few words
    QString message; //!< the error's own sentence
    QString advice;  //!< what to do; may be empty
    QString details; //!< several lines of plain text, for the clipboard

    bool operator==(const ErrorText &) const = default;
};

[[nodiscard]] ErrorText describe(const core::Error &error);

} // namespace ui
