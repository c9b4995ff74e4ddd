// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <functional>

namespace ui {

class CodeStyle;
class Theme;

//! What every block of the transcript needs. The things pointed to outlive the blocks.
struct RenderContext {
    const Theme *theme = nullptr;
    const CodeStyle *code = nullptr;
    std::function<void(const QString &target)> openLink;
    bool quiet = false; //!< second-rank text, e.g. what the model thought
};

} // namespace ui
