// SPDX-License-Identifier: MIT
#pragma once

#include "oci/demo/fault.h"

#include <QString>

#include <optional>

namespace oci::demo {

//! What a person can type to see how the window takes it: "/error 429", "/slow", ….
struct PromptCommand {
    enum class Kind { Help, Error, Slow, Long, Think, Cut, Stall, Html };

    Kind kind = Kind::Help;
    int status = 500; //!< of an Error

    bool operator==(const PromptCommand &) const = default;
};

//! Nothing where the text does not begin with a command of ours.
[[nodiscard]] std::optional<PromptCommand> promptCommand(const QString &question);
//! What the command does to the answer.
[[nodiscard]] Fault faultOf(const PromptCommand &command);
//! The answer to "/help", in Markdown.
[[nodiscard]] QString helpText();

} // namespace oci::demo
