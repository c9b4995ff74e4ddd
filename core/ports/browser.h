// SPDX-License-Identifier: MIT
#pragma once

#include <QUrl>

namespace core {

//! The person's web browser.
class Browser
{
public:
    virtual ~Browser() = default;

    //! Shows a page. False: there is no browser to be had; then the person is given the address.
    [[nodiscard]] virtual bool open(const QUrl &page) = 0;
};

} // namespace core
