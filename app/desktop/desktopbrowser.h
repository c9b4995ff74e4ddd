// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/browser.h"

#include <QDesktopServices>

namespace app {

//! The browser that the desktop opens addresses with.
class DesktopBrowser final : public core::Browser
{
public:
    [[nodiscard]] bool open(const QUrl &page) override { return QDesktopServices::openUrl(page); }
};

} // namespace app
