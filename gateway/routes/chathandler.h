// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/routes/answering.h"

namespace gateway::routes {

//! POST /chat/completions.
class ChatHandler
{
public:
    explicit ChatHandler(const Answering &answering) : m_answering(answering) { }

    void operator()(core::http::Exchange &exchange) const;

private:
    Answering m_answering;
};

} // namespace gateway::routes
