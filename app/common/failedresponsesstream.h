// SPDX-License-Identifier: MIT
#pragma once

#include "core/ports/responsesbackend.h"

#include <QTimer>

namespace app {

//! The response where nobody can be asked: fails on the next turn of the event loop.
class FailedResponsesStream final : public core::ResponsesStream
{
public:
    explicit FailedResponsesStream(core::Error error)
    {
        QTimer::singleShot(0, this,
                           [this, why = std::move(error)] { emit finished(std::unexpected(why)); });
    }

    void setPaused(bool) override { } // there is nothing to come
};

} // namespace app
