// SPDX-License-Identifier: MIT
#pragma once

#include "gateway/routes/modelshandler.h"

namespace gateway::routes {

//! GET /models and GET /models/{id} for clients of Anthropic's dialect, who share these paths with
//! those of OpenAI's. The handler outlives it; it outlives the exchanges.
class AnthropicModels
{
public:
    explicit AnthropicModels(ModelsHandler &models);

    void list(core::http::Exchange &exchange);
    //! `id`: as it stands in the URL, percent-encoded; it may hold slashes.
    void single(core::http::Exchange &exchange, const QByteArray &id);

private:
    ModelsHandler &m_models;
    ModelsBody m_body; //!< of the whole list; pages are written as they are asked for
};

} // namespace gateway::routes
