// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/chatbackend.h"

#include <QTimer>

namespace app {

//! The answer where nobody can be asked: fails on the next turn of the event loop.
class FailedChatStream final : public core::ChatStream
{
public:
    explicit FailedChatStream(core::Error error)
    {
        QTimer::singleShot(0, this,
                           [this, why = std::move(error)] { emit finished(std::unexpected(why)); });
    }

    void setPaused(bool) override { } // there is nothing to come
};

} // namespace app
